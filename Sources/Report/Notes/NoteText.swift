import Apply
import Base
import Documents
import HTTP
import Plan

/// The lines of a note that people read.
enum NoteText {
  /// More lines than this are summed up; of objects the JSON line has them all.
  private static let mostLines = 100
  /// The changes of one object that its line names.
  private static let mostChanges = 3

  /// The whole entry: lines for people, then the JSON line.
  static func block(_ entry: NoteEntry, _ report: CycleReport) -> String {
    let servers = report.targets.compactMap(\.server)
    let cost = report.cost
    var lines = [
      "\(report.state.rawValue) · \(report.environment) · \(report.counts.sentence)",
      ([
        "at \(report.started) in \(Amount.seconds(report.duration))", Amount.count(cost.requests, "request"),
      ] + servers.map(PlainLine.make)).joined(separator: ", "),
    ]
    let told = report.targets.flatMap(\.outcomes).filter(isTold)
    lines += told.prefix(mostLines).map(line)
    if told.count > mostLines {
      lines.append("and \(Amount.grouped(told.count - mostLines)) more, in the line below")
    }
    lines += entry.errors.map { line($0.what, $0.message) }
    let facts: [(String, JSON?)] = [
      ("revision", .string(report.revision.text)), ("seconds", .seconds(report.duration)),
      ("counts", CycleJSON.counts(report.counts)), ("cost", RequestCost.json(cost)),
      (
        "targets",
        .array(
          report.targets.map { target in
            .members(
              ("name", .string(target.name)), ("server", .text(target.server)),
              ("failure", .text(target.failure)), ("remedy", .text(target.remedy)))
          })
      ),
    ]
    return (lines + [JSONWriter.string(entry.json(facts: facts))]).joined(separator: "\n")
  }

  /// An entry that stands for several.
  static func block(summedUp entry: NoteEntry) -> String {
    let owned = entry.objects.count { $0.isOwnedAfterwards == true }
    let gone = entry.objects.count - owned
    let line =
      "earlier · \(entry.environment) · \(Amount.count(entry.summedUp, "cycle")) until \(entry.at): "
      + "\(Amount.count(owned, "object")) written, \(gone) deleted"
    return line + "\n" + JSONWriter.string(entry.json())
  }

  /// Words that the first line of an entry begins with.
  static let openings = CycleState.allCases.map { $0.rawValue + " · " } + ["earlier · "]

  private static func isTold(_ outcome: Outcome) -> Bool {
    outcome.isSuccess && outcome.action.verb != .rebaseline && outcome.action.verb != .forget
  }

  /// `updated   dashboard Platform / Node overview (version 12): panel "CPU", query A: expr`.
  private static func line(_ outcome: Outcome) -> String {
    let action = outcome.action
    var text = object(action)
    if case .written(let written) = outcome.result, let version = written.version, action.verb != .delete {
      text += " (version \(version))"
    }
    switch action.verb {
    case .move: text += " \(ActionWords.journey(action))"
    case .repair, .report: text += ": \(action.reason)"
    case .create, .update, .delete, .adopt, .forget, .rebaseline: break
    }
    let changes = action.verb == .create ? [] : action.changes
    if !changes.isEmpty {
      let named = changes.prefix(mostChanges).map(\.summary).joined(separator: "; ")
      let rest = changes.count > mostChanges ? " and \(changes.count - mostChanges) more" : ""
      text += ": \(named)\(rest)"
    }
    return line(ActionWords.past(action.verb), text)
  }

  private static func object(_ action: Action) -> String {
    "\(action.key.kind.name) \(ActionWords.name(action))"
  }

  private static func line(_ word: String, _ text: String) -> String {
    DisplayWidth.pad(word, to: 10) + DisplayWidth.cut(PlainLine.make(text), to: 400)
  }
}
