import Apply
import Base
import Git
import HTTP
import Plan
import Platform
import Report

/// Tells a cycle in the log: everything that was done, and what is held back when that changes.
struct CycleLog: Sendable {
  private let log: Log
  /// What the log has told and what still holds.
  private var told: [FindingIdentity: Diagnostic] = [:]
  private var lastStanding: CycleStanding?
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

  mutating func tell(_ report: CycleReport) {
    if let failure = report.sourceFailure { log.error("the source cannot be asked", ["error": failure]) }
    for target in report.targets {
      if let failure = target.failure {
        log.error("not converged", ["workspace": target.label, "error": failure])
      }
      for outcome in target.outcomes { tell(outcome, target) }
      if let stop = target.pruneStop {
        log.warn("deletions wait for an answer", ["workspace": target.label, "reason": stop.description])
      }
    }
    tellFindings(report.findings)
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
      "seconds": Amount.seconds(report.duration),
    ]
    let title = report.state == .success ? "converged" : "not converged"
    let standing = report.standing
    let isNews = report.didSomething || (lastStanding.map { $0 != standing } ?? !report.isQuiet)
    lastStanding = standing
    if isNews { log.info(title, fields) } else { log.debug(title, fields) }
  }

  private func tell(_ outcome: Outcome, _ target: TargetReport) {
    let action = outcome.action
    guard action.isNews else { return }
    let changes = action.changes.prefix(3).map(\.summary).joined(separator: "; ")
    let words = outcome.isSuccess ? Self.past(action.verb) : "could not \(action.verb.rawValue)"
    log.write(
      outcome.isSuccess ? .info : .error, "\(words) \(action.key.kind.name)",
      [
        "object": action.reference, "title": action.title, "workspace": target.label,
        "reason": changes.isEmpty ? action.reason : "\(action.reason): \(changes)",
        "version": outcome.version,
        "error": outcome.failureText,
      ])
  }

  private mutating func tellFindings(_ findings: [Diagnostic]) {
    for finding in findings where told[FindingIdentity(finding)] == nil {
      log.write(
        finding.severity == .notice ? .debug : .warn,
        finding.severity == .error ? "held back" : finding.severity.rawValue,
        [
          "object": finding.subject, "file": finding.location?.file, "line": finding.location?.position.line,
          "error": finding.message, "remedy": finding.remedy,
        ])
    }
    let open = Dictionary(
      findings.map { (FindingIdentity($0), $0) }, uniquingKeysWith: { first, _ in first })
    let mended = told.filter { open[$0.key] == nil }.values.sorted()
    for finding in mended where finding.severity == .error {
      log.info("no longer held back", ["object": finding.subject, "file": finding.location?.file])
    }
    told = open
  }

  private static func past(_ verb: Action.Verb) -> String {
    switch verb {
    case .create: "created"
    case .update: "updated"
    case .move: "moved"
    case .repair: "repaired"
    case .delete: "deleted"
    case .adopt: "adopted"
    case .forget: "forgot"
    case .rebaseline: "rebaselined"
    case .report: "drifted"
    }
  }
}
