import Base
import Manifests

/// A GrafanaAgent with everything that its selectors find.
public struct AgentHierarchy: Sendable {
  public let agent: HierarchyMember<GrafanaAgent>
  /// By namespace and name, since upstream's order is not defined (reference agent-operator.md section 0).
  public let metricsInstances: [HierarchyMember<MetricsInstance>]
  /// By namespace and name.
  public let integrations: [HierarchyMember<Integration>]

  public init(
    agent: HierarchyMember<GrafanaAgent>, metricsInstances: [HierarchyMember<MetricsInstance>] = [],
    integrations: [HierarchyMember<Integration>] = []
  ) {
    self.agent = agent
    self.metricsInstances = metricsInstances
    self.integrations = integrations
  }
}
