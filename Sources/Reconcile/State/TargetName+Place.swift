import Store

extension TargetName {
  /// For people: the workspace's URL, the output directory of agent files, or the API server's URL.
  public var place: String {
    for prefix in [AgentRunner.targetPrefix, ClusterRunner.targetPrefix] where name.hasPrefix(prefix) {
      return String(name.dropFirst(prefix.count))
    }
    return name
  }

  /// Whether its objects are those of agents, which no workspace has.
  var isOfAgents: Bool {
    [AgentRunner.targetPrefix, ClusterRunner.targetPrefix].contains { name.hasPrefix($0) }
  }
}
