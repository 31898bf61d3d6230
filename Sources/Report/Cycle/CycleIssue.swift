import Apply
import Base
import Plan

/// Something that is not as it should be at the end of a cycle, and stays so until somebody or something mends it. It
/// is told when it begins, when it changes and when it is over, and not with every cycle.
public struct CycleIssue: Hashable, Sendable {
  public enum Subject: Hashable, Sendable {
    /// The source cannot be asked.
    case source
    /// Nothing could be done in the target.
    case target
    /// Deletions wait for an answer.
    case deletions
    /// What reading, rendering or planning found.
    case finding(FindingIdentity)
    /// The target did not take the object.
    case object(ObjectReference)
    /// Somebody edited the object, and by its policy it is left so.
    case drift(ObjectReference)
  }

  public let subject: Subject
  /// As `TargetReport.label`; nil for what concerns no target in particular.
  public let target: String?
  /// What is wrong, as a clause.
  public let message: String
  /// It keeps something from being as committed.
  public let isError: Bool
  /// It tells what was done, and nothing waits.
  public let isPassing: Bool

  init(
    _ subject: Subject, target: String? = nil, _ message: String, isError: Bool = true,
    isPassing: Bool = false
  ) {
    self.subject = subject
    self.target = target
    self.message = message
    self.isError = isError
    self.isPassing = isPassing
  }

  /// What reading, rendering or planning found. A refusal that is remembered, and what it keeps from being made, are the
  /// same issues as when they happened.
  public init(_ finding: Diagnostic, target: String? = nil) {
    if [Refusal.findingCode, Refusal.consequenceCode].contains(finding.code), let object = finding.subject {
      self.init(.object(object), target: target, finding.message)
    } else {
      self.init(
        .finding(FindingIdentity(finding)), target: target, finding.message,
        isError: finding.severity == .error, isPassing: WorkspaceNotice(finding)?.isPassing ?? false)
    }
  }

  /// Nil for what went well, and for what was not tried because of something that is an issue itself.
  public init?(_ outcome: Outcome, target: String) {
    let object = outcome.action.reference
    switch outcome.result {
    case .failed(let failure): self.init(.object(object), target: target, failure.message)
    case .blocked: self.init(.object(object), target: target, OutcomeWords.cause(outcome) ?? "")
    case .written, .recorded:
      guard outcome.action.verb == .report else { return nil }
      self.init(.drift(object), target: target, outcome.action.reason, isError: false)
    case .notTried: return nil
    }
  }

  /// The object that it is about; nil for what concerns a source, a target or a whole file.
  public var object: ObjectReference? {
    switch subject {
    case .object(let object), .drift(let object): object
    case .finding(let finding): finding.subject
    case .source, .target, .deletions: nil
    }
  }
}

extension CycleReport {
  /// Everything that waits for being mended.
  public var issues: Set<CycleIssue> {
    var issues: Set<CycleIssue> = []
    if let sourceFailure { issues.insert(CycleIssue(.source, sourceFailure)) }
    for finding in diagnostics { issues.insert(CycleIssue(finding)) }
    for target in targets {
      if let failure = target.failure { issues.insert(CycleIssue(.target, target: target.label, failure)) }
      if let stop = target.pruneStop {
        issues.insert(CycleIssue(.deletions, target: target.label, stop.description))
      }
      for finding in target.problems { issues.insert(CycleIssue(finding, target: target.label)) }
      for outcome in target.outcomes {
        if let issue = CycleIssue(outcome, target: target.label) { issues.insert(issue) }
      }
    }
    return issues
  }
}
