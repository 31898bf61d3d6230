import Apply
import Base
import Plan

/// What a Git host shows beside a commit.
public struct CommitStatus: Hashable, Sendable {
  /// In the words of GitHub.
  public enum State: String, Hashable, Sendable, CaseIterable {
    case pending
    case success
    case failure
    case error
  }

  public let state: State
  /// `sluice/prod`: tells this status from those of other programs and environments.
  public let context: String
  /// At most 140 characters.
  public let description: String

  public init(state: State, context: String, description: String) {
    self.state = state
    self.context = context
    self.description = Self.shortened(description)
  }

  /// Longer descriptions are refused by GitHub with 422: "description is too long (maximum is 140 characters)"
  /// (https://github.com/vince-riv/argo-diff/issues/49). UTF-16 units count here, the most that it could mean.
  static let longestDescription = 140

  private static func shortened(_ description: String) -> String {
    let line = PlainLine.make(description)
    guard line.utf16.count > longestDescription else { return line }
    var kept = ""
    var used = 1
    for character in line {
      used += character.utf16.count
      if used > longestDescription { break }
      kept.append(character)
    }
    return kept + "…"
  }

  /// `applying 3f2c9e1 to g-0a1b2c3d4e and agent files`.
  public static func pending(environment: String, commit: String, targets: [String]) -> CommitStatus {
    let names =
      targets.count > 2
      ? "\(targets.prefix(1).joined()) and \(targets.count - 1) more" : targets.joined(separator: " and ")
    return CommitStatus(
      state: .pending, context: context(environment),
      description: "applying \(RevisionSummary.short(commit))" + (names.isEmpty ? "" : " to \(names)"))
  }

  /// How a cycle ended.
  ///
  /// - Parameter commit: the commit that carries the status, where it is not the newest of the pushed range.
  public init(_ report: CycleReport, on commit: String? = nil) {
    let isEarlier = commit.map { $0 != report.revision.commit } ?? false
    self.init(
      state: State(report.state), context: Self.context(report.environment),
      description: (isEarlier ? "with \(report.revision.shortCommit): " : "") + Self.sentence(report))
  }

  private static func context(_ environment: String) -> String { "sluice/\(environment)" }

  private static func sentence(_ report: CycleReport) -> String {
    switch report.state {
    case .success: return success(report)
    case .failure: return failure(report)
    case .error:
      if let failure = report.sourceFailure { return "the source: \(failure)" }
      let broken = report.targets.filter { $0.failure != nil }
      let rest = broken.count > 1 ? " (and \(broken.count - 1) more)" : ""
      return broken.first.map { "\($0.label)\(rest): \($0.failure ?? "")" } ?? ""
    }
  }

  private static func success(_ report: CycleReport) -> String {
    let counts = report.counts
    let parts = [(counts.changed, "changed"), (counts.adopted, "taken over"), (counts.equal, "equal")]
      .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return (parts + [Amount.seconds(report.duration)]).joined(separator: ", ")
  }

  private static func failure(_ report: CycleReport) -> String {
    let counts = report.counts
    let broken = counts.failed + counts.notDone
    let outcomes = report.targets.flatMap(\.outcomes)
    var parts: [String] = []
    if counts.heldBack > 0 {
      parts.append("\(counts.heldBack) of \(max(report.objectCount, counts.heldBack)) held back")
    }
    if broken > 0 { parts.append("\(broken) of \(max(report.objectCount, broken)) not applied") }
    let count = parts.joined(separator: ", ")
    if let finding = report.findings.first(where: { $0.severity == .error }) {
      let place = finding.location.map { "\($0.fileAndLine) " } ?? ""
      return "\(count): \(place)\(finding.message)"
    }
    let first =
      outcomes.first {
        if case .failed = $0.result { true } else { false }
      } ?? outcomes.first { !$0.isSuccess }
    if let first {
      return "\(count): \(first.action.key.kind.name) \(ActionWords.name(first.action)) "
        + (OutcomeWords.failure(first) ?? "")
    }
    return report.pruneStops.first.map { "deletions wait: \($0.description)" } ?? count
  }
}

extension CommitStatus.State {
  init(_ state: CycleState) {
    switch state {
    case .success: self = .success
    case .failure: self = .failure
    case .error: self = .error
    }
  }
}
