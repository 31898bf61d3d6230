import Base
import HTTP
import Plan

/// What a revision would change: everything that `sluice plan` shows.
public struct PlanReport: Sendable {
  public let environment: String
  public let revision: RevisionSummary
  public let started: Timestamp
  public let duration: Duration
  public let targets: [PlannedTarget]
  /// What reading and rendering the revision found.
  public let diagnostics: [Diagnostic]
  /// Objects that the revision names, those held back included.
  public let objectCount: Int
  /// A line for each document that is not ours.
  public let skipped: [String]

  public init(
    environment: String, revision: RevisionSummary, started: Timestamp, duration: Duration,
    targets: [PlannedTarget], diagnostics: [Diagnostic] = [], objectCount: Int, skipped: [String] = []
  ) {
    self.environment = environment
    self.revision = revision
    self.started = started
    self.duration = duration
    self.targets = targets
    self.diagnostics = diagnostics
    self.objectCount = objectCount
    self.skipped = skipped
  }

  /// What the exit status says.
  public enum Verdict: Int32, Sendable {
    case equal = 0
    case error = 1
    case different = 2
  }

  /// An error outweighs a difference, as a plan with an error is not the whole plan.
  public var verdict: Verdict {
    if heldBackCount > 0 || targets.contains(where: { $0.failure != nil }) { return .error }
    return targets.allSatisfy { $0.plan?.isEqual ?? true } ? .equal : .different
  }

  /// All findings of reading, rendering and planning, sorted by file and line, each once.
  public var findings: [Diagnostic] {
    HeldBack.findings(diagnostics, targets.map { $0.plan?.problems ?? $0.left })
  }

  public var heldBackCount: Int { HeldBack.count(findings) }

  /// What looking at all targets cost together.
  public var cost: RequestMeter.Reading { RequestCost.sum(targets.map(\.cost)) }

  /// Objects that are as wanted, those included of which only the memory changes.
  public var equalCount: Int {
    targets.reduce(0) { $0 + ($1.plan?.equalCount ?? 0) + ($1.plan?.count(.rebaseline) ?? 0) }
  }
}
