import Base
import Documents
import Plan

/// One action for programs.
enum ActionJSON {
  static func members(_ action: Action) -> [(String, JSON?)] {
    [
      ("action", .string(action.verb.rawValue)), ("kind", .string(action.key.kind.rawValue)),
      ("uid", .string(action.key.uid)), ("title", .string(action.title)),
      ("folder", action.parentTitle.isEmpty ? nil : .string(action.parentTitle)),
      ("folderUid", action.parentUID.isEmpty ? nil : .string(action.parentUID)),
      ("formerFolder", .text(action.formerParentTitle)), ("object", .reference(action.reference)),
      ("file", .string(action.origin.file)), ("line", .whole(action.origin.position.line)),
      ("reason", .string(action.reason)),
      ("changes", action.changes.isEmpty ? nil : .array(action.changes.map(change))),
      ("copyKept", .flag(action.keepsCopy)), ("adopted", .flag(action.isAdopted)),
    ]
  }

  static func object(_ members: [(String, JSON?)]) -> JSON {
    .object(JSONObject(members.compactMap { name, value in value.map { (name, $0) } }))
  }

  private static func change(_ change: Change) -> JSON {
    .members(
      ("summary", .string(change.summary)), ("before", .text(change.before)), ("after", .text(change.after)))
  }

  static func pruneStop(_ stop: PruneStop?) -> JSON? {
    stop.map { stop in
      .members(
        ("reason", .string(stop.description)), ("owned", .whole(stop.owned)),
        (
          "candidates",
          .array(
            stop.candidates.map { key in
              .members(("kind", .string(key.kind.rawValue)), ("uid", .string(key.uid)))
            })
        ))
    }
  }
}
