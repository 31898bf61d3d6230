import Apply
import Base
import Git
import HTTP
import Plan
import Platform
import Report

/// Tells a cycle in the log: everything that was done, and what is wrong when that begins, changes or ends.
struct CycleLog: Sendable {
  private let log: Log
  private var toldSkipped: Set<String> = []

  init(_ log: Log) {
    self.log = log
  }

  func newRevision(_ source: SourceState) {
    log.info(
      source.isForced ? "new revision, the history was rewritten" : "new revision",
      [
        "revision": source.revision.short, "commits": source.newCommits.count,
        "author": source.commit.author.name,
        "subject": source.commit.subject,
      ])
    if let recovery = source.recovery { log.warn("the mirror was cloned anew", ["reason": recovery]) }
  }

  mutating func tell(_ report: CycleReport, _ news: IssueNews) {
    for target in report.targets {
      for group in OutcomeGroup.make(target.outcomes) { tell(group, target, news) }
    }
    for issue in report.issues.intersection(news.begun).sorted(by: { $0.message < $1.message }) {
      tellBegun(issue, report)
    }
    tellFindings(report, news)
    for issue in news.over { tellOver(issue, report) }
    for line in report.skipped where !toldSkipped.contains(line) { log.debug("skipped", ["document": line]) }
    toldSkipped = Set(report.skipped)
    let counts = report.counts
    let fields: Log.Fields = [
      "revision": report.revision.short, "created": counts.created, "updated": counts.updated,
      "moved": counts.moved,
      "repaired": counts.repaired, "deleted": counts.deleted, "adopted": counts.adopted,
      "equal": counts.equal,
      "failed": counts.failed + counts.notDone, "held_back": counts.heldBack,
      "requests": report.cost.requests,
      "writes": report.cost.writes, "bytes": report.cost.bytesSent + report.cost.bytesReceived,
      "seconds": report.duration,
    ]
    let title = report.state == .success ? "converged" : "not converged"
    if report.didSomething || !news.isEmpty { log.info(title, fields) } else { log.debug(title, fields) }
  }

  /// One line for all that one cause has left undone.
  private func tell(_ group: OutcomeGroup, _ target: TargetReport, _ news: IssueNews) {
    let told = group.outcomes.filter { outcome in
      CycleIssue(outcome, target: target.label).map(news.begun.contains) ?? false
    }
    guard let cause = group.cause, told.count > 1, let first = told.first else {
      for outcome in group.outcomes { tell(outcome, target, news) }
      return
    }
    let rest = OutcomeGroup(outcomes: told)
    log.error(
      "could not \(first.action.verb.rawValue) \(rest.count)",
      ["objects": rest.names, "workspace": target.label, "error": cause])
  }

  /// What was done, and what could not be done and was not told so before.
  private func tell(_ outcome: Outcome, _ target: TargetReport, _ news: IssueNews) {
    let action = outcome.action
    if let issue = CycleIssue(outcome, target: target.label) {
      guard news.begun.contains(issue) else { return }
    } else if !outcome.isSuccess || !action.isNews {
      return
    }
    let changes = action.changes.prefix(3).map(\.summary).joined(separator: "; ")
    let words = outcome.isSuccess ? ActionWords.past(action.verb) : "could not \(action.verb.rawValue)"
    log.write(
      outcome.isSuccess ? .info : .error, "\(words) \(action.key.kind.name)",
      [
        "object": action.reference, "title": action.title, "workspace": target.label,
        "reason": changes.isEmpty ? action.reason : "\(action.reason): \(changes)",
        "version": outcome.version, "error": OutcomeWords.cause(outcome),
        "remedy": OutcomeWords.remedy(outcome),
      ])
  }

  /// Of the source and of whole targets; findings and objects have lines of their own.
  private func tellBegun(_ issue: CycleIssue, _ report: CycleReport) {
    switch issue.subject {
    case .source: log.error("the source cannot be asked", ["error": issue.message])
    case .target:
      let target = report.targets.first { $0.label == issue.target && $0.failure == issue.message }
      log.error(
        "not converged",
        [
          "workspace": issue.target, "object": target?.manifest?.reference,
          "file": target?.manifest?.origin.file, "line": target?.manifest?.origin.position.line,
          "error": issue.message, "remedy": target?.remedy,
        ])
    case .deletions:
      log.warn("deletions wait for an answer", ["workspace": issue.target, "reason": issue.message])
    case .finding, .object, .drift: break
    }
  }

  private func tellFindings(_ report: CycleReport, _ news: IssueNews) {
    let places =
      [(report.diagnostics, String?.none)] + report.targets.map { ($0.problems, $0.label) }
    for (findings, target) in places {
      let begun = findings.filter { news.begun.contains(CycleIssue($0, target: target)) }
      for group in FindingGroup.make(begun) { tell(group, target) }
    }
  }

  private func tell(_ group: FindingGroup, _ target: String?) {
    let finding = group.first
    log.write(
      finding.severity == .notice ? .debug : .warn,
      finding.severity == .error ? "held back" : finding.severity.rawValue,
      [
        "object": finding.subject, "file": finding.location?.file, "line": finding.location?.position.line,
        "workspace": target, "error": finding.message, "remedy": finding.remedy, "rest": group.rest,
      ])
  }

  private func tellOver(_ issue: CycleIssue, _ report: CycleReport) {
    switch issue.subject {
    case .source: log.info("the source can be asked again")
    case .target: log.info("the target can be worked with again", ["workspace": issue.target])
    case .deletions: log.info("deletions no longer wait", ["workspace": issue.target])
    case .finding(let finding):
      if issue.isError {
        log.info("no longer held back", ["object": finding.subject, "file": finding.file])
      }
    case .object(let object):
      if !report.didWrite(object) {
        log.info("no longer refused", ["object": object, "workspace": issue.target])
      }
    case .drift(let object):
      if !report.didWrite(object) {
        log.info("as committed again", ["object": object, "workspace": issue.target])
      }
    }
  }
}

extension CycleReport {
  /// The object was written or deleted, which is told by itself.
  func didWrite(_ object: ObjectReference) -> Bool {
    targets.contains { target in
      target.outcomes.contains { $0.action.reference == object && $0.isSuccess && $0.action.verb != .report }
    }
  }
}
