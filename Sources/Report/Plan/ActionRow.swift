import Base
import Plan

/// One object in a plan or report: its line, and the lines below it.
struct ActionRow {
  let symbol: String
  let tone: TextStyle.Tone
  let kind: String
  let name: String
  /// Where it is written, why, and what becomes of it.
  let note: String
  let changes: [Change]
  /// Told below the changes.
  let remedy: String?

  /// More changes than this are summed up in short details.
  private static let shortLimit = 5

  /// The rows with their columns aligned.
  static func lines(_ rows: [ActionRow], details: PlanDetails, style: TextStyle) -> [String] {
    let table = Columns.align(rows.map { [$0.kind, $0.name, $0.note] }, gap: 3, limits: [1: 50])
    return zip(rows, table).flatMap { row, line in
      ["  \(style.paint(row.symbol, row.tone)) \(line)"] + row.lines(details: details, style: style)
    }
  }

  private func lines(details: PlanDetails, style: TextStyle) -> [String] {
    var lines: [String] = []
    let shown: [Change]
    switch details {
    case .none: shown = []
    case .short: shown = Array(changes.prefix(changes.count == Self.shortLimit + 1 ? .max : Self.shortLimit))
    case .full: shown = changes
    }
    for change in shown {
      lines.append("      " + PlainLine.make(change.summary))
      lines += Self.value(change.before, "-", .removed, style)
      lines += Self.value(change.after, "+", .added, style)
    }
    if details == .short, shown.count < changes.count {
      lines.append("      and \(changes.count - shown.count) more changes; --details full shows them")
    }
    if let remedy { lines.append("      " + PlainLine.make(remedy)) }
    return lines
  }

  private static func value(_ value: String?, _ sign: String, _ tone: TextStyle.Tone, _ style: TextStyle)
    -> [String]
  {
    guard let value else { return [] }
    return value.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
      "        " + style.paint("\(sign) " + style.fit(PlainLine.make(String(line)), after: 10), tone)
    }
  }
}
