import Apply
import Base
import HTTP
import Plan

/// What a cycle did, for people: the output of `sluice apply`.
public enum CycleText {
  /// - Parameters:
  ///   - now: what relative times are seen from.
  ///   - kept: what the targets keep of objects that are held back.
  public static func render(
    _ report: CycleReport, details: PlanDetails = .short, kept: KeptRevisions? = nil, now: Timestamp,
    style: TextStyle = .plain
  ) -> String {
    let heading = ReportHeading.line(report.environment, report.revision, now: now, style: style)
    let sections = report.targets.map { section($0, details: details, now: now) }
    var lines = TargetSection.lines(heading: heading, sections, details: details, style: style) + [""]
    if let failure = report.sourceFailure {
      lines += ["\(style.paint("error:", .removed)) the source: \(PlainLine.make(failure))", ""]
    }
    // A value that keeps a whole target from being worked with is told with the target.
    let told = Set(report.targets.compactMap(\.failure))
    for group in FindingGroup.make(report.findings.filter { !told.contains($0.message) }) {
      lines += DiagnosticText.lines(group, kept: kept, style: style) + [""]
    }
    lines += [summary(report), closing(report)].compactMap { $0 }
    return lines.map { $0 + "\n" }.joined()
  }

  /// `5 changed: 1 created, 1 updated, 1 moved, 1 repaired, 1 deleted. 212 equal. 14 requests, 1.2 s.`
  static func summary(_ report: CycleReport) -> String {
    let counts = report.counts
    let changed = counts.named.prefix(5).filter { $0.count > 0 }
    var sentences: [String] = []
    if counts.changed == 0 {
      sentences.append("Nothing changed.")
    } else {
      let list = changed.map { "\(Amount.grouped($0.count)) \($0.name)" }.joined(separator: ", ")
      sentences.append("\(Amount.grouped(counts.changed)) changed: \(list).")
    }
    let others = [
      (counts.adopted, "taken over"), (counts.reported, "edited and left alone"), (counts.failed, "failed"),
      (counts.notDone, "not done"), (counts.equal, "equal"),
    ]
    sentences += others.filter { $0.0 > 0 }.map { "\(Amount.grouped($0.0)) \($0.1)." }
    let requests = Amount.count(report.cost.requests, "request")
    sentences.append("\(requests), \(Amount.seconds(report.duration)).")
    return sentences.joined(separator: " ")
  }

  /// `2 of 217 objects are held back; the other 215 were applied.` Nil where nothing is held back.
  public static func closing(_ report: CycleReport) -> String? {
    let held = report.heldBackCount
    guard held > 0 else { return nil }
    let total = max(report.objectCount, held)
    let start =
      "\(Amount.grouped(held)) of \(Amount.count(total, "object")) \(held == 1 ? "is" : "are") held back"
    let counts = report.counts
    let broken = counts.failed + counts.notDone
    let rest = total - held
    if rest == 0 { return start + "." }
    if report.targets.contains(where: { $0.failure != nil }) {
      return start + "; a target could not be reached."
    }
    if broken > 0 { return start + "; of the others \(Amount.grouped(broken)) could not be applied." }
    return start + "; the other \(rest == 1 ? "one was" : "\(Amount.grouped(rest)) were") applied."
  }

  private static func section(_ target: TargetReport, details: PlanDetails, now: Timestamp) -> TargetSection {
    let shown = target.outcomes.filter {
      details == .full || !$0.isSuccess || $0.action.isNews
    }
    return TargetSection(
      title: target.title, rows: rows(shown, details: details, now: now), pruneStop: target.pruneStop,
      failure: target.failure, manifest: target.manifest, remedy: target.remedy,
      whenEmpty: whenEmpty(target.end))
  }

  private static func rows(_ outcomes: [Outcome], details: PlanDetails, now: Timestamp) -> [ActionRow] {
    if details == .full { return outcomes.map { row($0, now: now) } }
    return OutcomeGroup.make(outcomes).flatMap { group in
      guard group.cause != nil else { return group.outcomes.map { row($0, now: now) } }
      return [
        ActionRow(
          symbol: "x", tone: .removed, kind: group.count, name: "",
          note: "\(group.failure ?? ""): \(group.names)", changes: [], remedy: nil)
      ]
    }
  }

  private static func whenEmpty(_ end: TargetEnd) -> String {
    switch end {
    case .reached: "nothing changed"
    case .cut: "ended before it was done"
    case .left: TargetSection.leftAlone
    }
  }

  private static func row(_ outcome: Outcome, now: Timestamp) -> ActionRow {
    let action = outcome.action
    return ActionRow(
      symbol: outcome.isSuccess ? ActionWords.symbol(action.verb) : "x",
      tone: outcome.isSuccess ? ActionWords.tone(action.verb) : .removed, kind: action.key.kind.name,
      name: ActionWords.name(action), note: OutcomeWords.sentence(outcome, now: now),
      changes: outcome.isSuccess ? ActionWords.listedChanges(action) : [],
      remedy: OutcomeWords.remedy(outcome))
  }
}
