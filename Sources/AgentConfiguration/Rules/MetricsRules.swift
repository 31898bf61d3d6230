import Base
import Documents

/// Rules over all metrics instances (grafana/agent, static/metrics/agent.go and instance/instance.go).
enum MetricsRules {
  /// What the agent takes where nothing is written.
  private enum Standard {
    static let scrapeInterval = Duration.seconds(60)
    static let truncation = Duration.seconds(3600)
    static let shortest = Duration.seconds(300)
    static let longest = Duration.seconds(4 * 3600)
    static let flushing = Duration.seconds(60)
  }

  static let check: MappingSchema.Rule = { reading, reader in
    let configs = reading.elements("configs")
    if reading.value("scraping_service")?["enabled"]?.scalar?.resolved.boolValue ?? false, !configs.isEmpty {
      reader.refuseSeveral(["scraping_service", "configs"], reading)
    }
    if reading.text("wal_directory") == "", !configs.isEmpty {
      reader.warn(
        "missing-key", reading.path.key("wal_directory"), at: reading.position("wal_directory"),
        "is empty: the agent needs the flag -metrics.wal-directory then", remedy: "write wal_directory")
    }
    let global = Global(reading)
    var names: [(name: String, position: Position, path: ConfigurationPath)] = []
    for (index, node) in configs.enumerated() {
      let path = reading.path.key("configs").element(index)
      guard let instance = InstanceReading(node, path) else { continue }
      checkInstance(instance, global, &reader)
      if !instance.name.isEmpty { names.append((instance.name, instance.namePosition, path.key("name"))) }
    }
    reader.refuseTwins(names, "instance")
    guard reading.text("instance_mode") ?? "shared" == "shared" else { return }
    SharedInstances.check(reading, global.receivers, &reader)
  }

  /// Settings for all instances.
  private struct Global {
    let receivers: YAMLNode?
    let scrapeInterval: Duration

    init(_ reading: MappingReading) {
      let node = reading.value("global")
      receivers = node?["remote_write"]
      scrapeInterval =
        node?["scrape_interval"]?.scalar.flatMap { PrometheusDuration.parse($0.text) }
        ?? Standard.scrapeInterval
    }
  }

  private static func checkInstance(
    _ instance: InstanceReading, _ global: Global, _ reader: inout SchemaReader
  ) {
    if instance.name.isEmpty {
      reader.refuse(
        "missing-key", instance.path.key("name"), at: instance.namePosition, "is missing or empty",
        remedy: "give the instance a name")
    }
    let truncation = instance.goDuration("wal_truncate_frequency") ?? Standard.truncation
    for (key, value) in [
      ("wal_truncate_frequency", truncation),
      ("remote_flush_deadline", instance.goDuration("remote_flush_deadline") ?? Standard.flushing),
    ] where value <= .zero {
      reader.refuse(
        "invalid-value", instance.path.key(key), at: instance.position(key), "has to be above 0",
        remedy: "write a duration such as 60m")
    }
    let shortest = instance.goDuration("min_wal_time") ?? Standard.shortest
    let longest = instance.goDuration("max_wal_time") ?? Standard.longest
    if shortest > longest {
      let key = instance.node["max_wal_time"] == nil ? "min_wal_time" : "max_wal_time"
      reader.refuse(
        "invalid-value", instance.path.key(key), at: instance.position(key),
        "is turned round: min_wal_time (\(GoDuration.format(shortest)) here) may not be above max_wal_time "
          + "(\(GoDuration.format(longest)) here)", remedy: "lower min_wal_time or raise max_wal_time")
    }
    checkJobs(instance, global, truncation, &reader)
    checkReceivers(instance, global, &reader)
  }

  private static func checkJobs(
    _ instance: InstanceReading, _ global: Global, _ truncation: Duration, _ reader: inout SchemaReader
  ) {
    var names: [(name: String, position: Position, path: ConfigurationPath)] = []
    for (index, job) in instance.elements("scrape_configs").enumerated() {
      let path = instance.path.key("scrape_configs").element(index)
      if job.isNull {
        reader.refuse(
          "missing-value", path, at: job.position, "is empty", remedy: "write the job or remove it")
        continue
      }
      let written = job["scrape_interval"]?.scalar.flatMap { PrometheusDuration.parse($0.text) }
      let interval = written.flatMap { $0 == .zero ? nil : $0 } ?? global.scrapeInterval
      if let timeout = job["scrape_timeout"]?.scalar.flatMap({ PrometheusDuration.parse($0.text) }),
        timeout > interval
      {
        reader.refuse(
          "invalid-value", path.key("scrape_timeout"), at: job.keyPosition("scrape_timeout"),
          "is above the job's interval", remedy: "lower the timeout or raise scrape_interval")
      }
      if interval > truncation {
        reader.refuse(
          "invalid-value", path.key("scrape_interval"), at: job.keyPosition("scrape_interval"),
          "is above wal_truncate_frequency", remedy: "raise wal_truncate_frequency or lower the interval")
      }
      if let name = job["job_name"]?.scalar?.text, !name.isEmpty {
        names.append((name, job.keyPosition("job_name"), path.key("job_name")))
      }
    }
    reader.refuseTwins(names, "job")
  }

  private static func checkReceivers(
    _ instance: InstanceReading, _ global: Global, _ reader: inout SchemaReader
  ) {
    let own = instance.elements("remote_write")
    let path = instance.path.key("remote_write")
    let receivers = own.isEmpty ? global.receivers?.sequence ?? [] : own
    let place: (Int) -> ConfigurationPath = {
      own.isEmpty ? .key(.key(.key(.top, "metrics"), "global"), "remote_write").element($0) : path.element($0)
    }
    var names: [(name: String, position: Position, path: ConfigurationPath)] = []
    var texts: Set<String> = []
    for (index, receiver) in receivers.enumerated() {
      if receiver.isNull {
        reader.refuse(
          "missing-value", place(index), at: receiver.position, "is empty",
          remedy: "write the receiver or remove it")
      } else if let name = receiver["name"]?.scalar?.text, !name.isEmpty {
        names.append((name, receiver.keyPosition("name"), place(index).key("name")))
      } else if !texts.insert(JSONWriter.string(receiver.json, style: .canonical)).inserted {
        reader.refuse(
          "duplicate-receiver", place(index), at: receiver.position, "is the same as one before it",
          remedy: "keep one of them")
      }
    }
    reader.refuseTwins(names, "receiver")
  }
}

extension YAMLNode {
  /// A mapping's key, or the mapping where it has no such key.
  func keyPosition(_ name: String) -> Position { entry(name)?.key.position ?? position }
}
