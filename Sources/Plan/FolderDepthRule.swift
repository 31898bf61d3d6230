import Base

/// Takes back the making and moving of folders that would lie deeper than servers take, or have others below them that
/// would.
struct FolderDepthRule {
  /// So many levels below a top folder; `folder max depth exceeded, max depth is 4` (reference grafana-http-api.md section
  /// 5).
  private static let deepest = 4

  private let input: PlanInput
  /// The folder that each folder lies in once everything is moved.
  private var parents: [String: String] = [:]
  /// What stays in each folder; what is put there is looked at by itself.
  private var children: [String: [String]] = [:]

  init(_ input: PlanInput, _ draft: PlanDraft) {
    self.input = input
    for object in input.observed.values where object.key.kind == .folder {
      parents[object.key.uid] = input.inspections[object.key]?.parentUID ?? object.parentUID
    }
    let before = parents
    for action in draft.writes where action.key.kind == .folder { parents[action.key.uid] = action.parentUID }
    for (uid, parent) in parents where before[uid] == parent { children[parent, default: []].append(uid) }
  }

  static func enforce(on draft: inout PlanDraft, _ input: PlanInput) {
    let moved = draft.writes.filter { action in
      action.key.kind == .folder && !action.parentUID.isEmpty
        && (input.inspections[action.key]?.parentUID ?? input.observed[action.key]?.parentUID)
          != action.parentUID
    }
    if moved.isEmpty { return }
    let rule = FolderDepthRule(input, draft)
    for action in moved {
      let above = rule.levelsAbove(action.key.uid)
      let below = rule.levelsBelow(action.key.uid)
      guard above + below > deepest else { continue }
      let what = below == 0 ? "it would lie" : "what lies in it would lie"
      draft.drop(
        action.key,
        because: Diagnostic(
          .error, code: "folder-too-deep", subject: action.reference, at: action.origin,
          "\(what) \(above + below) levels below a top folder, and servers take \(deepest)",
          remedy: "put it higher up"))
    }
  }

  private func levelsAbove(_ uid: String) -> Int {
    var levels = 0
    var seen: Set<String> = [uid]
    var next = parents[uid] ?? ""
    while !next.isEmpty, seen.insert(next).inserted {
      levels += 1
      next = parents[next] ?? ""
    }
    return levels
  }

  private func levelsBelow(_ uid: String) -> Int {
    var levels = 0
    var seen: Set<String> = [uid]
    var level = [uid]
    while true {
      level = level.flatMap { children[$0] ?? [] }.filter { seen.insert($0).inserted }
      if level.isEmpty { return levels }
      levels += 1
    }
  }
}
