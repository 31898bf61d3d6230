import Base

/// Takes back the making of folders and dashboards under a uid that the other kind has: up to 11 both lie in one table, so
/// that the save is refused there and a deletion of the one deletes the other with all that is in it; 12 takes both, and
/// every address means two things then (reference grafana-http-api.md section 18).
enum SharedUIDRule {
  static func enforce(on draft: inout PlanDraft, _ input: PlanInput, _ identities: Identities) {
    let wanted = Dictionary(
      identities.objects.map { ($0.key.declared, $0.desired) }, uniquingKeysWith: { first, _ in first })
    for action in draft.writes where input.observed[action.key] == nil {
      // One that leaves frees the uid: where that is too late for this cycle, the next one makes what takes it.
      guard let other = other(action.key.declared), draft.actions[other]?.verb != .delete else { continue }
      let whose: String
      if let desired = wanted[other] {
        whose = "the \(other.kind.name) of \(desired.reference) (\(desired.origin.fileAndLine))"
      } else if let observed = input.observed[other] {
        whose = "the \(other.kind.name) \"\(observed.title)\" of the workspace"
      } else {
        continue
      }
      draft.drop(
        action.key,
        because: Diagnostic(
          .error, code: "uid-taken", subject: action.reference, at: action.origin,
          "the uid \(action.key.uid) is that of \(whose); a folder and a dashboard cannot share one",
          remedy: "choose another uid for one of them"))
    }
  }

  private static func other(_ key: ObjectKey) -> ObjectKey? {
    switch key.kind {
    case .folder: ObjectKey(.dashboard, key.uid)
    case .dashboard: ObjectKey(.folder, key.uid)
    default: nil
    }
  }
}
