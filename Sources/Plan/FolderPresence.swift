import Base

/// Takes back writes into folders that are not there and do not come into being, and moves of folders into themselves:
/// servers refuse them, or put the object elsewhere without a word.
enum FolderPresence {
  /// - Returns: whether anything was taken back.
  static func enforce(on draft: inout PlanDraft, _ input: PlanInput, _ identities: Identities) -> Bool {
    let objects = Dictionary(
      identities.objects.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    var changed = false
    // From the top downwards, so that what is taken back is seen by what lies in it.
    let writes = draft.writes.filter { $0.key.kind.hasParent && !$0.parentUID.isEmpty }.sorted {
      left, right in
      (left.key.kind, objects[left.key]?.depth ?? 0, left.key.uid)
        < (right.key.kind, objects[right.key]?.depth ?? 0, right.key.uid)
    }
    for action in writes {
      let place = action.parentTitle.isEmpty ? action.parentUID : action.parentTitle
      let folder = ObjectKey(.folder, action.parentUID)
      if let refused = draft.refused[folder],
        !isThere(folder, draft, input)
          || isOpen(folder, input) && Self.place(of: action.key, input) != folder.uid
      {
        draft.drop(action, needing: refused)
        changed = true
      } else if !isThere(folder, draft, input) {
        draft.drop(
          action.key,
          because: problem(
            action, "folder-missing",
            "its folder \"\(place)\" is not in the workspace and is not made in this cycle",
            remedy: "see what is said of the folder, or name another one"))
        changed = true
      } else if action.key.kind == .folder, liesInItself(action, draft, input) {
        draft.drop(
          action.key,
          because: problem(
            action, "folder-cycle", "the folder \"\(place)\", into which it is to move, lies inside it",
            remedy: "move that folder out of it first, or name another one"))
        changed = true
      }
    }
    return changed
  }

  /// The folder of each write, where it has to be made or moved first.
  static func predecessors(in draft: PlanDraft, _ input: PlanInput) -> [ObjectKey: [ObjectKey]] {
    var predecessors: [ObjectKey: [ObjectKey]] = [:]
    for action in draft.writes where action.key.kind.hasParent && !action.parentUID.isEmpty {
      let folder = ObjectKey(.folder, action.parentUID)
      guard let before = draft.actions[folder], before.verb.isWrite, before.verb != .delete else { continue }
      // One that is there and only gets another title can be used at once.
      let isThere =
        input.observed[folder] != nil && input.inspections[folder].map { $0.digest != nil } ?? true
      if !isThere || place(of: folder, input) != before.parentUID || isOpen(folder, input) {
        predecessors[action.key] = [folder]
      }
    }
    for action in draft.writes where action.key.kind == .folder {
      let before = inTheWay(of: action, draft, input).filter {
        predecessors[action.key]?.contains($0) != true
      }
      predecessors[action.key, default: []] += before
    }
    return predecessors
  }

  /// Folders that have to leave this one before it can move: now the new place still lies inside it.
  private static func inTheWay(of action: Action, _ draft: PlanDraft, _ input: PlanInput) -> [ObjectKey] {
    var leaving: [ObjectKey] = []
    var uid = action.parentUID
    var seen: Set<String> = []
    while !uid.isEmpty, seen.insert(uid).inserted {
      if uid == action.key.uid { return leaving }
      let above = ObjectKey(.folder, uid)
      let here = place(of: above, input)
      if let write = draft.actions[above], write.verb.isWrite, write.verb != .delete, write.parentUID != here
      {
        leaving.append(above)
      }
      uid = here ?? ""
    }
    return []
  }

  /// The folder that an object lies in now; nil where it is not there.
  private static func place(of key: ObjectKey, _ input: PlanInput) -> String? {
    input.inspections[key]?.parentUID ?? input.observed[key]?.parentUID
  }

  private static func problem(
    _ action: Action, _ code: String, _ message: String, remedy: String
  ) -> Diagnostic {
    Diagnostic(.error, code: code, subject: action.reference, at: action.origin, message, remedy: remedy)
  }

  /// Whether the way up from the new place leads back to the folder, all moves of this plan taken for done.
  private static func liesInItself(_ action: Action, _ draft: PlanDraft, _ input: PlanInput) -> Bool {
    var uid = action.parentUID
    var seen: Set<String> = []
    while !uid.isEmpty, seen.insert(uid).inserted {
      if uid == action.key.uid { return true }
      let above = ObjectKey(.folder, uid)
      if let write = draft.actions[above], write.verb.isWrite, write.verb != .delete {
        uid = write.parentUID
      } else {
        uid = place(of: above, input) ?? ""
      }
    }
    return false
  }

  /// Whether a folder has other permissions than it is to have: what is put into it would be shown to the wrong people.
  private static func isOpen(_ folder: ObjectKey, _ input: PlanInput) -> Bool {
    input.inspections[folder]?.changes.contains { $0.summary == Change.permissions } ?? false
  }

  private static func isThere(_ folder: ObjectKey, _ draft: PlanDraft, _ input: PlanInput) -> Bool {
    if let action = draft.actions[folder] {
      if action.verb == .create || action.verb == .repair { return true }
      if action.verb == .delete || action.verb == .forget { return input.observed[folder] != nil }
    }
    guard input.observed[folder] != nil else { return false }
    if let inspection = input.inspections[folder] { return inspection.digest != nil }
    return true
  }
}
