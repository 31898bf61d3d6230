import Base

/// The plan while it is being made: at most one action for each object, and why others have none.
struct PlanDraft {
  private(set) var actions: [ObjectKey: Action] = [:]
  private(set) var problems: [Diagnostic] = []
  /// Objects whose write was taken back because the target has refused it before.
  private(set) var standingRefusals: Set<ObjectKey> = []
  /// Writes that were taken back for a refusal: their own, or that of the folder which they need.
  private(set) var refused: [ObjectKey: NeededObject] = [:]

  mutating func add(_ action: Action) { actions[action.key] = action }

  mutating func tell(_ problems: some Sequence<Diagnostic>) { self.problems += problems }

  /// Takes an action back, for a reason.
  mutating func drop(_ key: ObjectKey, because problem: Diagnostic) {
    actions[key] = nil
    problems.append(problem)
  }

  /// Takes an action back, for several reasons.
  mutating func drop(_ key: ObjectKey, because problems: [Diagnostic]) {
    actions[key] = nil
    self.problems += problems
  }

  /// Takes a write back that would be refused again.
  mutating func drop(_ key: ObjectKey, refusedBefore problem: Diagnostic) {
    refused[key] = actions[key].map { NeededObject($0) }
    drop(key, because: problem)
    standingRefusals.insert(key)
  }

  /// Takes a write back that needs one which was taken back for a refusal.
  mutating func drop(_ action: Action, needing refused: NeededObject) {
    self.refused[action.key] = NeededObject(action)
    drop(
      action.key,
      because: Diagnostic(
        .error, code: Refusal.consequenceCode, subject: action.reference, at: action.origin,
        NeededObject.cause([refused]), remedy: "see what is said of the \(refused.key.kind.name)"))
  }

  /// Notes what the target's answer depends on.
  mutating func note(_ circumstances: Digest, on key: ObjectKey) {
    actions[key]?.circumstances = circumstances
  }

  /// The action may begin only when those on other objects have succeeded.
  mutating func require(_ keys: some Sequence<ObjectKey>, before key: ObjectKey) {
    actions[key] = actions[key]?.requiring(keys)
  }

  /// The object keeps a part that it gives away until another write has taken it.
  mutating func handOver(_ part: String, from key: ObjectKey) {
    actions[key] = actions[key]?.handingOver(part)
  }

  /// Actions that send content, in the order of their objects.
  var writes: [Action] {
    actions.values.filter { $0.verb.isWrite && $0.verb != .delete }.sorted { $0.key < $1.key }
  }
}
