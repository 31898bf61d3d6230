import Synchronization

/// The jobs of monitors that were rendered with one look-up. What a job is made of beside its monitor is the same for most
/// agents, so most agents take it from here.
final class JobCache: Sendable {
  private let shelves = Mutex<[JobSettings.Key: JobShelf]>([:])

  /// Those of agents with the same settings.
  func shelf(_ key: JobSettings.Key) -> JobShelf {
    shelves.withLock { shelves in
      if let shelf = shelves[key] { return shelf }
      let shelf = JobShelf()
      shelves[key] = shelf
      return shelf
    }
  }
}
