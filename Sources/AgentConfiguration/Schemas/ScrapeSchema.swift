import Documents

/// Jobs that scrape (prometheus, config/config.go, ScrapeConfig and GlobalConfig).
enum ScrapeSchema {
  static let job = MappingSchema(
    jobFields, DiscoverySchema.fields(for: .metrics), HTTPClientSchema.fields,
    rules: [checkName, HTTPClientSchema.check, checkTargets, checkProtocols])

  static let jobs = ValueKind.list(.mapping(job), null: .skipped)

  /// Settings for all jobs. The agent does not look at them as Prometheus does: neither the names of external labels
  /// nor the timeout against the interval are compared (instance.GlobalConfig holds them inline).
  static let globalFields: Fields = .all(
    .prometheusDuration("scrape_interval scrape_timeout evaluation_interval"),
    .text("query_log_file"), Fields(.map(.text), "external_labels"), limits,
    Fields(.list(.text), "scrape_protocols"))

  private static let limits: Fields = .all(
    Fields(.base2Bytes, "body_size_limit"),
    .unsigned(
      "sample_limit target_limit label_limit label_name_length_limit label_value_length_limit keep_dropped_targets"
    ))

  private static let jobFields: Fields = .all(
    .text("job_name metrics_path scheme"),
    .boolean(
      "honor_labels honor_timestamps track_timestamps_staleness scrape_classic_histograms enable_compression"),
    .prometheusDuration("scrape_interval scrape_timeout"), limits,
    .unsigned("native_histogram_bucket_limit"), Fields(.float, "native_histogram_min_bucket_factor"),
    Fields([
      "params": .map(.list(.text)), "scrape_protocols": .list(.text), "relabel_configs": RelabelSchema.rules,
      "metric_relabel_configs": RelabelSchema.rules,
    ]))

  private static let checkName: MappingSchema.Rule = { reading, reader in
    reader.require(["job_name"], reading)
  }

  /// A URL where a host belongs is refused, unless a rule may make something else of it.
  private static let checkTargets: MappingSchema.Rule = { reading, reader in
    guard reading.elements("relabel_configs").isEmpty else { return }
    for (group, node) in reading.elements("static_configs").enumerated() {
      for (index, target) in (node["targets"]?.sequence ?? []).enumerated()
      where target.scalar?.text.contains("/") ?? false {
        reader.refuse(
          "invalid-value",
          reading.path.key("static_configs").element(group).key("targets").element(index),
          at: target.position,
          "has a slash, so it is no host and port",
          remedy: "write host:port, and the path as metrics_path")
      }
    }
  }

  private static let protocols = [
    "PrometheusProto", "PrometheusText0.0.4", "OpenMetricsText0.0.1", "OpenMetricsText1.0.0",
  ]

  private static let checkProtocols: MappingSchema.Rule = { reading, reader in
    if reading.value("scrape_protocols")?.sequence?.isEmpty ?? false {
      reader.require(["scrape_protocols"], reading)
    }
    var seen: Set<String> = []
    for (index, node) in reading.elements("scrape_protocols").enumerated() {
      if let name = node.scalar?.text, !seen.insert(name.lowercased()).inserted {
        reader.refuse(
          "duplicate-name", reading.path.key("scrape_protocols").element(index), at: node.position,
          "stands twice", remedy: "keep one of them")
      }
      reader.read(
        node, as: .choice(protocols, ignoresCase: false),
        at: reading.path.key("scrape_protocols").element(index))
    }
  }
}
