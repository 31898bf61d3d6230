import Base
import Manifests

/// Finds what belongs to which GrafanaAgent, among all objects that the repository declares.
struct HierarchyFinder {
  let agents: [HierarchyMember<GrafanaAgent>]
  let metricsInstances: [HierarchyMember<MetricsInstance>]
  let integrations: [HierarchyMember<Integration>]
  private let namespaces: [String: [String: String]]

  init(_ objects: [ManifestObject]) {
    agents = Self.members(objects)
    metricsInstances = Self.members(objects)
    integrations = Self.members(objects)
    var namespaces: [String: [String: String]] = [:]
    for object in objects where object.spec is NamespaceManifest {
      namespaces[object.metadata.name] = object.metadata.labels
    }
    self.namespaces = namespaces
  }

  func hierarchy(of agent: HierarchyMember<GrafanaAgent>) -> AgentHierarchy {
    AgentHierarchy(
      agent: agent,
      metricsInstances: metricsInstances.filter { selects(agent, agent.spec.metrics.instances, $0.metadata) },
      integrations: integrations.filter { selects(agent, agent.spec.integrations, $0.metadata) })
  }

  /// Whether a selector of the agent finds an object.
  func selects(
    _ agent: HierarchyMember<GrafanaAgent>, _ selector: HierarchySelector, _ metadata: ObjectMetadata
  ) -> Bool {
    selector.matches(
      labels: metadata.labels, namespace: metadata.namespace, namespaceLabels: labels(of: metadata.namespace),
      parentNamespace: agent.metadata.namespace)
  }

  /// Whether a selector could find an object whose labels are not known.
  func couldSelect(
    _ agent: HierarchyMember<GrafanaAgent>, _ selector: HierarchySelector, namespace: String
  ) -> Bool {
    guard selector.labels != nil else { return false }
    return selector.namespaces.map { $0.matches(labels(of: namespace)) }
      ?? (namespace == agent.metadata.namespace)
  }

  /// Those of the Namespace manifest, and the one that Kubernetes itself puts on every namespace.
  private func labels(of namespace: String) -> [String: String] {
    var labels = namespaces[namespace] ?? [:]
    labels["kubernetes.io/metadata.name"] = namespace
    return labels
  }

  private static func members<Spec>(_ objects: [ManifestObject]) -> [HierarchyMember<Spec>] {
    objects.compactMap { HierarchyMember<Spec>($0) }.sorted {
      ($0.metadata.namespace, $0.metadata.name) < ($1.metadata.namespace, $1.metadata.name)
    }
  }
}
