/// What a fetch brought.
public struct GitFetch: Hashable, Sendable {
  /// How the head moved since the fetch before.
  public enum Movement: Hashable, Sendable {
    /// There was no head before.
    case first
    case unchanged
    /// The old head is in the history of the new one.
    case advanced
    /// The old head is not in the history of the new one.
    case forced
  }

  public let revision: Revision
  /// The head before; nil for the first fetch.
  public let previous: GitObjectIdentifier?
  public let movement: Movement
  /// The commits that the new head has and the old one has not, newest first, at most `GitFetch.commitLimit`. For
  /// the first fetch the head alone.
  public let commits: [GitCommit]
  /// Why the repository was cloned again although there was a mirror; nil where it was not.
  public let recovery: String?

  /// How many commits a fetch lists at most.
  public static let commitLimit = 1000

  public init(
    revision: Revision, previous: GitObjectIdentifier?, movement: Movement, commits: [GitCommit],
    recovery: String? = nil
  ) {
    self.revision = revision
    self.previous = previous
    self.movement = movement
    self.commits = commits
    self.recovery = recovery
  }
}
