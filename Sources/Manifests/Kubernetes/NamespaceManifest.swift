/// A Kubernetes `Namespace` in the repository: its labels are what namespace selectors look at.
public struct NamespaceManifest: ManifestSpec {
  public static let kind = "Namespace"
  public static let apiVersions = ["v1"]

  /// The label that Kubernetes itself puts on every namespace, with its name.
  public static let nameLabel = "kubernetes.io/metadata.name"

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    document.ignore("spec")
  }
}
