import Base
import Documents

/// Rules over all logs instances (grafana/agent, static/logs; loki, promtail/targets/manager.go and client/manager.go).
enum LogsRules {
  static let check: MappingSchema.Rule = { reading, reader in
    let global = reading.value("global")?["clients"]?.sequence ?? []
    let directory = reading.filled("positions_directory")
    var names: [NamedPlace] = []
    var positions: [NamedPlace] = []
    var readsGlobal = false
    for (index, instance) in reading.elements("configs").enumerated() where instance.mapping != nil {
      let path = reading.path.key("configs").element(index)
      let name = NamedPlace("name", of: instance, path, reader)
      if let name {
        names.append(name)
      } else {
        reader.refuse(
          "missing-key", path.key("name"), at: instance.keyPosition("name"), "is missing or empty",
          remedy: "give the instance a name")
      }
      let file = instance["positions"].flatMap {
        NamedPlace("filename", of: $0, path.key("positions"), reader)
      }
      if file == nil, directory == nil {
        reader.refuse(
          "missing-key", reading.path.key("positions_directory"), at: instance.position,
          "is missing, and the instance has no positions.filename", remedy: "write positions_directory")
      }
      let shownDirectory = reading.value("positions_directory").map(reader.shown) ?? ""
      positions.append(
        NamedPlace(
          file?.name ?? "\(directory ?? "")/\(name?.name ?? "").yml",
          shown: file?.shown ?? "\(shownDirectory)/\(name?.shown ?? "").yml",
          at: instance.keyPosition("positions"), path.key("positions")))
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
    var names: [NamedPlace] = []
    var seen: Set<ComparableSettings> = []
    for (index, client) in clients.enumerated() {
      let place = path.element(index)
      guard client.isNull || client.mapping != nil else { continue }
      if client["url"]?.scalar?.text ?? "" == "" {
        reader.refuse(
          "missing-key", place.key("url"), at: client.keyPosition("url"), "is missing or empty",
          consequence: "the agent ends", remedy: "write url")
      }
      if let name = NamedPlace("name", of: client, place, reader) {
        names.append(name)
      } else if !seen.insert(.logsClient(WrittenSetting(client))).inserted {
        tellTwin(client, place, &reader)
      }
    }
    reader.refuseTwins(names, "client", consequence: "the agent ends")
  }

  /// Settings that are pointers in Go. The agent names a client by a digest of what Go prints of it (promtail,
  /// client/client.go, asSha256), and of these it prints addresses, which differ.
  private static let logins = [
    "basic_auth", "authorization", "oauth2", "bearer_token", "bearer_token_file",
  ]

  private static func tellTwin(
    _ client: YAMLNode, _ path: ConfigurationPath, _ reader: inout SchemaReader
  ) {
    let problem = "is the same as one before it"
    let remedy = "keep one of them"
    let hasNoLogin = !logins.contains { client[$0].map { !$0.isNull } ?? false }
    guard hasNoLogin else {
      return reader.warn(
        "duplicate-receiver", path, at: client.position, problem + ": the agent sends every line twice",
        remedy: remedy)
    }
    reader.refuse(
      "duplicate-receiver", path, at: client.position, problem, consequence: "the agent ends",
      remedy: remedy)
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
