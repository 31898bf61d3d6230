import Alloy
import Base
import Documents

/// The document of a role as Grafana Alloy reads the configurations of agents (`alloy run --config.format=static`): its
/// converter takes the names of logs instances for labels, wants every integration to name a metrics instance that is there,
/// and has a flag for the place of the write-ahead log: of a setting it only warns (data alloy-convert, folder operator;
/// grafana/alloy, internal/converter/internal/staticconvert, validate.go).
struct StaticModeDocument {
  private(set) var document: ConfigValue
  /// Names of logs instances that would be one, each with what it would be.
  private(set) var collisions: [(name: String, label: String)] = []

  init(_ document: ConfigValue) {
    self.document = document.withoutLogDirectory
    renameLogs()
    nameInstances()
  }

  // MARK: Logs

  private mutating func renameLogs() {
    guard case .mapping(var members) = document, case .mapping(var logs)? = members["logs"] else { return }
    let directory = logs["positions_directory"]?.writtenText ?? ""
    var labels: [String: String] = [:]
    let configs = (logs["configs"]?.elements ?? []).map { config -> ConfigValue in
      guard case .mapping(var instance) = config, let name = instance["name"]?.writtenText,
        let label = AlloyIdentifier.sanitized(name)
      else { return config }
      if labels.values.contains(label) { collisions.append((name, label)) }
      labels[name] = label
      instance["name"] = .text(label)
      // Where the agent would have kept it: what was read stays read.
      if instance["positions"] == nil {
        instance["positions"] = .mapping(["filename": .text("\(directory)/\(name).yml")])
      }
      return .mapping(instance)
    }
    if !configs.isEmpty { logs["configs"] = .list(configs) }
    members["logs"] = .mapping(logs)
    document = .mapping(members)
    for key in ["app_agent_receiver_configs", "eventhandler_configs"] {
      changeIntegrations(key) { settings in
        if let name = settings["logs_instance"]?.writtenText, let label = labels[name] {
          settings["logs_instance"] = .text(label)
        }
      }
    }
  }

  // MARK: Integrations

  /// An integration that names no metrics instance means `default`, which configurations of the operator never have. The only
  /// one there is is meant, as in `NextIntegrations`.
  private mutating func nameInstances() {
    let instances = document["metrics"]?["configs"]?.elements ?? []
    guard instances.count == 1, let name = instances[0]["name"]?.writtenText,
      case .mapping(let lists)? = document["integrations"]
    else { return }
    let withoutMetrics = ["app_agent_receiver_configs", "eventhandler_configs"]
    for key in lists.keys where key.hasSuffix("_configs") && !withoutMetrics.contains(key) {
      changeIntegrations(key) { settings in
        var autoscrape: [String: ConfigValue] = [:]
        if case .mapping(let written)? = settings["autoscrape"] { autoscrape = written }
        guard autoscrape["metrics_instance"]?.writtenText?.isEmpty ?? true else { return }
        autoscrape["metrics_instance"] = .text(name)
        settings["autoscrape"] = .mapping(autoscrape)
      }
    }
  }

  private mutating func changeIntegrations(_ key: String, _ change: (inout [String: ConfigValue]) -> Void) {
    guard case .mapping(var members) = document, case .mapping(var integrations)? = members["integrations"],
      let list = integrations[key]
    else { return }
    integrations[key] = .list(
      list.elements.map { element in
        guard case .mapping(var settings) = element else { return element }
        change(&settings)
        return .mapping(settings)
      })
    members["integrations"] = .mapping(integrations)
    document = .mapping(members)
  }
}

extension ConfigValue {
  /// The document without the place of its write-ahead log, which is a flag of Alloy.
  var withoutLogDirectory: ConfigValue {
    guard case .mapping(var members) = self, case .mapping(var metrics)? = members["metrics"] else {
      return self
    }
    metrics["wal_directory"] = nil
    members["metrics"] = .mapping(metrics)
    return .mapping(members)
  }
}
