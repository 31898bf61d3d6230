import Store

extension TargetName {
  /// For people: the workspace's URL, or the output directory of agent files.
  public var place: String {
    name.hasPrefix(AgentRunner.targetPrefix) ? String(name.dropFirst(AgentRunner.targetPrefix.count)) : name
  }
}
