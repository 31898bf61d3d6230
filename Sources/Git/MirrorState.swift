internal import Synchronization

/// What the mirror's threads tell each other.
final class MirrorState: Sendable {
  private struct Values {
    var flags: [ObjectIdentifier: CancellationFlag] = [:]
    var isClosed = false
  }

  let repository = RepositoryCondition()
  let notes = RepositoryCondition()
  private let values = Mutex(Values())

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

  /// Ends what runs and what comes.
  func close() {
    let flags = values.withLock {
      $0.isClosed = true
      return Array($0.flags.values)
    }
    for flag in flags { flag.set() }
  }
}
