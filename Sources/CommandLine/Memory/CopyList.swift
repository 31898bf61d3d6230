import Base
import Documents
import Report
import Store

/// Shows copies, and which of them is taken.
enum CopyList {
  static func text(_ copies: [ListedCopy], chosen: ListedCopy, isDry: Bool, now: Timestamp) -> String {
    let object =
      "\(chosen.copy.key.kind.name) \"\(PlainLine.make(chosen.copy.title))\" (\(chosen.copy.key.uid))"
    let place = "\(PlainLine.make(chosen.copy.target.name))"
    guard isDry else {
      return "put back copy \(chosen.id) of \(object) in \(place); what it replaced is kept as a copy\n"
    }
    let lines = copies.map { copy in
      "  \(copy.id == chosen.id ? "*" : " ") \(copy.id)  taken \(RelativeTime.sentence(copy.copy.taken, now: now)), "
        + "\(Amount.count(copy.size, "byte")): \(PlainLine.make(copy.copy.reason))\n"
    }
    return "copies of \(object) in \(place):\n" + lines.joined() + "copy \(chosen.id) would be put back\n"
  }

  static func document(_ copies: [ListedCopy], chosen: ListedCopy, isDry: Bool) -> JSON {
    let list = copies.map { copy in
      JSON.object(
        JSONObject([
          ("id", .number(JSONNumber(Int(copy.id)))), ("kind", .string(copy.copy.key.kind.rawValue)),
          ("uid", .string(copy.copy.key.uid)), ("title", .string(copy.copy.title)),
          ("target", .string(copy.copy.target.name)), ("environment", .string(copy.copy.target.environment)),
          ("taken", .string(copy.copy.taken.precise)), ("reason", .string(copy.copy.reason)),
          ("revision", .string(copy.copy.revision)), ("bytes", .number(JSONNumber(copy.size))),
        ]))
    }
    return [
      "version": 1, "copies": .array(list), "copy": .number(JSONNumber(Int(chosen.id))),
      "restored": .bool(!isDry),
    ]
  }
}
