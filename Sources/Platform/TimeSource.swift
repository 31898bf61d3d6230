import Base
import Glibc

/// Where the program takes the time from, so that tests can own it.
public protocol TimeSource: Sendable {
  /// The wall clock, which may jump when somebody sets it.
  var now: Timestamp { get }

  /// Time since an arbitrary start; it never goes back, and measures how long something took.
  var elapsed: Duration { get }

  /// Returns after the duration, or throws as soon as the task is cancelled.
  func sleep(for duration: Duration) async throws(CancellationError)
}

/// The machine's own clocks.
public struct SystemTime: TimeSource {
  public init() {}

  public var now: Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(millisecondsSinceEpoch: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }

  public var elapsed: Duration {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  public func sleep(for duration: Duration) async throws(CancellationError) {
    do {
      try await Task.sleep(for: duration)
    } catch {
      throw CancellationError()
    }
  }
}
