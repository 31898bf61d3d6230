import Base
import Manifests

/// One object of a hierarchy.
public struct HierarchyMember<Spec: ManifestSpec>: Sendable {
  public let reference: ObjectReference
  public let metadata: ObjectMetadata
  public let origin: SourceLocation
  /// Tells versions of the object apart; nil where it comes from no repository.
  let address: DocumentAddress?
  public let spec: Spec

  public init(metadata: ObjectMetadata, origin: SourceLocation, spec: Spec) {
    self.init(metadata: metadata, origin: origin, address: nil, spec: spec)
  }

  private init(metadata: ObjectMetadata, origin: SourceLocation, address: DocumentAddress?, spec: Spec) {
    reference = ObjectReference(kind: Spec.kind, namespace: metadata.namespace, name: metadata.name)
    self.metadata = metadata
    self.origin = origin
    self.address = address
    self.spec = spec
  }

  /// Nil for an object of another kind.
  init?(_ object: ManifestObject) {
    guard let spec = object.spec as? Spec else { return nil }
    self.init(metadata: object.metadata, origin: object.origin, address: object.address, spec: spec)
  }

  /// `<namespace>/<name>`, which is how instances are called in the configuration.
  public var path: String { "\(metadata.namespace)/\(metadata.name)" }
}
