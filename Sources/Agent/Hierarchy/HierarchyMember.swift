import Base
import Manifests

/// One object of a hierarchy. An object rather than a value, since many hierarchies have the same ones.
public final class HierarchyMember<Spec: ManifestSpec>: Sendable {
  public let reference: ObjectReference
  public let metadata: ObjectMetadata
  public let origin: SourceLocation
  public let spec: Spec
  /// The object as one of those that files are made of.
  let source: AgentFile.Source

  public convenience init(metadata: ObjectMetadata, origin: SourceLocation, spec: Spec) {
    self.init(metadata: metadata, origin: origin, address: nil, spec: spec)
  }

  private init(metadata: ObjectMetadata, origin: SourceLocation, address: DocumentAddress?, spec: Spec) {
    reference = ObjectReference(kind: Spec.kind, namespace: metadata.namespace, name: metadata.name)
    self.metadata = metadata
    self.origin = origin
    self.spec = spec
    source = AgentFile.Source(reference: reference, origin: origin, address: address)
  }

  /// Nil for an object of another kind.
  convenience init?(_ object: ManifestObject) {
    guard let spec = object.spec as? Spec else { return nil }
    self.init(metadata: object.metadata, origin: object.origin, address: object.address, spec: spec)
  }

  /// `<namespace>/<name>`, which is how instances are called in the configuration.
  public var path: String { "\(metadata.namespace)/\(metadata.name)" }
}
