/// What one agent process does. Each has a configuration of its own, as each has a workload of its own upstream.
public enum AgentRole: String, Hashable, CaseIterable, Sendable {
  /// Scrapes and sends metrics; one process for each shard.
  case metrics
  /// Reads logs, on every node.
  case logs
  /// Integrations that run once.
  case integrationsDeployment = "integrations-deploy"
  /// Integrations that run on every node.
  case integrationsDaemonSet = "integrations-ds"

  /// The folder of a shard's configuration, below the GrafanaAgent's own. The first has no number, as upstream names
  /// its StatefulSets.
  public func directory(shard: Int = 0) -> String {
    shard == 0 ? rawValue : "\(rawValue)-shard-\(shard)"
  }

  /// Whether a folder below the GrafanaAgent's own is of this role.
  func owns(directory: String) -> Bool {
    directory == rawValue || directory.hasPrefix(rawValue + "-shard-")
  }

  /// Whether the configuration has the integrations that run on all nodes, or the others; nil where it has none.
  var runsOnAllNodes: Bool? {
    switch self {
    case .metrics, .logs: nil
    case .integrationsDeployment: false
    case .integrationsDaemonSet: true
    }
  }
}
