import Manifests
import Synchronization

/// The labels of namespaces, and what selectors find by them.
final class NamespaceLabels: Sendable {
  /// The Namespace manifests, by name.
  let all: [HierarchyMember<NamespaceManifest>]
  private let written: [String: [String: String]]
  /// What was selected by labels of namespaces: each namespace is looked at once for each selector.
  private let selected = Mutex<[LabelSelector: [String: Bool]]>([:])

  /// Takes those of Namespace manifests.
  init(_ objects: [ManifestObject]) {
    all = objects.compactMap { HierarchyMember($0) }.sorted { $0.metadata.name < $1.metadata.name }
    written = Dictionary(
      all.map { ($0.metadata.name, $0.metadata.labels) }, uniquingKeysWith: { first, _ in first })
  }

  /// Whether there is a manifest of a namespace.
  func isWritten(_ namespace: String) -> Bool { written[namespace] != nil }

  /// Those of the Namespace manifest, and the one that Kubernetes itself puts on every namespace.
  func labels(of namespace: String) -> [String: String] {
    var labels = written[namespace] ?? [:]
    labels[NamespaceManifest.nameLabel] = namespace
    return labels
  }

  /// Whether a selector looks into a namespace.
  func selects(_ selector: HierarchySelector, _ namespace: String, from parent: String) -> Bool {
    guard let namespaces = selector.namespaces else { return namespace == parent }
    if namespaces.matchLabels.isEmpty, namespaces.matchExpressions.isEmpty { return true }
    return selected.withLock { known in
      if let answer = known[namespaces]?[namespace] { return answer }
      let answer = namespaces.matches(labels(of: namespace))
      known[namespaces, default: [:]][namespace] = answer
      return answer
    }
  }

  /// Whether a selector of an object finds another.
  func selects(_ parent: ObjectMetadata, _ selector: HierarchySelector, _ metadata: ObjectMetadata) -> Bool {
    guard let labels = selector.labels else { return false }
    return selects(selector, metadata.namespace, from: parent.namespace) && labels.matches(metadata.labels)
  }
}
