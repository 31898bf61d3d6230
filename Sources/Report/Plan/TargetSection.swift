import Base
import Plan

/// The part of a plan or report that is about one target.
struct TargetSection {
  let title: String
  let rows: [ActionRow]
  let pruneStop: PruneStop?
  let failure: String?
  let manifest: TargetManifest?
  let remedy: String?
  /// What stands in place of rows where there are none.
  let whenEmpty: String

  /// In place of rows: of a target that no manifest names any more and that cannot be asked.
  static let leftAlone = "left alone"

  /// The heading and all sections. One target stands in the heading itself, several have a line each.
  static func lines(
    heading: String, _ sections: [TargetSection], details: PlanDetails, style: TextStyle
  ) -> [String] {
    if sections.count == 1, let section = sections.first {
      let body = section.body(details: details, style: style)
      return [heading + " → " + section.title] + (body.isEmpty ? [] : [""] + body)
    }
    var lines = [heading]
    for section in sections {
      let body = section.body(details: details, style: style)
      lines += ["", "→ " + section.title + (body.isEmpty ? ": " + section.whenEmpty : "")] + body
    }
    return lines
  }

  private func body(details: PlanDetails, style: TextStyle) -> [String] {
    var lines = ActionRow.lines(rows, details: details, style: style)
    if let pruneStop {
      lines.append("  \(style.paint("stopped:", .removed)) \(pruneStop.description)")
      let shown = details == .full ? pruneStop.candidates[...] : pruneStop.candidates.prefix(5)
      if details != .none { lines += shown.map { "      \(PlainLine.make($0.description))" } }
      if details == .short, shown.count < pruneStop.candidates.count {
        lines.append("      and \(pruneStop.candidates.count - shown.count) more; --details full shows them")
      }
    }
    if let failure {
      lines.append("  \(style.paint("error:", .removed)) \(PlainLine.make(failure))")
      lines += [manifest?.description, remedy].compactMap { $0 }.map { "      " + PlainLine.make($0) }
    }
    return lines
  }
}
