/// One object as the repository wants it, without its body: small enough to hold tens of thousands of them.
public struct DesiredObject: Sendable {
  /// Where an object is to lie.
  public enum Parent: Hashable, Sendable {
    /// Kinds that lie nowhere, and the top level.
    case root
    /// A folder of the workspace by its uid; it need not be ours.
    case uid(String)
    /// A folder of this repository.
    case object(ObjectReference)
  }

  /// What to do about differences that did not come from Git.
  public enum DriftPolicy: String, Hashable, Sendable {
    case repair
    case report
  }

  public let kind: ObjectKind
  public let reference: ObjectReference
  public let origin: SourceLocation
  /// The uid that the manifest gives; nil leaves the choice to `IdentityResolver`.
  public let uid: String?
  /// Title or name: the natural key, within the parent where the kind has one.
  public let title: String
  public let parent: Parent
  /// Digest of the wanted content without identity and place, in the form that observed contents are digested in.
  public let digest: Digest
  /// Objects of this repository that have to be there first, beside the parent.
  public let requires: [ObjectReference]
  /// Objects of the workspace that its content names: they have to be there, or come into being first. Sorted.
  public let uses: [ObjectUse]
  /// Uids that only one object of the workspace can have and that its content gives to its parts: alert rules of a group,
  /// receivers of a contact point. Sorted.
  public let parts: [String]
  /// What the server has to know for the content to mean what it says. Sorted.
  public let features: [ServerFeature]
  /// Plugins that its content needs to be shown. Sorted.
  public let plugins: [PluginUse]
  /// A suspended object is neither written nor deleted.
  public let isSuspended: Bool
  public let driftPolicy: DriftPolicy
  /// False: stays in the workspace when it leaves the repository.
  public let isPruned: Bool
  /// Made because dashboards name it by title, not by a manifest of its own: given up, it is deleted only when empty.
  public let isImplicit: Bool
  /// What tells apart objects of one kind that a workspace may convert into each other: the type of a data source.
  public let variant: String?
  /// The kind whose place it takes on servers that have no objects of that kind. The object of that kind has the same
  /// reference.
  public let standsFor: ObjectKind?
  /// What ends by the manifest.
  public let expirations: [Expiration]
  /// Places of its content that secrets are put into, as JSON Pointers; the empty one is all of it. Sorted.
  public let secretPlaces: [String]
  /// Group and version that an object of the Kubernetes-style API is written in; nil for all others.
  public let apiVersion: String?

  public init(
    kind: ObjectKind, reference: ObjectReference, origin: SourceLocation, uid: String?, title: String,
    parent: Parent = .root, digest: Digest, requires: [ObjectReference] = [], uses: [ObjectUse] = [],
    parts: [String] = [],
    features: [ServerFeature] = [], plugins: [PluginUse] = [], isSuspended: Bool = false,
    driftPolicy: DriftPolicy = .repair, isPruned: Bool = true, isImplicit: Bool = false,
    variant: String? = nil, standsFor: ObjectKind? = nil, expirations: [Expiration] = [],
    secretPlaces: [String] = [], apiVersion: String? = nil
  ) {
    self.secretPlaces = secretPlaces
    self.apiVersion = apiVersion
    self.kind = kind
    self.reference = reference
    self.origin = origin
    self.uid = uid
    self.title = title
    self.parent = parent
    self.digest = digest
    self.requires = requires
    self.uses = uses
    self.parts = parts
    self.features = features
    self.plugins = plugins
    self.isSuspended = isSuspended
    self.driftPolicy = driftPolicy
    self.isPruned = isPruned
    self.isImplicit = isImplicit
    self.variant = variant
    self.standsFor = standsFor
    self.expirations = expirations
  }
}
