import Base

/// Takes back the making of objects that need another one which is neither there nor comes into being: servers store them,
/// and a panel or a rule fails later. What is there already is written all the same: it is no worse for it.
enum NeedPresence {
  /// - Returns: whether anything was taken back.
  static func enforce(on draft: inout PlanDraft, _ input: PlanInput) -> Bool {
    var changed = false
    // In the order in which they are written, so that what is taken back is seen by what needs it.
    for action in draft.writes where input.observed[action.key] == nil {
      guard let missing = action.requires.first(where: { !isThere($0, draft, input) }) else { continue }
      changed = true
      if let refused = draft.refused[missing] {
        draft.drop(action, needing: refused)
        continue
      }
      let name =
        input.desired.first { $0.kind == missing.kind && $0.uid == missing.uid }?.title ?? missing.uid
      draft.drop(
        action.key,
        because: Diagnostic(
          .error, code: "needs-missing", subject: action.reference, at: action.origin,
          "it needs the \(missing.kind.name) \"\(name)\", which is not in the workspace and is not made in this cycle",
          remedy: "see what is said of the \(missing.kind.name)"))
    }
    return changed
  }

  private static func isThere(_ key: ObjectKey, _ draft: PlanDraft, _ input: PlanInput) -> Bool {
    if input.observed[key] != nil || input.unlisted.contains(key) { return true }
    return draft.actions[key].map { $0.verb.isWrite && $0.verb != .delete } ?? false
  }
}
