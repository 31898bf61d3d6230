import Base
import Plan
import Render

/// Performs a plan: in its order, several at once where the target bears it, each action on its own.
public struct Executor: Sendable {
  /// Makes the content of an object, given its key, manifest and title; nil where it cannot be made any more.
  public typealias Bodies =
    @Sendable (ObjectKey, ObjectReference, String) async throws(TargetFailure) -> DesiredBody?

  private let target: any Target
  private let journal: any Journal
  private let bodies: Bodies
  private let origin: ChangeOrigin

  public init(_ target: any Target, journal: any Journal, origin: ChangeOrigin, bodies: @escaping Bodies) {
    self.target = target
    self.journal = journal
    self.origin = origin
    self.bodies = bodies
  }

  /// Something that was not done.
  private struct Failed {
    let object: NeededObject
    let verb: Action.Verb
  }

  /// Whether an action cannot be done without another one that failed. What is there already and only was not brought up
  /// to date can be named all the same; a folder must not go while something that was to leave it is still in it.
  private static func isNeeded(_ verb: Action.Verb, _ required: ObjectKey, by action: Action) -> Bool {
    required.kind == .folder || required.kind == action.key.kind || action.verb == .delete || verb == .create
  }

  /// - Returns: an outcome for each action, in the plan's order.
  /// - Throws: where nothing could be written down, so that nothing was done.
  public func apply(_ plan: Plan) async throws(TargetFailure) -> [Outcome] {
    let writes = plan.actions.filter(\.verb.isWrite)
    if !writes.isEmpty { try await journal.begin(writes) }
    let batches = Self.batches(plan.actions)
    // One after the other where a target takes only one write at a time.
    guard let start = batches.firstIndex(where: Self.areNotifications), target.parallelWrites(.dashboard) > 1
    else {
      return await perform(batches[...], after: Run()).outcomes
    }
    let end = batches[start...].firstIndex { !Self.areNotifications($0) } ?? batches.endIndex
    async let notifications = perform(batches[start..<end], after: Run())
    let before = await perform(batches[..<start], after: Run())
    return await perform(batches[end...], after: before.joined(by: await notifications)).outcomes
  }

  /// What was done so far.
  private struct Run {
    private(set) var outcomes: [Outcome] = []
    private(set) var failed: [ObjectKey: Failed] = [:]
    private(set) var end: String?

    mutating func take(_ results: [Outcome]) {
      for outcome in results {
        if !outcome.isSuccess {
          failed[outcome.action.key] = Failed(
            object: NeededObject(outcome.action), verb: outcome.action.verb)
        }
        if case .failed(let failure) = outcome.result, failure.kind == .ended { end = end ?? failure.message }
      }
      outcomes += results
    }

    /// With what was done at the same time and stands behind it in the plan.
    func joined(by other: Run) -> Run {
      var run = self
      run.outcomes += other.outcomes
      run.failed.merge(other.failed) { first, _ in first }
      run.end = end ?? other.end
      return run
    }
  }

  private func perform(_ batches: ArraySlice<ArraySlice<Action>>, after before: Run) async -> Run {
    var run = before
    for batch in batches { run.take(await perform(batch, failed: run.failed, end: run.end)) }
    return run
  }

  /// Templates, mute timings, contact points and policies are one document in the workspace and are written one by one. What
  /// comes before them in a plan needs none of them, and they need nothing of it: both go on at the same time.
  private static func areNotifications(_ batch: ArraySlice<Action>) -> Bool {
    batch.allSatisfy { action in
      switch action.key.kind {
      case .notificationTemplate, .muteTiming, .contactPoint, .notificationPolicy: action.verb != .delete
      default: false
      }
    }
  }

  /// Runs of neighbours that may be performed at once: writes of one kind of which none needs another one, because it lies
  /// in it or takes over its title. Deletions stay alone, since their order matters, and so does the first data source:
  /// Grafana 12 makes it the default of a workspace that has none, and that is always the same one.
  private static func batches(_ actions: [Action]) -> [ArraySlice<Action>] {
    let firstSource = actions.first { $0.key.kind == .datasource && $0.verb == .create }?.key
    var batches: [ArraySlice<Action>] = []
    var start = actions.startIndex
    var keys: Set<ObjectKey> = []
    for (index, action) in actions.enumerated() {
      let last = index > start ? actions[index - 1] : nil
      if let last, last.key == firstSource || isCut(before: action, after: last, keys) {
        batches.append(actions[start..<index])
        start = index
        keys = []
      }
      keys.insert(action.key)
    }
    if start < actions.endIndex { batches.append(actions[start...]) }
    return batches
  }

  private static func isCut(before next: Action, after last: Action, _ batch: Set<ObjectKey>) -> Bool {
    next.key.kind != last.key.kind || next.verb == .delete || last.verb == .delete
      || next.requires.contains { batch.contains($0) }
      || next.key.kind == .folder && batch.contains(ObjectKey(.folder, next.parentUID))
  }

  /// How many more actions are under way than the target bears: their contents are made, and what was done is written
  /// down, while others wait for the target.
  private static let prepared = 4

  private func perform(
    _ batch: ArraySlice<Action>, failed: [ObjectKey: Failed], end: String?
  ) async -> [Outcome] {
    guard let kind = batch.first?.key.kind else { return [] }
    let width = max(1, min(target.parallelWrites(kind), batch.count))
    let gate = Gate(width: width)
    if width == 1 {
      var outcomes: [Outcome] = []
      var end = end
      for action in batch {
        let outcome = await perform(action, failed: failed, end: end, gate)
        if case .failed(let failure) = outcome.result, failure.kind == .ended { end = failure.message }
        outcomes.append(outcome)
      }
      return outcomes
    }
    return await withTaskGroup(of: (Int, Outcome).self) { group in
      var outcomes: [Int: Outcome] = [:]
      var next = batch.startIndex
      var end = end
      func start(_ group: inout TaskGroup<(Int, Outcome)>) {
        guard next < batch.endIndex else { return }
        let (index, action, reason) = (next, batch[next], end)
        next += 1
        group.addTask { (index, await perform(action, failed: failed, end: reason, gate)) }
      }
      for _ in 0..<width + Self.prepared { start(&group) }
      while let (index, outcome) = await group.next() {
        if case .failed(let failure) = outcome.result, failure.kind == .ended { end = failure.message }
        outcomes[index] = outcome
        start(&group)
      }
      return outcomes.sorted { $0.key < $1.key }.map(\.value)
    }
  }

  private func perform(
    _ action: Action, failed: [ObjectKey: Failed], end: String?, _ gate: Gate
  ) async -> Outcome {
    let result = await result(of: action, failed: failed, end: end, gate)
    let outcome = Outcome(action, result)
    do throws(TargetFailure) {
      try await journal.finish(outcome)
      return outcome
    } catch {
      // The write happened, the memory of it did not: its beginning is still written down, so the next cycle looks.
      return Outcome(action, .failed(error))
    }
  }

  private func result(
    of action: Action, failed: [ObjectKey: Failed], end: String?, _ gate: Gate
  ) async -> Outcome.Result {
    guard action.verb.isWrite else { return await record(action) }
    if let end { return .notTried(reason: end) }
    if Task.isCancelled { return .notTried(reason: "stopped before its turn") }
    let missing = action.requires.compactMap { required in
      failed[required].flatMap { Self.isNeeded($0.verb, required, by: action) ? $0.object : nil }
    }
    if !missing.isEmpty { return .blocked(by: missing) }
    do throws(TargetFailure) {
      let body = action.verb == .delete ? nil : try await bodies(action.key, action.reference, action.title)
      if body == nil, action.verb != .delete {
        return .failed(
          TargetFailure(
            .passing, "its content cannot be made any more; it is rendered anew with the next cycle"))
      }
      return try await perform(action, body, gate)
    } catch {
      return .failed(error)
    }
  }
}

extension Executor {
  /// What needs no write: only the memory of it changes.
  private func record(_ action: Action) async -> Outcome.Result {
    guard action.verb == .adopt || action.verb == .rebaseline || action.isReleased else { return .recorded }
    do throws(TargetFailure) {
      if action.isReleased {
        try await target.release(action.key)
        return .recorded
      }
      try await target.adopt(action) { [bodies] () async throws(TargetFailure) -> DesiredBody? in
        try await bodies(action.key, action.reference, action.title)
      }
      return .recorded
    } catch {
      return .failed(error)
    }
  }

  /// The write itself, when its turn at the target comes.
  private func perform(
    _ action: Action, _ body: DesiredBody?, _ gate: Gate
  ) async throws(TargetFailure) -> Outcome.Result {
    await gate.enter()
    let result: Result<Written, TargetFailure>
    if Task.isCancelled {
      await gate.leave()
      return .notTried(reason: "stopped before its turn")
    }
    do throws(TargetFailure) {
      result = .success(try await target.perform(action, body: body, origin: origin))
    } catch {
      result = .failure(error)
    }
    await gate.leave()
    return .written(try result.get())
  }
}
