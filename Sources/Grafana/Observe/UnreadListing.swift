import Base

/// A listing that a workspace did not give, and why. The others are as good as ever.
public struct UnreadListing: Hashable, Sendable {
  public let kind: ObjectKind
  /// Of `ObjectKind.resource`.
  public let resource: ResourceName.Listing?
  public let error: GrafanaError

  public init(_ kind: ObjectKind, resource: ResourceName.Listing? = nil, _ error: GrafanaError) {
    self.kind = kind
    self.resource = resource
    self.error = error
  }

  /// Whether an object is one of those that the listing would show.
  public func contains(_ key: ObjectKey) -> Bool {
    UnlistedObjects(
      kinds: resource == nil ? [kind] : [], resources: resource.map { [$0] } ?? []
    ).contains(key)
  }
}
