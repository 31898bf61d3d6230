import Manifests

/// Labels and annotations of the objects around agents (reference agent-operator.md sections 4 and 4.1).
enum ObjectLabels {
  /// On every object, as with Grafana Agent Operator.
  static let managedBy = ["app.kubernetes.io/managed-by": "grafana-agent-operator"]
  /// On every object: whose it is, by the GrafanaAgent's name. It is how the objects that are no longer wanted are found.
  static let inventory = "sluice.dev/inventory"

  static let name = "operator.agent.grafana.com/name"
  static let shard = "operator.agent.grafana.com/shard"
  static let type = "operator.agent.grafana.com/type"
  /// On pods, where the GrafanaAgent asks for it; the operator puts its own version there, never into selectors.
  static let version = "app.kubernetes.io/version"

  /// Those that a workload finds its pods by, without those of its role.
  static func selector(of agent: String) -> [String: String] {
    managedBy.merging([
      "app.kubernetes.io/name": "grafana-agent", "app.kubernetes.io/instance": agent, "grafana-agent": agent,
      name: agent,
    ]) { first, _ in first }
  }

  static func object(of agent: String) -> [String: String] {
    managedBy.merging([inventory: agent]) { first, _ in first }
  }

  /// Those of the GrafanaAgent that its workloads take over. kubectl's own would let it prune them, and ours are not
  /// about them.
  static func annotations(of agent: ObjectMetadata) -> [String: String] {
    agent.annotations.filter { name, _ in
      !["kubectl.kubernetes.io/", ObjectMetadata.ownPrefix].contains { name.hasPrefix($0) }
    }
  }
}
