import Manifests

/// Reference agent-operator.md section 3.14.
extension Rendering {
  /// - Parameter integrations: those of one workload, with the names that are to be written.
  func integrationsDocument(
    _ hierarchy: AgentHierarchy, integrations: [(name: String, config: ConfigValue)], dataDirectory: String
  ) -> ConfigValue {
    var lists: [String: [ConfigValue]] = [:]
    for integration in integrations {
      lists["\(integration.name)_configs", default: []].append(integration.config)
    }
    var entry = ConfigMapping()
    // Integrations opt in one by one, naming their instance.
    entry.set("metrics", .mapping(["autoscrape": .mapping(["enable": .flag(false)])]))
    for (key, list) in lists { entry.set(key, .list(list)) }
    var document = ConfigMapping()
    document.set("server", server(hierarchy.agent.spec))
    document.set(
      "metrics",
      metrics(
        hierarchy, labels: externalLabels(hierarchy.agent, addsReplica: false), dataDirectory: dataDirectory,
        takesMonitors: false))
    document.set("logs", logs(hierarchy, dataDirectory: dataDirectory, takesPodLogs: false))
    document.set("integrations", entry.value)
    return document.value
  }

  /// The settings of one integration, with the files that it asks for put where Sluice writes them.
  func integration(_ integration: HierarchyMember<Integration>) -> ConfigValue {
    let config = ConfigValue(integration.spec.config.json) ?? .mapping([:])
    guard case .written = placement else { return config }
    let owner = Owner(integration)
    let paths = integration.spec.files.map { source -> (mounted: String, written: String) in
      let reference = ValueReference(source, namespace: owner.namespace)
      _ = path(source, of: owner)
      return (Self.mountPath + reference.storeKey, path(of: reference))
    }
    // The longest first, so that a path that begins with another is not cut.
    let ordered = paths.sorted { $0.mounted.utf8.count > $1.mounted.utf8.count }
    return config.mapTexts { text in
      ordered.reduce(text) { $0.replacingOccurrences($1.mounted, with: $1.written) }
    }
  }

  /// Where Grafana Agent Operator mounts the `secrets` and `configMaps` of Integrations (reference section 4.5).
  static let mountPath = "/etc/grafana-agent/integrations"
}
