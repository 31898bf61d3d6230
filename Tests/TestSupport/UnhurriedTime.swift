import Base
import Platform

/// The system's clock, whose waits last longer on a busy machine: the time in which nothing could run, neither who waits
/// nor what it waits for, does not count. For deadlines that are part of the program.
public struct UnhurriedTime: TimeSource {
  private let system = SystemTime()

  public init() {}

  public var now: Timestamp { system.now }
  public var elapsed: Duration { system.elapsed }

  public func sleep(for duration: Duration) async throws(CancellationError) {
    var waited = Duration.zero
    while waited < duration {
      let step = min(duration - waited, .milliseconds(20))
      try await system.sleep(for: step)
      waited += step
    }
  }
}
