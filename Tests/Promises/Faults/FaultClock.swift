import Base
import Platform
import Synchronization

/// A clock that stands still until a test moves it, and whose waits are short: however slow the machine is, nothing takes
/// long enough to be given up.
final class FaultClock: TimeSource {
  private let moved = Mutex(Duration.zero)
  private let system = SystemTime()

  func move(by duration: Duration) { moved.withLock { $0 += duration } }

  var now: Timestamp { Timestamp(secondsSinceEpoch: 1_795_270_031) + moved.withLock { $0 } }
  var elapsed: Duration { moved.withLock { $0 } }

  func sleep(for duration: Duration) async throws(CancellationError) {
    try await system.sleep(for: min(duration, .milliseconds(5)))
  }
}
