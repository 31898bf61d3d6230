import Base

/// How one environment stands, for `sluice status`.
public struct EnvironmentStatus: Sendable {
  public enum State: String, Hashable, Sendable, CaseIterable {
    /// No cycle has ended yet.
    case starting
    case applying
    /// Everything is as committed.
    case ready
    /// Something is held back or failed; the rest is as committed.
    case failing
    /// The source or a target cannot be reached.
    case unreachable
    case suspended
  }

  /// What happens next without anybody's doing.
  public struct NextStep: Hashable, Sendable {
    /// `poll`, `retry of the outbox`.
    public let what: String
    public let at: Timestamp

    public init(_ what: String, at: Timestamp) {
      self.what = what
      self.at = at
    }
  }

  public let environment: String
  /// For people: `config main`.
  public let source: String
  /// What was applied last; nil before the first cycle.
  public let revision: RevisionSummary?
  public let state: State
  /// Objects that the revision names.
  public let objectCount: Int
  public let heldBackCount: Int
  /// When a cycle last wrote something.
  public let lastChange: Timestamp?
  public let next: NextStep?
  /// What is wrong, one sentence each.
  public let problems: [String]

  public init(
    environment: String, source: String, revision: RevisionSummary?, state: State, objectCount: Int,
    heldBackCount: Int, lastChange: Timestamp?, next: NextStep?, problems: [String] = []
  ) {
    self.environment = environment
    self.source = source
    self.revision = revision
    self.state = state
    self.objectCount = objectCount
    self.heldBackCount = heldBackCount
    self.lastChange = lastChange
    self.next = next
    self.problems = problems
  }
}
