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
    var names: [NamedPlace] = []
    var usesGlobal = false
    for (index, node) in configs.enumerated() {
      let path = reading.path.key("configs").element(index)
      guard let instance = InstanceReading(node, path) else { continue }
      checkInstance(instance, global, &reader)
      let own = instance.elements("remote_write")
      if own.isEmpty { usesGlobal = true } else { checkReceivers(own, path.key("remote_write"), &reader) }
      if let name = NamedPlace("name", of: node, path, reader) { names.append(name) }
    }
    // Once for all instances, since a long list may stand in many.
    if usesGlobal {
      checkReceivers(global.receivers, reading.path.key("global").key("remote_write"), &reader)
    }
    reader.refuseTwins(names, "instance")
    guard reading.text("instance_mode") ?? "shared" == "shared" else { return }
    SharedInstances.check(reading, global.receivers, &reader)
  }

  /// One job of which nothing around it is known.
  static func readJob(_ job: YAMLNode, _ reader: inout SchemaReader) {
    if job.isNull {
      reader.refuse(
        "missing-value", .top, at: job.position, "is empty", remedy: "write the job or remove it")
    }
    reader.read(job, as: .mapping(ScrapeSchema.job), at: .top)
    SharedInstances.checkEqualActions(job, .top, &reader)
  }

  /// Settings for all instances.
  private struct Global {
    let receivers: [YAMLNode]
    let scrapeInterval: YAMLNode?

    init(_ reading: MappingReading) {
      let node = reading.value("global")
      receivers = node?["remote_write"]?.sequence ?? []
      scrapeInterval = node?["scrape_interval"]
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
    let isTruncationKnown = !reader.unknown.contains(instance.node["wal_truncate_frequency"])
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
    let areLimitsKnown = ["min_wal_time", "max_wal_time"].allSatisfy {
      !reader.unknown.contains(instance.node[$0])
    }
    if areLimitsKnown, shortest > longest {
      let key = instance.node["max_wal_time"] == nil ? "min_wal_time" : "max_wal_time"
      reader.refuse(
        "invalid-value", instance.path.key(key), at: instance.position(key),
        "is turned round: min_wal_time (\(GoDuration.format(shortest)) here) may not be above max_wal_time "
          + "(\(GoDuration.format(longest)) here)", remedy: "lower min_wal_time or raise max_wal_time")
    }
    checkJobs(instance, global, isTruncationKnown ? truncation : nil, &reader)
  }

  /// - Parameter truncation: nil where it is not known.
  private static func checkJobs(
    _ instance: InstanceReading, _ global: Global, _ truncation: Duration?, _ reader: inout SchemaReader
  ) {
    var names: [NamedPlace] = []
    for (index, job) in instance.elements("scrape_configs").enumerated() {
      let path = instance.path.key("scrape_configs").element(index)
      if job.isNull {
        reader.refuse(
          "missing-value", path, at: job.position, "is empty", remedy: "write the job or remove it")
        continue
      }
      if let interval = interval(of: job, global, reader) {
        if let timeout = duration(job["scrape_timeout"]), timeout > interval {
          reader.refuse(
            "invalid-value", path.key("scrape_timeout"), at: job.keyPosition("scrape_timeout"),
            "is above the job's interval", remedy: "lower the timeout or raise scrape_interval")
        }
        if let truncation, interval > truncation {
          reader.refuse(
            "invalid-value", path.key("scrape_interval"), at: job.keyPosition("scrape_interval"),
            "is above wal_truncate_frequency", remedy: "raise wal_truncate_frequency or lower the interval")
        }
      }
      if let name = NamedPlace("job_name", of: job, path, reader) { names.append(name) }
    }
    reader.refuseTwins(names, "job")
  }

  /// How often a job scrapes; nil where that is not known.
  private static func interval(of job: YAMLNode, _ global: Global, _ reader: SchemaReader) -> Duration? {
    let own = job["scrape_interval"]
    guard !reader.unknown.contains(own) else { return nil }
    if let written = duration(own), written != .zero { return written }
    return reader.unknown.contains(global.scrapeInterval)
      ? nil : duration(global.scrapeInterval) ?? Standard.scrapeInterval
  }

  private static func duration(_ node: YAMLNode?) -> Duration? {
    node?.scalar.flatMap { PrometheusDuration.parse($0.text) }
  }

  private static func checkReceivers(
    _ receivers: [YAMLNode], _ path: ConfigurationPath, _ reader: inout SchemaReader
  ) {
    var names: [NamedPlace] = []
    var seen: Set<ComparableSettings> = []
    for (index, receiver) in receivers.enumerated() {
      let place = path.element(index)
      if receiver.isNull {
        reader.refuse(
          "missing-value", place, at: receiver.position, "is empty",
          remedy: "write the receiver or remove it")
      } else if let name = NamedPlace("name", of: receiver, place, reader) {
        names.append(name)
      } else if receiver.mapping != nil, !seen.insert(reader.comparable(receiver)).inserted {
        reader.refuse(
          "duplicate-receiver", place, at: receiver.position,
          "is the same as one before it, secrets and what holds anyway aside",
          remedy: "keep one of them, or give each a name")
      }
    }
    reader.refuseTwins(names, "receiver")
  }
}

extension SchemaReader {
  fileprivate mutating func comparable(_ receiver: YAMLNode) -> ComparableSettings {
    comparedReceivers += 1
    return .receiver(WrittenSetting(receiver))
  }
}

extension YAMLNode {
  /// A mapping's key, or the mapping where it has no such key.
  func keyPosition(_ name: String) -> Position { entry(name)?.key.position ?? position }
}
