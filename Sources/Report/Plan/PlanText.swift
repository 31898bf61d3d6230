import Base
import HTTP
import Plan

/// A plan for people.
public enum PlanText {
  /// - Parameters:
  ///   - now: what relative times are seen from.
  ///   - kept: what the targets keep of objects that are held back.
  public static func render(
    _ report: PlanReport, details: PlanDetails = .short, kept: KeptRevisions? = nil, now: Timestamp,
    style: TextStyle = .plain
  ) -> String {
    let heading = ReportHeading.line(report.environment, report.revision, now: now, style: style)
    let sections = report.targets.map { section($0, details: details, now: now) }
    var lines = TargetSection.lines(heading: heading, sections, details: details, style: style) + [""]
    for group in FindingGroup.make(report.findings) {
      lines += DiagnosticText.lines(group, kept: kept, style: style) + [""]
    }
    if details == .full, !report.skipped.isEmpty { lines += report.skipped.map(PlainLine.make) + [""] }
    return (lines + [summary(report)]).map { $0 + "\n" }.joined()
  }

  private static func section(_ target: PlannedTarget, details: PlanDetails, now: Timestamp) -> TargetSection
  {
    let actions = target.plan?.actions ?? []
    let rows = actions.filter { details == .full || $0.isNews }.map { action in
      ActionRow(
        symbol: ActionWords.symbol(action.verb), tone: ActionWords.tone(action.verb),
        kind: action.key.kind.name, name: ActionWords.name(action),
        note: ActionWords.intention(action, now: now), changes: ActionWords.listedChanges(action), remedy: nil
      )
    }
    return TargetSection(
      title: target.title, rows: rows, pruneStop: target.plan?.pruneStop, failure: target.failure,
      manifest: target.manifest, remedy: target.remedy,
      whenEmpty: target.left.isEmpty ? "nothing to change" : TargetSection.leftAlone)
  }

  /// `5 changes: 1 to add, 1 to change, 1 to move, 1 to repair, 1 to delete. 212 equal. 9 requests, 0.3 s.` Changes are
  /// writes; what only the memory learns is told after them.
  static func summary(_ report: PlanReport) -> String {
    func count(_ verb: Action.Verb) -> Int {
      report.targets.reduce(0) { $0 + ($1.plan?.count(verb) ?? 0) }
    }
    let parts = [
      (count(.create), "to add"), (count(.update), "to change"), (count(.move), "to move"),
      (count(.repair), "to repair"), (count(.delete), "to delete"),
    ].filter { $0.0 > 0 }
    let changes = parts.reduce(0) { $0 + $1.0 }
    let waiting = report.targets.reduce(0) { $0 + ($1.plan?.pruneStop?.candidates.count ?? 0) }
    var sentences: [String] = []
    if changes > 0 {
      let list = parts.map { "\(Amount.grouped($0.0)) \($0.1)" }.joined(separator: ", ")
      sentences.append("\(Amount.count(changes, "change")): \(list).")
    } else if waiting == 0 {
      sentences.append("Nothing to change.")
    }
    if waiting > 0 {
      sentences.append(
        "\(Amount.count(waiting, "deletion")) \(waiting == 1 ? "waits" : "wait") for an answer.")
    }
    let others = [
      (count(.adopt), "to take over"), (count(.forget), "to forget"),
      (count(.report), "edited and left alone"),
    ]
    sentences += others.filter { $0.0 > 0 }.map { "\(Amount.grouped($0.0)) \($0.1)." }
    if report.heldBackCount > 0 { sentences.append("\(Amount.grouped(report.heldBackCount)) held back.") }
    sentences.append("\(Amount.grouped(report.equalCount)) equal.")
    if report.skipped.count > 0 {
      sentences.append("\(Amount.count(report.skipped.count, "document")) of other kinds skipped.")
    }
    let requests = Amount.count(report.cost.requests, "request")
    sentences.append("\(requests), \(Amount.seconds(report.duration)).")
    return sentences.joined(separator: " ")
  }
}
