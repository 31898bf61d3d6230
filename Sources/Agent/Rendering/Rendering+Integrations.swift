import Base
import Documents
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
    let owner = Owner(integration)
    let references = integration.spec.files.map { ($0, ValueReference($0, namespace: owner.namespace)) }
    let mounted = Set(references.map { Self.mountPath + $0.1.storeKey })
    config.forEachText { text, pointer in
      for path in MountedPaths.all(in: text) where !mounted.contains(path) {
        tellUnmounted(path, of: integration, at: integration.spec.config.location(of: pointer))
      }
    }
    guard case .written = placement else { return config }
    let written = references.reduce(into: [String: String]()) { written, entry in
      _ = path(entry.0, of: owner)
      written[Self.mountPath + entry.1.storeKey] = path(of: entry.1)
    }
    return config.mapTexts { MountedPaths.replacing($0) { written[$0] } }
  }

  /// In a pod another Integration, or a volume, may bring the file; beside a process nothing does.
  private func tellUnmounted(
    _ path: String, of integration: HierarchyMember<Integration>, at place: SourceLocation
  ) {
    let isWritten = if case .written = placement { true } else { false }
    tell(
      Diagnostic(
        isWritten ? .error : .warning, code: "missing-file", subject: integration.reference, at: place,
        "\(path) is none of the files of this Integration's secrets and configMaps",
        remedy: "name the object and the key of the file in spec.secrets or spec.configMaps"))
  }

  /// Where Grafana Agent Operator mounts the `secrets` and `configMaps` of Integrations (reference section 4.5).
  static let mountPath = "/etc/grafana-agent/integrations"
}
