import Apply
import Base
import HTTP
import Plan

/// Everything that leaves a cycle: statuses, notes, events, metrics, logs and pages are made from this value alone.
public struct CycleReport: Sendable {
  public let environment: String
  public let revision: RevisionSummary
  public let started: Timestamp
  public let duration: Duration
  public let targets: [TargetReport]
  /// What reading and rendering the revision found.
  public let diagnostics: [Diagnostic]
  /// Objects that the revision names, those held back included.
  public let objectCount: Int
  /// A line for each document that is not ours.
  public let skipped: [String]
  /// Why the source could not be asked, where the cycle went on with the last known revision.
  public let sourceFailure: String?

  public init(
    environment: String, revision: RevisionSummary, started: Timestamp, duration: Duration,
    targets: [TargetReport], diagnostics: [Diagnostic] = [], objectCount: Int, skipped: [String] = [],
    sourceFailure: String? = nil
  ) {
    self.environment = environment
    self.revision = revision
    self.started = started
    self.duration = duration
    self.targets = targets
    self.diagnostics = diagnostics
    self.objectCount = objectCount
    self.skipped = skipped
    self.sourceFailure = sourceFailure
  }

  public var state: CycleState {
    if sourceFailure != nil || targets.contains(where: { $0.failure != nil }) { return .error }
    let counts = counts
    let isWhole =
      counts.failed == 0 && counts.notDone == 0 && counts.heldBack == 0 && pruneStops.isEmpty
      && !targets.contains { $0.end == .cut }
    return isWhole ? .success : .failure
  }

  public var counts: CycleCounts {
    var counts = CycleCounts()
    for target in targets {
      counts.equal += target.equalCount
      for outcome in target.outcomes { counts.add(outcome, isCut: target.end == .cut) }
    }
    counts.heldBack = heldBackCount
    return counts
  }

  /// All findings of reading, rendering and planning, sorted by file and line, each once.
  public var findings: [Diagnostic] { HeldBack.findings(diagnostics, targets.map(\.problems)) }

  /// What there is to tell of workspaces that no manifest names.
  public var workspaceNotices: [Diagnostic] { findings.filter { WorkspaceNotice($0) != nil } }

  /// Objects that stay as they are because of an error in their manifest or in what they meet. A file that could not
  /// be read far enough to know its objects counts as one.
  public var heldBackCount: Int { HeldBack.count(findings) }

  public var pruneStops: [PruneStop] { targets.compactMap(\.pruneStop) }

  /// What all targets cost together.
  public var cost: RequestMeter.Reading { RequestCost.sum(targets.map(\.cost)) }

  /// Something was written, taken over or forgotten.
  public var didSomething: Bool {
    let counts = counts
    return counts.changed > 0 || counts.adopted > 0 || counts.forgotten > 0
  }

  /// Nothing was done and nothing is wrong: nobody needs to hear of it.
  public var isQuiet: Bool {
    let counts = counts
    return state == .success && counts.changed == 0 && counts.adopted == 0 && counts.reported == 0
  }
}
