/// What listings of a target left out: whether its objects are there is not known.
public struct UnlistedObjects: Hashable, Sendable {
  public var kinds: Set<ObjectKind>
  /// Of `ObjectKind.resource`, where that kind is listed.
  public var resources: Set<ResourceName.Listing>
  /// Single ones.
  public var keys: Set<ObjectKey> = []

  public init(kinds: Set<ObjectKind> = [], resources: Set<ResourceName.Listing> = []) {
    self.kinds = kinds
    self.resources = resources
  }

  public func contains(_ kind: ObjectKind) -> Bool { kinds.contains(kind) }

  public func contains(_ key: ObjectKey) -> Bool {
    if kinds.contains(key.kind) || keys.contains(key) { return true }
    guard key.kind == .resource, !resources.isEmpty else { return false }
    return ResourceName(uid: key.uid).map { resources.contains($0.listing) } ?? false
  }
}
