import Base
import Documents
import Reconcile
import Report
import Store

/// Shows copies, which of them is taken, and what became of that.
struct CopyList {
  let states: [PastState]
  let chosen: PastState
  /// Nil where nothing was put back.
  let restored: Restored?

  func text(now: Timestamp) -> String {
    let object = "\(chosen.key.kind.name) \"\(PlainLine.make(chosen.title))\" (\(chosen.key.uid))"
    let place = "\(PlainLine.make(chosen.target.place))"
    if let restored {
      return (["put back \(chosen.name) of \(object) in \(place)"] + Self.consequences(restored)).map {
        $0 + "\n"
      }.joined()
    }
    let lines = states.map { state in
      let mark = state.isSame(as: chosen) ? "*" : " "
      return switch state.source {
      case .copy(let copy):
        "  \(mark) \(copy.id)  taken \(RelativeTime.sentence(copy.copy.taken, now: now)), "
          + "\(Amount.count(copy.size, "byte")): \(PlainLine.make(copy.copy.reason))\n"
      case .workspace: "  \(mark) \(PastList.line(state, now: now))\n"
      }
    }
    return "\(heading) of \(object) in \(place):\n" + lines.joined() + "\(chosen.name) would be put back\n"
  }

  private var heading: String {
    let isOnlyCopies = states.allSatisfy { if case .copy = $0.source { true } else { false } }
    return isOnlyCopies ? "copies" : "states"
  }

  private static func consequences(_ restored: Restored) -> [String] {
    var lines: [String] = []
    if let copy = restored.replacedCopy { lines.append("  what it replaced is kept as copy \(copy)") }
    if !restored.missingSecrets.isEmpty {
      let names = restored.missingSecrets.map { PlainLine.make($0) }.joined(separator: ", ")
      lines.append("  no copy holds its secrets: enter \(names) in the workspace again")
    }
    if !restored.uncertainSecrets.isEmpty {
      let names = restored.uncertainSecrets.map { PlainLine.make($0) }.joined(separator: ", ")
      lines.append(
        "  no copy holds the secrets of its receivers: \(names) have those of before the restore; "
          + "where these are not the right ones, enter them in the workspace")
    }
    if !restored.lostTokens.isEmpty {
      let names = restored.lostTokens.map { PlainLine.make($0) }.joined(separator: ", ")
      lines.append(
        "  its tokens went with it and nothing brings them back: \(names); who uses one needs a new one"
          + (restored.manifest == nil ? "" : ", and those that Git names are made anew by the next cycle"))
    }
    if restored.isLeaving {
      lines.append(
        "  Git has it no more, and the next cycle deletes it again: add a manifest for it to keep it")
    }
    if let manifest = restored.manifest {
      lines.append(
        "  Git still has it: the next cycle makes it what \(PlainLine.make(manifest.fileAndLine)) says; "
          + "commit the change to keep it")
    }
    return lines
  }

  var document: JSON {
    var document = JSONObject([
      ("version", 1), ("copies", .array(states.map { .object(PastList.object($0)) })),
      ("restored", .bool(restored != nil)),
    ])
    switch chosen.source {
    case .copy(let copy): document["copy"] = .number(JSONNumber(Int(copy.id)))
    case .workspace: document["state"] = .object(PastList.object(chosen))
    }
    if let copy = restored?.replacedCopy { document["replacedCopy"] = .number(JSONNumber(Int(copy))) }
    if let names = restored?.missingSecrets, !names.isEmpty {
      document["missingSecrets"] = .array(names.map { .string($0) })
    }
    if let names = restored?.uncertainSecrets, !names.isEmpty {
      document["uncertainSecrets"] = .array(names.map { .string($0) })
    }
    if let names = restored?.lostTokens, !names.isEmpty {
      document["lostTokens"] = .array(names.map { .string($0) })
    }
    if restored?.isLeaving == true { document["isLeaving"] = true }
    if let manifest = restored?.manifest {
      document["file"] = .string(manifest.file)
      document["line"] = .number(JSONNumber(manifest.position.line))
    }
    return .object(document)
  }
}
