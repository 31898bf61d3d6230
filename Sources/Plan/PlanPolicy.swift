import Base

/// What the planner may do, and the rules of the target that it plans for.
public struct PlanPolicy: Sendable {
  public var titleRule: TitleRule
  /// Where other people's changes happen, for reasons: `in Grafana`, `on disk`.
  public var place: String
  /// What holds the objects, for messages: `the workspace`, `the cluster`.
  public var holder = "the workspace"
  /// Deleting more than this share of the inventory stops and asks.
  public var pruneLimitShare: Double
  /// Deleting more objects than this stops and asks.
  public var pruneLimitCount: Int
  /// A flag or the newest commit has answered for everything.
  public var isPruneAllowed: Bool
  /// Objects that had left by an earlier commit which has answered for them.
  public var answered: Set<ObjectKey> = []
  /// Nothing is deleted at all.
  public var isPruneDisabled: Bool

  public init(
    titleRule: TitleRule = .free, place: String = "in Grafana", pruneLimitShare: Double = 0.5,
    pruneLimitCount: Int = 20,
    isPruneAllowed: Bool = false, isPruneDisabled: Bool = false
  ) {
    self.titleRule = titleRule
    self.place = place
    self.pruneLimitShare = pruneLimitShare
    self.pruneLimitCount = pruneLimitCount
    self.isPruneAllowed = isPruneAllowed
    self.isPruneDisabled = isPruneDisabled
  }
}
