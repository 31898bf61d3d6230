import Synchronization

/// The jobs of monitors for agents with the same settings.
final class JobShelf: Sendable {
  /// A job is looked up for each document that holds it, and the name of a monitor takes longer to compare.
  private struct Place: Hashable {
    let monitor: ObjectIdentifier
    /// Of the endpoint.
    let index: Int
  }

  private struct Kept {
    let job: RenderedJob
    /// Kept for its identity.
    let monitor: any AnyObject & Sendable
  }

  private struct Jobs {
    /// Those that name no file.
    var anywhere: [Place: Kept] = [:]
    /// Those whose files lie where one agent has them.
    var placed: [Rendering.Placement: [Place: Kept]] = [:]
  }

  private let jobs = Mutex(Jobs())

  /// - Parameters:
  ///   - monitor: the member of hierarchies that all agents share.
  ///   - index: of its endpoint.
  ///   - placement: where the files lie that the job may name.
  ///   - render: makes the job.
  func job(
    of monitor: any AnyObject & Sendable, index: Int, _ placement: Rendering.Placement,
    _ render: () -> RenderedJob
  ) -> RenderedJob {
    let place = Place(monitor: ObjectIdentifier(monitor), index: index)
    let known = jobs.withLock { jobs in
      jobs.anywhere[place] ?? (jobs.placed.isEmpty ? nil : jobs.placed[placement]?[place])
    }
    if let known { return known.job }
    let new = Kept(job: render(), monitor: monitor)
    let isPlaced = !new.job.record.files.isEmpty || placement == .mounted
    return jobs.withLock { jobs in
      // Another thread may have made the same: one of them stays.
      let kept =
        (isPlaced ? jobs.placed[placement]?[place] : jobs.anywhere[place]) ?? new
      if isPlaced {
        jobs.placed[placement, default: [:]][place] = kept
      } else {
        jobs.anywhere[place] = kept
      }
      return kept.job
    }
  }
}
