import Base
import Manifests

/// Finds what belongs to which GrafanaAgent, among all objects that the repository declares.
struct HierarchyFinder {
  let agents: [HierarchyMember<GrafanaAgent>]
  let metricsInstances: [HierarchyMember<MetricsInstance>]
  let logsInstances: [HierarchyMember<LogsInstance>]
  let integrations: [HierarchyMember<Integration>]
  private let namespaces: NamespaceLabels
  /// Every instance with all that it selects: several GrafanaAgents may have it.
  private let metrics: [AgentHierarchy.Metrics]
  private let logs: [AgentHierarchy.Logs]

  init(_ objects: [ManifestObject]) {
    agents = Self.members(objects)
    metricsInstances = Self.members(objects)
    logsInstances = Self.members(objects)
    integrations = Self.members(objects)
    let namespaces = NamespaceLabels(objects)
    self.namespaces = namespaces
    let serviceMonitors: [HierarchyMember<ServiceMonitor>] = Self.members(objects)
    let podMonitors: [HierarchyMember<PodMonitor>] = Self.members(objects)
    let probes: [HierarchyMember<Probe>] = Self.members(objects)
    let podLogs: [HierarchyMember<PodLogs>] = Self.members(objects)
    metrics = metricsInstances.map { instance in
      AgentHierarchy.Metrics(
        instance: instance,
        serviceMonitors: namespaces.children(
          of: instance, instance.spec.serviceMonitors, among: serviceMonitors),
        podMonitors: namespaces.children(of: instance, instance.spec.podMonitors, among: podMonitors),
        probes: namespaces.children(of: instance, instance.spec.probes, among: probes))
    }
    logs = logsInstances.map { instance in
      AgentHierarchy.Logs(
        instance: instance, podLogs: namespaces.children(of: instance, instance.spec.podLogs, among: podLogs))
    }
  }

  func hierarchy(of agent: HierarchyMember<GrafanaAgent>) -> AgentHierarchy {
    AgentHierarchy(
      agent: agent,
      metrics: metrics.filter { selects(agent, agent.spec.metrics.instances, $0.instance.metadata) }
        .map { agent.spec.metrics.deniesFiles ? $0.withoutFiles : $0 },
      logs: logs.filter { selects(agent, agent.spec.logs.instances, $0.instance.metadata) },
      integrations: integrations.filter { selects(agent, agent.spec.integrations, $0.metadata) })
  }

  /// Whether a selector of an object finds another.
  func selects<Spec>(
    _ parent: HierarchyMember<Spec>, _ selector: HierarchySelector, _ metadata: ObjectMetadata
  ) -> Bool {
    namespaces.selects(parent.metadata, selector, metadata)
  }

  /// Whether a selector could find an object whose labels are not known.
  func couldSelect<Spec>(
    _ parent: HierarchyMember<Spec>, _ selector: HierarchySelector, namespace: String
  ) -> Bool {
    guard selector.labels != nil else { return false }
    return selector.namespaces.map { $0.matches(namespaces.labels(of: namespace)) }
      ?? (namespace == parent.metadata.namespace)
  }

  private static func members<Spec>(_ objects: [ManifestObject]) -> [HierarchyMember<Spec>] {
    objects.compactMap { HierarchyMember<Spec>($0) }.sorted {
      ($0.metadata.namespace, $0.metadata.name) < ($1.metadata.namespace, $1.metadata.name)
    }
  }
}
