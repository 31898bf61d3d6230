import Base

/// Sees to it that no dashboard is left without a library panel that it shows: servers up to 11 refuse to store such a
/// dashboard or to delete such a library panel, those from 12 on do both without a word (reference grafana-http-api.md
/// section 18).
struct LibraryPanelRule {
  private let input: PlanInput
  private let identities: Identities

  init(_ input: PlanInput, _ identities: Identities) {
    self.input = input
    self.identities = identities
  }

  /// Takes back deletions of what dashboards go on showing, whoever made these. A dashboard of ours that is deleted, or
  /// written without the library panel, goes before.
  func keepShown(in draft: inout PlanDraft) {
    let shown = Dictionary(
      identities.objects.map { object in
        (object.key, Set(object.desired.uses.filter { $0.kind == .libraryPanel }.map(\.identifier)))
      }, uniquingKeysWith: { first, _ in first })
    let leaving = draft.actions.values.filter { $0.verb == .delete && $0.key.kind == .libraryPanel }
    for action in leaving.sorted(by: { $0.key < $1.key }) {
      let users = input.users[action.key] ?? []
      let staying = users.filter { user in
        guard let write = draft.actions[user], write.verb.isWrite else { return true }
        return write.verb != .delete && shown[user]?.contains(action.key.uid) != false
      }
      if staying.isEmpty {
        draft.require(users, before: action.key)
      } else {
        draft.drop(action.key, because: stays(action, because: staying))
      }
    }
  }

  /// Takes back writes of dashboards whose library panel is not there and does not come into being.
  /// - Returns: whether anything was taken back.
  func requireNamed(in draft: inout PlanDraft) -> Bool {
    let wanted = Dictionary(
      identities.objects.filter { $0.key.kind == .dashboard }.map { ($0.key, $0.desired) },
      uniquingKeysWith: { first, _ in first })
    var changed = false
    for action in draft.writes where action.key.kind == .dashboard {
      for use in wanted[action.key]?.uses ?? [] where use.kind == .libraryPanel {
        let panel = ObjectKey(.libraryPanel, use.identifier)
        if isThere(panel) { continue }
        if draft.actions[panel]?.verb.isWrite == true {
          draft.require([panel], before: action.key)
          continue
        }
        if let refused = draft.refused[panel] {
          draft.drop(action, needing: refused)
        } else {
          draft.drop(action.key, because: problem(action, use))
        }
        changed = true
        break
      }
    }
    return changed
  }

  private func isThere(_ panel: ObjectKey) -> Bool {
    if input.unlisted.contains(.libraryPanel) { return true }
    guard input.observed[panel] != nil else { return false }
    return input.inspections[panel].map { $0.digest != nil } ?? true
  }

  private func problem(_ action: Action, _ use: ObjectUse) -> Diagnostic {
    let place = use.place.isEmpty ? "it" : use.place
    return Diagnostic(
      .error, code: "library-panel-missing", subject: action.reference, at: action.origin,
      "\(place) shows the library panel \(use.identifier), which is not in the workspace and is not made in this cycle",
      remedy: "see what is said of the library panel, or show another one")
  }

  private func stays(_ action: Action, because users: [ObjectKey]) -> Diagnostic {
    let names = users.prefix(3).map { "\"\(input.observed[$0]?.title ?? $0.uid)\"" }.joined(separator: ", ")
    let rest = users.count > 3 ? " and \(users.count - 3) more" : ""
    let whose = users.count == 1 ? "the dashboard \(names) shows" : "the dashboards \(names)\(rest) show"
    return Diagnostic(
      .warning, code: "library-panel-shown", subject: action.reference, at: action.origin,
      "library panel \"\(action.title)\" is no longer in Git but stays: \(whose) it",
      remedy: "take it out of there, and the library panel goes with the next cycle")
  }
}
