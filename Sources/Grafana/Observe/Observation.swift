import Base

/// What the cheap listings of a workspace show at one time.
public struct Observation: Sendable {
  public let objects: [ObjectKey: ObservedObject]
  /// What was not looked at, for whatever reason.
  public let unlisted: UnlistedObjects
  /// What was to be looked at, and the workspace did not show, in the order of the kinds.
  public let unread: [UnreadListing]
  /// False where the listings prove that nothing at all has changed since the observation before.
  public let isChanged: Bool
}
