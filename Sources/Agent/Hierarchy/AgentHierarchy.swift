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

  /// All objects, the agent first.
  public var sources: [(reference: ObjectReference, origin: SourceLocation)] {
    [(agent.reference, agent.origin)] + metricsInstances.map { ($0.reference, $0.origin) }
      + integrations.map { ($0.reference, $0.origin) }
  }

  /// The same with only those integrations that run on all nodes, or only those that do not.
  func integrations(onAllNodes: Bool) -> [HierarchyMember<Integration>] {
    integrations.filter { $0.spec.runsOnAllNodes == onAllNodes }
  }
}
