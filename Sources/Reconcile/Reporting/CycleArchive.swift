import Apply
import Base
import HTTP
import Plan
import Platform
import Report
import Store

/// Keeps what a cycle did in the store, for `sluice events`, `status` and `why`.
actor CycleArchive {
  private let store: any Store
  /// What the cycle before found, so that only news become events.
  private var told: Set<FindingIdentity> = []

  init(_ store: any Store) {
    self.store = store
  }

  func keep(_ report: CycleReport, now: Timestamp) async throws(StoreError) {
    let news = report.findings.filter { !told.contains(FindingIdentity($0)) }
    var events = news.map { Self.event($0, report, now) }
    told = Set(report.findings.map { FindingIdentity($0) })
    for target in report.targets {
      events += target.outcomes.filter { $0.action.isNews }.map { Self.event($0, report, now) }
      if let failure = target.failure {
        events.append(
          Event(
            at: now, level: .error, environment: report.environment, reason: "target-failed",
            message: "\(target.label): \(failure)"))
      }
    }
    if let failure = report.sourceFailure {
      events.append(
        Event(
          at: now, level: .error, environment: report.environment, reason: "source-failed", message: failure))
    }
    if !events.isEmpty { try await store.add(events) }
    guard !report.isQuiet || !events.isEmpty else { return }
    try await store.add(
      CycleRecord(
        environment: report.environment, revision: report.revision.text, started: report.started,
        duration: report.duration, state: report.state.rawValue, counts: CycleJSON.counts(report.counts),
        requests: report.cost.requests, writes: report.cost.writes, bytesSent: report.cost.bytesSent,
        bytesReceived: report.cost.bytesReceived))
  }

  private static func event(_ finding: Diagnostic, _ report: CycleReport, _ now: Timestamp) -> Event {
    let place = finding.location.map { "\($0.fileAndLine): " } ?? ""
    return Event(
      at: now, level: finding.severity == .error ? .warn : .info, environment: report.environment,
      reference: finding.subject, reason: finding.code, message: place + finding.message)
  }

  private static func event(_ outcome: Outcome, _ report: CycleReport, _ now: Timestamp) -> Event {
    let action = outcome.action
    let verb = action.verb.rawValue
    return Event(
      at: now, level: outcome.isSuccess ? .info : .error, environment: report.environment,
      reference: action.reference, reason: action.verb == .repair ? "drift" : verb,
      message: outcome.failureText.map { "\(verb) failed: \($0)" } ?? "\(verb): \(action.reason)")
  }
}
