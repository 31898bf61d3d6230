import Base
import Manifests

/// The roles of a GrafanaAgent that an object with errors belongs to, as far as its labels and namespace are known.
struct HeldBackRoles {
  let roles: Set<AgentRole>

  private static let integrations: Set<AgentRole> = [.integrationsDeployment, .integrationsDaemonSet]

  init(
    _ agent: HierarchyMember<GrafanaAgent>, _ finder: HierarchyFinder, _ broken: AgentInput.HeldBack
  ) {
    let spec = agent.spec
    // The instances of a hierarchy stand in all of its documents, what they select in one.
    roles =
      switch broken.reference.kind {
      case MetricsInstance.kind:
        Self.isSelected(broken, by: agent, spec.metrics.instances, finder)
          ? Self.integrations.union([.metrics]) : []
      case LogsInstance.kind:
        Self.isSelected(broken, by: agent, spec.logs.instances, finder)
          ? Self.integrations.union([.logs]) : []
      case Integration.kind:
        Self.isSelected(broken, by: agent, spec.integrations, finder) ? Self.integrations : []
      case ServiceMonitor.kind: Self.metrics(broken, agent, finder, \.serviceMonitors)
      case PodMonitor.kind: Self.metrics(broken, agent, finder, \.podMonitors)
      case Probe.kind: Self.metrics(broken, agent, finder, \.probes)
      case PodLogs.kind:
        finder.hierarchy(of: agent).logsInstances.contains {
          Self.isSelected(broken, by: $0, $0.spec.podLogs, finder)
        } ? [.logs] : []
      default: []
      }
  }

  private static func metrics(
    _ broken: AgentInput.HeldBack, _ agent: HierarchyMember<GrafanaAgent>, _ finder: HierarchyFinder,
    _ selector: (MetricsInstance) -> HierarchySelector
  ) -> Set<AgentRole> {
    finder.hierarchy(of: agent).metricsInstances.contains {
      isSelected(broken, by: $0, selector($0.spec), finder)
    } ? [.metrics] : []
  }

  private static func isSelected<Spec>(
    _ broken: AgentInput.HeldBack, by parent: HierarchyMember<Spec>, _ selector: HierarchySelector,
    _ finder: HierarchyFinder
  ) -> Bool {
    broken.metadata.map { finder.selects(parent, selector, $0) }
      ?? finder.couldSelect(parent, selector, namespace: broken.reference.namespace)
  }
}
