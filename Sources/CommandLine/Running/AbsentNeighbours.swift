import Platform
import Store
import Synchronization

/// The environments of a state directory that other processes run, or that ran once: what they own stays theirs.
final class AbsentNeighbours: Sendable {
  private let location: StateLocation
  private let stores = Mutex<[String: SQLiteStore]>([:])

  init(_ location: StateLocation) {
    self.location = location
  }

  /// The memories that can be read, by the names of environments.
  @Sendable func read() async -> [String: any Store] {
    var found: [String: SQLiteStore] = [:]
    for name in (try? location.environments()) ?? [] {
      if let known = stores.withLock({ $0[name] }) {
        found[name] = known
      } else if let store = try? await StateDirectory.read(location.directory(of: name)) {
        found[name] = store
      }
    }
    stores.withLock { [found] in $0 = found }
    return found
  }
}
