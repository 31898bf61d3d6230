import Base
import Manifests

/// Finds what belongs to which GrafanaAgent, among all objects that the repository declares.
struct HierarchyFinder {
  let agents: [HierarchyMember<GrafanaAgent>]
  private let namespaces: NamespaceLabels
  private let instances: MembersByNamespace<MetricsInstance>
  private let logs: MembersByNamespace<LogsInstance>
  private let allIntegrations: MembersByNamespace<Integration>
  /// Every instance with all that it selects: several GrafanaAgents may have it.
  private let metricsFound: [AgentHierarchy.Metrics]
  private let logsFound: [AgentHierarchy.Logs]
  private let serviceMonitors: MembersByNamespace<ServiceMonitor>
  private let podMonitors: MembersByNamespace<PodMonitor>
  private let probes: MembersByNamespace<Probe>
  private let podLogs: MembersByNamespace<PodLogs>

  init(_ objects: [ManifestObject]) {
    agents = MembersByNamespace(objects).all
    instances = MembersByNamespace(objects)
    logs = MembersByNamespace(objects)
    allIntegrations = MembersByNamespace(objects)
    let namespaces = NamespaceLabels(objects)
    self.namespaces = namespaces
    let serviceMonitors = MembersByNamespace<ServiceMonitor>(objects)
    let podMonitors = MembersByNamespace<PodMonitor>(objects)
    let probes = MembersByNamespace<Probe>(objects)
    let podLogs = MembersByNamespace<PodLogs>(objects)
    func found<Spec, Parent>(
      _ selector: HierarchySelector, of parent: HierarchyMember<Parent>,
      among members: MembersByNamespace<Spec>
    ) -> [HierarchyMember<Spec>] {
      members.found(by: selector, of: parent.metadata, namespaces).map { members.all[$0] }
    }
    metricsFound = instances.all.map { instance in
      AgentHierarchy.Metrics(
        instance: instance,
        serviceMonitors: found(instance.spec.serviceMonitors, of: instance, among: serviceMonitors),
        podMonitors: found(instance.spec.podMonitors, of: instance, among: podMonitors),
        probes: found(instance.spec.probes, of: instance, among: probes))
    }
    logsFound = logs.all.map { instance in
      AgentHierarchy.Logs(
        instance: instance, podLogs: found(instance.spec.podLogs, of: instance, among: podLogs))
    }
    self.serviceMonitors = serviceMonitors
    self.podMonitors = podMonitors
    self.probes = probes
    self.podLogs = podLogs
  }

  var metricsInstances: [HierarchyMember<MetricsInstance>] { instances.all }
  var logsInstances: [HierarchyMember<LogsInstance>] { logs.all }

  func hierarchy(of agent: HierarchyMember<GrafanaAgent>) -> AgentHierarchy {
    let spec = agent.spec
    let metrics = instances.found(by: spec.metrics.instances, of: agent.metadata, namespaces)
      .map { metricsFound[$0] }
    let hierarchy = AgentHierarchy(
      agent: agent, metrics: spec.metrics.deniesFiles ? metrics.map(\.withoutFiles) : metrics,
      logs: logs.found(by: spec.logs.instances, of: agent.metadata, namespaces).map { logsFound[$0] },
      integrations: allIntegrations.found(by: spec.integrations, of: agent.metadata, namespaces)
        .map { allIntegrations.all[$0] })
    let selections = hierarchy.selections.filter(\.selector.needsNamespaceLabels)
    if selections.isEmpty { return hierarchy }
    return hierarchy.with(
      namespaces: namespaces.all, unknownNamespaces: selections.flatMap(unknownNamespaces))
  }

  private func unknownNamespaces(_ selection: HierarchySelection) -> [UnknownNamespace] {
    switch selection.kind {
    case MetricsInstance.kind: instances.unknownNamespaces(selection, namespaces)
    case LogsInstance.kind: logs.unknownNamespaces(selection, namespaces)
    case Integration.kind: allIntegrations.unknownNamespaces(selection, namespaces)
    case ServiceMonitor.kind: serviceMonitors.unknownNamespaces(selection, namespaces)
    case PodMonitor.kind: podMonitors.unknownNamespaces(selection, namespaces)
    case Probe.kind: probes.unknownNamespaces(selection, namespaces)
    case PodLogs.kind: podLogs.unknownNamespaces(selection, namespaces)
    default: []
    }
  }

  /// Whether a selector of an object finds another.
  func selects<Spec>(
    _ parent: HierarchyMember<Spec>, _ selector: HierarchySelector, _ metadata: ObjectMetadata
  ) -> Bool {
    namespaces.selects(parent.metadata, selector, metadata)
  }

  /// Whether a selector of an object finds something with errors, or could where its labels are not known.
  func couldSelect(
    _ parent: ObjectMetadata, _ selector: HierarchySelector, _ broken: AgentInput.HeldBack
  ) -> Bool {
    if let metadata = broken.metadata { return namespaces.selects(parent, selector, metadata) }
    return selector.labels != nil
      && namespaces.selects(selector, broken.reference.namespace, from: parent.namespace)
  }
}
