import Apply
import Platform

/// Runs the cycles of one target beside those of its environment once it has kept one waiting in vain: a workspace that
/// is silent holds up its neighbours once, and not with every cycle.
actor PatientRun {
  typealias Run = @Sendable () async -> TargetResult

  /// So long a cycle waits for a target that was slow to fail.
  static let patience = Duration.seconds(1)

  private struct Attempt {
    /// What is run for.
    let rendering: Int
    let task: Task<Void, Never>
    let end: WakeSignal
    var result: TargetResult?
  }

  private let time: any TimeSource
  /// What the last run came to, where it was slow to fail.
  private var failed: TargetResult?
  private var attempt: Attempt?

  init(_ time: any TimeSource) {
    self.time = time
  }

  /// The result of a run, or that of the last one while another is under way.
  /// - Parameter rendering: what is run for; a run for something else is ended first, and what it did is told.
  func result(rendering: Int, _ run: @escaping Run) async -> TargetResult {
    guard let failed else { return await watched(run) }
    var outcomes: [Outcome] = []
    if let attempt, attempt.rendering != rendering { outcomes = await finish(attempt) }
    let current = attempt ?? begin(rendering, run)
    await current.end.wait(atMost: Self.patience, time)
    var result = attempt?.result ?? TargetResult(failed)
    if attempt?.result != nil { attempt = nil }
    result.outcomes = outcomes + result.outcomes
    return result
  }

  /// Ends what is under way.
  func close() async {
    if let attempt { _ = await finish(attempt) }
  }

  private func begin(_ rendering: Int, _ run: @escaping Run) -> Attempt {
    let end = WakeSignal()
    let task = Task {
      self.attempt?.result = await self.watched(run)
      end.wake()
    }
    let begun = Attempt(rendering: rendering, task: task, end: end)
    attempt = begun
    return begun
  }

  /// - Returns: what it had done by then; what it had not is for the next run.
  private func finish(_ attempt: Attempt) async -> [Outcome] {
    attempt.task.cancel()
    await attempt.task.value
    let outcomes = (self.attempt?.result?.outcomes ?? []).filter(\.isSuccess)
    self.attempt = nil
    return outcomes
  }

  private func watched(_ run: Run) async -> TargetResult {
    let begun = time.elapsed
    let result = await run()
    // A run that was ended from here has found nothing out.
    if result.isCut { return result }
    failed = result.failure != nil && time.elapsed - begun > Self.patience ? result : nil
    return result
  }
}

extension TargetResult {
  /// What there is to say of a target while it is asked again: why it could not be had the last time.
  fileprivate init(_ failed: TargetResult) {
    self.init(name: failed.name, label: failed.label)
    server = failed.server
    failure = failed.failure
    remedy = failed.remedy
    manifest = failed.manifest
  }
}
