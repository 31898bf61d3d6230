import Base

/// What somebody asks a workspace's observer to list beside folders, data sources and dashboards.
public struct ObservationInterest: Hashable, Sendable {
  public let kinds: Set<ObjectKind>
  /// Whether somebody wants public links; once wanted they are listed from then on, so that one that left Git is seen.
  /// Who asks first has them listed whatever it says. They are shown as parts of their dashboards.
  public let publicLinks: Bool
  /// Of the Kubernetes-style API.
  public let resources: Set<ResourceName.Listing>

  public init(
    kinds: Set<ObjectKind> = [], publicLinks: Bool = false, resources: Set<ResourceName.Listing> = []
  ) {
    self.kinds = kinds
    self.publicLinks = publicLinks
    self.resources = resources
  }
}
