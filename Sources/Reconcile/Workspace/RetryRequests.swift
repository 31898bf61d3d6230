import Synchronization

/// Counts how often everything that was refused was asked to be sent once more: by the start, and by hand since.
final class RetryRequests: Sendable {
  private let count = Mutex(1)

  var number: Int { count.withLock { $0 } }

  func add() { count.withLock { $0 += 1 } }
}
