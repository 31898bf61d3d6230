import Glibc
import Synchronization

/// Lets threads that may block go on when all are there, so that each job has a thread of its own.
final class Meeting: Sendable {
  private let expected: Int
  private let present = Mutex(0)

  init(of expected: Int) { self.expected = expected }

  /// Waits for the others, a minute at most.
  func attend() {
    present.withLock { $0 += 1 }
    for _ in 0..<60_000 where present.withLock({ $0 }) < expected { usleep(1000) }
  }
}
