import Base
import Documents
import Reconcile
import Report
import Store

/// Shows copies, which of them is taken, and what became of that.
struct CopyList {
  let copies: [ListedCopy]
  let chosen: ListedCopy
  /// Nil where nothing was put back.
  let restored: Restored?

  func text(now: Timestamp) -> String {
    let object =
      "\(chosen.copy.key.kind.name) \"\(PlainLine.make(chosen.copy.title))\" (\(chosen.copy.key.uid))"
    let place = "\(PlainLine.make(chosen.copy.target.place))"
    if let restored {
      return (["put back copy \(chosen.id) of \(object) in \(place)"] + Self.consequences(restored)).map {
        $0 + "\n"
      }.joined()
    }
    let lines = copies.map { copy in
      "  \(copy.id == chosen.id ? "*" : " ") \(copy.id)  taken \(RelativeTime.sentence(copy.copy.taken, now: now)), "
        + "\(Amount.count(copy.size, "byte")): \(PlainLine.make(copy.copy.reason))\n"
    }
    return "copies of \(object) in \(place):\n" + lines.joined() + "copy \(chosen.id) would be put back\n"
  }

  private static func consequences(_ restored: Restored) -> [String] {
    var lines: [String] = []
    if let copy = restored.replacedCopy { lines.append("  what it replaced is kept as copy \(copy)") }
    if !restored.missingSecrets.isEmpty {
      let names = restored.missingSecrets.map { PlainLine.make($0) }.joined(separator: ", ")
      lines.append("  no copy holds its secrets: enter \(names) in the workspace again")
    }
    if let manifest = restored.manifest {
      lines.append(
        "  Git still has it: the next cycle makes it what \(PlainLine.make(manifest.fileAndLine)) says; "
          + "commit the change to keep it")
    }
    return lines
  }

  var document: JSON {
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
    var document = JSONObject([
      ("version", 1), ("copies", .array(list)), ("copy", .number(JSONNumber(Int(chosen.id)))),
      ("restored", .bool(restored != nil)),
    ])
    if let copy = restored?.replacedCopy { document["replacedCopy"] = .number(JSONNumber(Int(copy))) }
    if let names = restored?.missingSecrets, !names.isEmpty {
      document["missingSecrets"] = .array(names.map { .string($0) })
    }
    if let manifest = restored?.manifest {
      document["file"] = .string(manifest.file)
      document["line"] = .number(JSONNumber(manifest.position.line))
    }
    return .object(document)
  }
}
