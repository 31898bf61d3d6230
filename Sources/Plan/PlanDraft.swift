import Base

/// The plan while it is being made: at most one action for each object, and why others have none.
struct PlanDraft {
  private(set) var actions: [ObjectKey: Action] = [:]
  private(set) var problems: [Diagnostic] = []
  /// Objects whose write was taken back because the target has refused it before.
  private(set) var standingRefusals: Set<ObjectKey> = []

  mutating func add(_ action: Action) { actions[action.key] = action }

  mutating func tell(_ problems: some Sequence<Diagnostic>) { self.problems += problems }

  /// Takes an action back, for a reason.
  mutating func drop(_ key: ObjectKey, because problem: Diagnostic) {
    actions[key] = nil
    problems.append(problem)
  }

  /// Takes a write back that would be refused again.
  mutating func drop(_ key: ObjectKey, refusedBefore problem: Diagnostic) {
    drop(key, because: problem)
    standingRefusals.insert(key)
  }

  /// Notes what the target's answer depends on.
  mutating func note(_ circumstances: Digest, on key: ObjectKey) {
    actions[key]?.circumstances = circumstances
  }

  /// The action may begin only when those on other objects have succeeded.
  mutating func require(_ keys: some Sequence<ObjectKey>, before key: ObjectKey) {
    actions[key] = actions[key]?.requiring(keys)
  }

  /// Actions that send content, in the order of their objects.
  var writes: [Action] {
    actions.values.filter { $0.verb.isWrite && $0.verb != .delete }.sorted { $0.key < $1.key }
  }
}
