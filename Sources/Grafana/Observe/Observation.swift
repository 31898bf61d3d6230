import Base

/// What the cheap listings of a workspace show at one time.
public struct Observation: Sendable {
  public let objects: [ObjectKey: ObservedObject]
  /// Kinds that were not looked at: of their objects the observation says nothing.
  public let unlistedKinds: Set<ObjectKind>
  /// What the server says of an alerting configuration that it cannot read; nil where it can.
  public let corruption: String?
  /// False where the listings prove that nothing at all has changed since the observation before.
  public let isChanged: Bool
}
