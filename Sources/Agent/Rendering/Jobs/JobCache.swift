import Base
import Synchronization

/// The jobs of monitors that were rendered with one look-up. What a job is made of beside its monitor is the same for most
/// agents, so most agents take it from here.
final class JobCache: Sendable {
  struct Key: Hashable {
    let monitor: ObjectReference
    /// Of the endpoint.
    let index: Int
    let settings: JobSettings.Key
  }

  private struct Placed: Hashable {
    let key: Key
    /// Nil for jobs that name no file.
    let placement: Rendering.Placement?
  }

  private let jobs = Mutex<[Placed: RenderedJob]>([:])

  /// - Parameters:
  ///   - placement: where the files lie that the job may name.
  ///   - render: makes the job.
  func job(_ key: Key, _ placement: Rendering.Placement, _ render: () -> RenderedJob) -> RenderedJob {
    let known = jobs.withLock { jobs in
      jobs[Placed(key: key, placement: nil)] ?? jobs[Placed(key: key, placement: placement)]
    }
    if let known { return known }
    let job = render()
    let place = job.record.files.isEmpty && placement != .mounted ? nil : placement
    jobs.withLock { $0[Placed(key: key, placement: place)] = job }
    return job
  }
}
