import Base
import Documents

/// Rules over all logs instances (grafana/agent, static/logs; loki, promtail/targets/manager.go and client/manager.go).
enum LogsRules {
  static let check: MappingSchema.Rule = { reading, reader in
    let global = reading.value("global")?["clients"]?.sequence ?? []
    let directory = reading.filled("positions_directory")
    var names: [(name: String, position: Position, path: ConfigurationPath)] = []
    var positions: [(name: String, position: Position, path: ConfigurationPath)] = []
    var readsGlobal = false
    for (index, instance) in reading.elements("configs").enumerated() where instance.mapping != nil {
      let path = reading.path.key("configs").element(index)
      let name = instance["name"]?.scalar?.text ?? ""
      if name.isEmpty {
        reader.refuse(
          "missing-key", path.key("name"), at: instance.keyPosition("name"), "is missing or empty",
          remedy: "give the instance a name")
      } else {
        names.append((name, instance.keyPosition("name"), path.key("name")))
      }
      let file = instance["positions"]?["filename"]?.scalar?.text ?? ""
      if file.isEmpty, directory == nil {
        reader.refuse(
          "missing-key", reading.path.key("positions_directory"), at: instance.position,
          "is missing, and the instance has no positions.filename", remedy: "write positions_directory")
      }
      let place = file.isEmpty ? "\(directory ?? "")/\(name).yml" : file
      positions.append((place, instance.keyPosition("positions"), path.key("positions")))
      let own = instance["clients"]?.sequence ?? []
      readsGlobal = readsGlobal || own.isEmpty
      if !own.isEmpty { checkClients(own, path.key("clients"), &reader) }
      if own.isEmpty, global.isEmpty {
        warnWithoutClients(instance, path, &reader)
      } else {
        checkJobs(instance, path, &reader)
      }
    }
    if readsGlobal, !global.isEmpty {
      checkClients(global, reading.path.key("global").key("clients"), &reader)
    }
    reader.refuseTwins(names, "logs instance")
    reader.refuseTwins(positions, "positions file")
  }

  private static func warnWithoutClients(
    _ instance: YAMLNode, _ path: ConfigurationPath, _ reader: inout SchemaReader
  ) {
    guard !(instance["scrape_configs"]?.sequence ?? []).isEmpty else { return }
    reader.warn(
      "no-receiver", path.key("clients"), at: instance.position,
      "is missing: the agent reads no line for this instance, and looks at none of its stages",
      remedy: "write clients here or under logs.global")
  }

  private static func checkClients(
    _ clients: [YAMLNode], _ path: ConfigurationPath, _ reader: inout SchemaReader
  ) {
    var names: [(name: String, position: Position, path: ConfigurationPath)] = []
    var texts: Set<String> = []
    for (index, client) in clients.enumerated() {
      let place = path.element(index)
      guard client.isNull || client.mapping != nil else { continue }
      if client["url"]?.scalar?.text ?? "" == "" {
        reader.refuse(
          "missing-key", place.key("url"), at: client.keyPosition("url"), "is missing or empty",
          consequence: "the agent ends", remedy: "write url")
      }
      if let name = client["name"]?.scalar?.text, !name.isEmpty {
        names.append((name, client.keyPosition("name"), place.key("name")))
      } else if !texts.insert(JSONWriter.string(client.json, style: .canonical)).inserted {
        reader.refuse(
          "duplicate-receiver", place, at: client.position, "is the same as one before it",
          consequence: "the agent ends", remedy: "keep one of them")
      }
    }
    reader.refuseTwins(names, "client", consequence: "the agent ends")
  }

  private static func checkJobs(_ instance: YAMLNode, _ path: ConfigurationPath, _ reader: inout SchemaReader)
  {
    for (index, job) in (instance["scrape_configs"]?.sequence ?? []).enumerated() {
      let place = path.key("scrape_configs").element(index)
      let kinds = LogTargets.names + DiscoverySchema.names(for: .logs)
      let hasTarget = (job.mapping ?? []).contains { !$0.value.isNull && kinds.contains($0.name) }
      if job.isNull || job.mapping != nil, !hasTarget {
        reader.refuse(
          "missing-key", place, at: job.position, "has nothing that it could read lines from",
          consequence: "the agent ends",
          remedy: "write static_configs, kubernetes_sd_configs or another target")
      }
      guard let stages = job["pipeline_stages"]?.sequence else { continue }
      PipelineStages.read(stages, place.key("pipeline_stages"), &reader)
    }
  }
}
