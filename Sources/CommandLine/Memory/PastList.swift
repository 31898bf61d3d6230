import Base
import Documents
import Grafana
import Reconcile
import Report
import Store

/// Shows the states that an object once had, with what brings each of them back.
struct PastList {
  /// Newest first.
  let states: [PastState]

  init(_ states: [PastState]) {
    self.states = states.sorted { ($0.at ?? .distantPast) > ($1.at ?? .distantPast) }
  }

  func text(now: Timestamp) -> String {
    var text = ""
    var heading = ""
    for state in states {
      let line =
        "\(state.key.kind.name) \"\(PlainLine.make(state.title))\" (\(PlainLine.make(state.key.uid))) in "
        + "\(PlainLine.make(state.target.place))\n"
      if line != heading { text += line }
      heading = line
      text += "  " + Self.line(state, now: now) + "\n"
    }
    return text
  }

  static func line(_ state: PastState, now: Timestamp) -> String {
    let time = state.at.map { RelativeTime.sentence($0, now: now) } ?? "at a time that is not told"
    switch state.source {
    case .copy(let copy):
      return
        "copy \(copy.id)  taken \(time), \(Amount.count(copy.size, "byte")): \(PlainLine.make(copy.copy.reason))"
        + "  (--copy \(copy.id))"
    case .workspace(let version, _):
      let author = version.author.map { " by \(PlainLine.make($0))" } ?? ""
      let message = version.message.isEmpty ? "" : ": \(PlainLine.make(version.message))"
      switch version.place {
      case .version(let number):
        return "version \(number)  saved \(time)\(author)\(message)  (--at v\(number))"
      case .trash: return "trash  deleted \(time)\(author)\(message)  (--at \(version.at))"
      }
    }
  }

  var document: JSON {
    .object(JSONObject([("version", 1), ("states", .array(states.map { .object(Self.object($0)) }))]))
  }

  static func object(_ state: PastState) -> JSONObject {
    var object = JSONObject([
      ("kind", .string(state.key.kind.rawValue)), ("uid", .string(state.key.uid)),
      ("title", .string(state.title)),
      ("target", .string(state.target.name)), ("environment", .string(state.target.environment)),
    ])
    if let at = state.at { object["at"] = .string(at.precise) }
    switch state.source {
    case .copy(let copy):
      object["source"] = "copy"
      object["id"] = .number(JSONNumber(Int(copy.id)))
      object["taken"] = .string(copy.copy.taken.precise)
      object["reason"] = .string(copy.copy.reason)
      object["revision"] = .string(copy.copy.revision)
      object["bytes"] = .number(JSONNumber(copy.size))
    case .workspace(let version, _):
      switch version.place {
      case .version(let number):
        object["source"] = "workspace"
        object["objectVersion"] = .number(JSONNumber(number))
      case .trash: object["source"] = "trash"
      }
      if let author = version.author { object["author"] = .string(author) }
      object["message"] = .string(version.message)
    }
    return object
  }
}

extension Timestamp {
  /// Before everything that has a time.
  fileprivate static let distantPast = Timestamp(secondsSinceEpoch: -62_135_596_800)
}
