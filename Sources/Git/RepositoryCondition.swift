internal import Synchronization

/// What the thread that writes to a repository and its readers tell each other.
final class RepositoryCondition: Sendable {
  private struct Values {
    var generation = 0
    var suspicion: String?
  }

  private let values = Mutex(Values())

  /// Counts the times the repository was made anew, so that readers notice when their handle is of an old one.
  var generation: Int { values.withLock { $0.generation } }

  /// What was found broken in the present one.
  var suspicion: String? { values.withLock { $0.suspicion } }

  func suspect(_ reason: String) { values.withLock { $0.suspicion = reason } }

  func recordReplacement() {
    values.withLock {
      $0.generation += 1
      $0.suspicion = nil
    }
  }
}
