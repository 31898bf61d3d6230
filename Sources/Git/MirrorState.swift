internal import Synchronization

/// What the mirror's thread and its readers tell each other.
final class MirrorState: Sendable {
  private struct Values {
    var generation = 0
    var suspicion: String?
    var flags: [ObjectIdentifier: CancellationFlag] = [:]
    var isClosed = false
  }

  private let values = Mutex(Values())

  /// Counts the clones, so that readers notice when their handle is of an old one.
  var generation: Int { values.withLock { $0.generation } }

  /// What a reader found broken since the last clone.
  var suspicion: String? { values.withLock { $0.suspicion } }

  func suspect(_ reason: String) { values.withLock { $0.suspicion = reason } }

  func recordClone() {
    values.withLock {
      $0.generation += 1
      $0.suspicion = nil
    }
  }

  /// A flag for one operation, set already where the mirror is closed.
  func makeFlag() -> CancellationFlag {
    let flag = CancellationFlag()
    let isClosed = values.withLock {
      $0.flags[ObjectIdentifier(flag)] = flag
      return $0.isClosed
    }
    if isClosed { flag.set() }
    return flag
  }

  func forget(_ flag: CancellationFlag) {
    values.withLock { $0.flags[ObjectIdentifier(flag)] = nil }
  }

  func cancelAll(closing: Bool) {
    let flags = values.withLock {
      $0.isClosed = $0.isClosed || closing
      return Array($0.flags.values)
    }
    for flag in flags { flag.set() }
  }
}
