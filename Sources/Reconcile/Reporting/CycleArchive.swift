import Apply
import Base
import HTTP
import Plan
import Platform
import Report
import Store

/// Keeps what a cycle did in the store, for `sluice events`, `status` and `why`.
struct CycleArchive {
  private let store: any Store

  init(_ store: any Store) {
    self.store = store
  }

  func keep(_ report: CycleReport, _ news: IssueNews, now: Timestamp) async throws(StoreError) {
    var events: [Event] = []
    let places =
      report.diagnostics.map { ($0, String?.none) }
      + report.targets.flatMap { target in target.problems.map { ($0, target.label) } }
    for (finding, target) in places where news.begun.contains(CycleIssue(finding, target: target)) {
      events.append(Self.event(finding, report, now))
    }
    for target in report.targets {
      events += target.outcomes.filter { outcome in
        if let issue = CycleIssue(outcome, target: target.label) { return news.begun.contains(issue) }
        return outcome.isSuccess && outcome.action.isNews
      }.map { Self.event($0, report, now) }
    }
    events += news.begun.sorted { $0.message < $1.message }.compactMap { Self.event(begun: $0, report, now) }
    events += news.over.compactMap { Self.event(over: $0, report, now) }
    if !events.isEmpty { try await store.add(events) }
    guard report.didSomething || !news.isEmpty else { return }
    try await store.add(
      CycleRecord(
        environment: report.environment, revision: report.revision.text, started: report.started,
        duration: report.duration, state: report.state.rawValue, counts: CycleJSON.counts(report.counts),
        requests: report.cost.requests, writes: report.cost.writes, bytesSent: report.cost.bytesSent,
        bytesReceived: report.cost.bytesReceived))
  }

  private static func event(_ finding: Diagnostic, _ report: CycleReport, _ now: Timestamp) -> Event {
    // The words of a consequence are those of its cause: all that it brought about is shown as one event.
    let isConsequence = finding.code == Refusal.consequenceCode
    let place = isConsequence ? "" : finding.location.map { "\($0.fileAndLine): " } ?? ""
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
      message: OutcomeWords.cause(outcome).map { "\(verb) failed: \($0)" } ?? "\(verb): \(action.reason)")
  }

  /// Of the source and of whole targets; nil for findings and objects, which have events of their own.
  private static func event(begun issue: CycleIssue, _ report: CycleReport, _ now: Timestamp) -> Event? {
    let (reason, level): (String, Log.Level)
    var message = issue.message
    var reference: ObjectReference?
    switch issue.subject {
    case .source: (reason, level) = ("source-failed", .error)
    case .target:
      (reason, level) = ("target-failed", .error)
      let target = report.targets.first { $0.label == issue.target && $0.failure == issue.message }
      message = target?.trouble ?? message
      reference = target?.manifest?.reference
    case .deletions: (reason, level) = ("deletions-wait", .warn)
    case .finding, .object, .drift: return nil
    }
    return Event(
      at: now, level: level, environment: report.environment, reference: reference, reason: reason,
      message: (issue.target.map { "\($0): " } ?? "") + message)
  }

  private static func event(over issue: CycleIssue, _ report: CycleReport, _ now: Timestamp) -> Event? {
    let words: String
    switch issue.subject {
    case .source: words = "the source can be asked again"
    case .target: words = "the target can be worked with again"
    case .deletions: words = "deletions no longer wait"
    case .finding:
      guard issue.isError else { return nil }
      words = "no longer held back"
    case .object(let object):
      guard !report.didWrite(object) else { return nil }
      words = "no longer refused"
    case .drift(let object):
      guard !report.didWrite(object) else { return nil }
      words = "as committed again"
    }
    return Event(
      at: now, level: .info, environment: report.environment, reference: issue.object, reason: "mended",
      message: (issue.target.map { "\($0): " } ?? "") + words)
  }
}
