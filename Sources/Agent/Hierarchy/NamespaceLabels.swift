import Manifests

/// The labels of namespaces, and what selectors find by them.
struct NamespaceLabels {
  private let written: [String: [String: String]]

  /// Takes those of Namespace manifests.
  init(_ objects: [ManifestObject]) {
    var written: [String: [String: String]] = [:]
    for object in objects where object.spec is NamespaceManifest {
      written[object.metadata.name] = object.metadata.labels
    }
    self.written = written
  }

  /// Those of the Namespace manifest, and the one that Kubernetes itself puts on every namespace.
  func labels(of namespace: String) -> [String: String] {
    var labels = written[namespace] ?? [:]
    labels["kubernetes.io/metadata.name"] = namespace
    return labels
  }

  /// Whether a selector of an object finds another.
  func selects(_ parent: ObjectMetadata, _ selector: HierarchySelector, _ metadata: ObjectMetadata) -> Bool {
    guard selector.labels != nil else { return false }
    // Most selectors look in one namespace, and most objects are elsewhere.
    if selector.namespaces == nil, metadata.namespace != parent.namespace { return false }
    return selector.matches(
      labels: metadata.labels, namespace: metadata.namespace,
      namespaceLabels: selector.namespaces == nil ? [:] : labels(of: metadata.namespace),
      parentNamespace: parent.namespace)
  }

  func children<Parent, Child>(
    of parent: HierarchyMember<Parent>, _ selector: HierarchySelector, among members: [HierarchyMember<Child>]
  ) -> [HierarchyMember<Child>] {
    if selector.labels == nil { return [] }
    return members.filter { selects(parent.metadata, selector, $0.metadata) }
  }
}
