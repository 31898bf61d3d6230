import Base
import Manifests

/// One selector of a hierarchy, with what it looks for.
struct HierarchySelection {
  /// Of the objects that are looked for.
  let kind: String
  let selector: HierarchySelector
  /// The object that selects.
  let parent: ObjectMetadata
  let reference: ObjectReference
  /// Those in whose documents stands what is found.
  let roles: Set<AgentRole>
  private let places: FieldPlaces
  private let field: String
  private let namespaceField: String

  fileprivate init<Spec>(
    _ kind: String, _ selector: HierarchySelector, of parent: HierarchyMember<Spec>, _ places: FieldPlaces,
    field: String, namespaceField: String? = nil, roles: Set<AgentRole>
  ) {
    self.kind = kind
    self.selector = selector
    self.parent = parent.metadata
    reference = parent.reference
    self.roles = roles
    self.places = places
    self.field = field
    self.namespaceField = namespaceField ?? field
  }

  var place: SourceLocation { places.location(of: field) }
  /// Of the selector of namespaces.
  var namespacePlace: SourceLocation { places.location(of: namespaceField) }
}

extension AgentHierarchy {
  /// Those of the GrafanaAgent, and of its instances.
  var selections: [HierarchySelection] {
    let spec = agent.spec
    // The instances of a hierarchy stand in all of its documents, what they select in one.
    let integrations: Set<AgentRole> = [.integrationsDeployment, .integrationsDaemonSet]
    return [
      HierarchySelection(
        MetricsInstance.kind, spec.metrics.instances, of: agent, spec.metrics.places,
        field: "instanceSelector",
        namespaceField: "instanceNamespaceSelector", roles: integrations.union([.metrics])),
      HierarchySelection(
        LogsInstance.kind, spec.logs.instances, of: agent, spec.logs.places, field: "instanceSelector",
        namespaceField: "instanceNamespaceSelector", roles: integrations.union([.logs])),
      HierarchySelection(
        Integration.kind, spec.integrations, of: agent, spec.places, field: "integrations",
        roles: integrations),
    ] + metrics.flatMap(\.selections) + logs.map(\.selection)
  }
}

extension AgentHierarchy.Metrics {
  fileprivate var selections: [HierarchySelection] {
    let spec = instance.spec
    return [
      HierarchySelection(
        ServiceMonitor.kind, spec.serviceMonitors, of: instance, spec.places, field: "serviceMonitorSelector",
        namespaceField: "serviceMonitorNamespaceSelector", roles: [.metrics]),
      HierarchySelection(
        PodMonitor.kind, spec.podMonitors, of: instance, spec.places, field: "podMonitorSelector",
        namespaceField: "podMonitorNamespaceSelector", roles: [.metrics]),
      HierarchySelection(
        Probe.kind, spec.probes, of: instance, spec.places, field: "probeSelector",
        namespaceField: "probeNamespaceSelector", roles: [.metrics]),
    ]
  }
}

extension AgentHierarchy.Logs {
  fileprivate var selection: HierarchySelection {
    HierarchySelection(
      PodLogs.kind, instance.spec.podLogs, of: instance, instance.spec.places, field: "podLogsSelector",
      namespaceField: "podLogsNamespaceSelector", roles: [.logs])
  }
}
