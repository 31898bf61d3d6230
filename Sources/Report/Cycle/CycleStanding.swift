import Apply
import Base
import Plan

/// What a cycle has to say beside what it did. Where it equals that of the cycle before there is no news: what waits for
/// somebody to mend it is told once, and not with every cycle.
public struct CycleStanding: Hashable, Sendable {
  private let findings: Set<FindingIdentity>
  private let sourceFailure: String?
  /// By target.
  private let failures: [String: String]
  private let stops: [PruneStop]
  /// Objects that could not be written, and those whose drift is only told, with the reason.
  private let open: [ObjectKey: String]

  init(_ report: CycleReport) {
    findings = Set(report.findings.map { FindingIdentity($0) })
    sourceFailure = report.sourceFailure
    failures = Dictionary(
      report.targets.compactMap { target in target.failure.map { (target.label, $0) } },
      uniquingKeysWith: { first, _ in first })
    stops = report.pruneStops
    open = Dictionary(
      report.targets.flatMap(\.outcomes).compactMap { outcome in
        if let failure = OutcomeWords.failure(outcome) { return (outcome.action.key, failure) }
        return outcome.action.verb == .report ? (outcome.action.key, outcome.action.reason) : nil
      }, uniquingKeysWith: { first, _ in first })
  }
}
