extension AgentHierarchy {
  /// What files are made of: the GrafanaAgent first, then some of what it selects, then what decided about that.
  func sources(_ parts: [AgentFile.Source]) -> [AgentFile.Source] {
    var sources = [agent.source]
    sources.reserveCapacity(1 + parts.count + namespaces.count)
    sources += parts
    for namespace in namespaces { sources.append(namespace.source) }
    return sources
  }
}

extension AgentHierarchy.Metrics {
  /// Of its jobs.
  var sources: [AgentFile.Source] {
    var sources = [instance.source]
    for monitor in serviceMonitors { sources.append(monitor.source) }
    for monitor in podMonitors { sources.append(monitor.source) }
    for probe in probes { sources.append(probe.source) }
    return sources
  }
}

extension AgentHierarchy.Logs {
  /// Of its jobs.
  var sources: [AgentFile.Source] { [instance.source] + podLogs.map(\.source) }
}
