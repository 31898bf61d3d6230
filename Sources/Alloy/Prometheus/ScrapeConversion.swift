import Base

/// One scrape job: its service discovery, the relabelling of its targets, the scrape itself and the relabelling of its
/// metrics (grafana/alloy, internal/converter/internal/prometheusconvert).
struct ScrapeConversion {
  let defaults: ScrapeDefaults
  /// Who takes the metrics: `prometheus.remote_write.default.receiver`.
  let receiver: AlloyExpression

  /// - Parameter label: the label of the job's components.
  func group(_ settings: SettingReader, label: String) -> ComponentGroup {
    let discovery = DiscoveryConversion(settings, label: label)
    let targets = discovery.targets + Targets.written(settings)
    let name = settings.text("job_name") ?? ""
    settings.require("job_name")
    var group = discovery.group
    group.append(
      pipeline(
        ScrapeJob(
          name: name, label: label, targets: targets,
          targetRules: RelabelRules.blocks(settings.list("relabel_configs")),
          metricRules: RelabelRules.blocks(settings.list("metric_relabel_configs"))),
        arguments: arguments(settings)))
    return group
  }

  /// The components behind the targets.
  func pipeline(_ job: ScrapeJob, arguments: [AlloyStatement]) -> ComponentGroup {
    var group = ComponentGroup()
    var targets = Targets.joined(job.targets)
    if !job.targetRules.isEmpty {
      group.append(
        AlloyBlock("discovery.relabel", label: job.label, [.attribute("targets", targets)] + job.targetRules))
      targets = .path("discovery.relabel.\(job.label).output")
    }
    let forward = job.metricRules.isEmpty ? receiver : .path("prometheus.relabel.\(job.label).receiver")
    group.append(
      AlloyBlock(
        "prometheus.scrape", label: job.label,
        [
          .attribute("targets", targets), .attribute("forward_to", .list([forward])),
          .attribute("job_name", .string(job.name)),
        ] + arguments))
    if !job.metricRules.isEmpty {
      group.append(
        AlloyBlock(
          "prometheus.relabel", label: job.label,
          [.attribute("forward_to", .list([receiver]))] + job.metricRules))
    }
    return group
  }

  private func arguments(_ settings: SettingReader) -> [AlloyStatement] {
    let timing = ScrapeTiming(settings, defaults: defaults)
    return Self.before.body(settings) + timing.statements
      + protocols(settings.texts("scrape_protocols") ?? defaults.protocols) + bodySizeLimit(settings)
      + limits(settings)
      + Self.after.body(settings)
  }

  private func bodySizeLimit(_ settings: SettingReader) -> [AlloyStatement] {
    let own = settings.bytes("body_size_limit") ?? 0
    let limit = own == 0 ? defaults.bodySizeLimit : own
    return limit == 0 ? [] : [.attribute("body_size_limit", .string(GoText.bytes(limit)))]
  }

  private func limits(_ settings: SettingReader) -> [AlloyStatement] {
    ScrapeDefaults.limitNames.compactMap { name in
      let own = settings.integer(name) ?? 0
      let limit = own == 0 ? defaults.limits[name] ?? 0 : own
      return limit == 0 ? nil : .attribute(name, .integer(limit))
    }
  }

  /// Prometheus' default is Alloy's.
  private func protocols(_ names: [String]?) -> [AlloyStatement] {
    let usual = [
      "OpenMetricsText1.0.0", "OpenMetricsText0.0.1", "PrometheusText1.0.0", "PrometheusText0.0.4",
    ]
    guard let names, names != usual else { return [] }
    return [.attribute("scrape_protocols", .strings(names))]
  }

  // What Alloy takes: grafana/alloy, internal/component/prometheus/scrape/scrape.go. Its converter writes some of them and
  // tells an error all the same, with which Alloy does not start, and sets others to what it has itself
  // (internal/converter/internal/prometheusconvert/component/scrape.go, ValidatePrometheusScrape and toScrapeArguments).
  private static let before: [Argument] = [
    .flag("honor_labels"), .flag("honor_timestamps", given: true),
    refused(.flag("track_timestamps_staleness"), "track_timestamps_staleness"),
    .textListMap("params"),
    classicHistograms, ignored(.flag("scrape_native_histograms"), "scrape_native_histograms"),
    .text("scrape_failure_log_file"),
  ]

  private static func refused(_ argument: Argument, _ key: String) -> Argument {
    argument.carriedFurther(key, because: "Alloy's own converter refuses it")
  }

  private static func ignored(_ argument: Argument, _ key: String) -> Argument {
    argument.carriedFurther(key, because: "Alloy's own converter leaves it out")
  }

  /// Prometheus 2 has another name for it than Prometheus 3 and Alloy.
  private static let classicHistograms = Argument { settings in
    let names = ["always_scrape_classic_histograms", "scrape_classic_histograms"]
    let isOn = names.filter { settings.flag($0) == true }.isEmpty == false
    return isOn ? [.attribute("scrape_classic_histograms", .boolean(true))] : []
  }

  private static let after: [Argument] =
    [
      .text("metrics_path", given: "/metrics"), .text("scheme", given: "http"),
      .text(
        "scrape_fallback_protocol", from: "fallback_scrape_protocol", given: "PrometheusText0.0.4"),
      .flag("convert_classic_histograms_to_nhcb"), .flag("enable_compression", given: true),
      refused(.integer("native_histogram_bucket_limit"), "native_histogram_bucket_limit"),
      .number("native_histogram_min_bucket_factor"),
      ignored(.text("metric_name_validation_scheme", given: "legacy"), "metric_name_validation_scheme"),
      ignored(.text("metric_name_escaping_scheme"), "metric_name_escaping_scheme"),
      .lost("keep_dropped_targets"),
    ] + HTTPClientArguments.all
}

/// What the components of a scrape job are made of.
struct ScrapeJob {
  let name: String
  let label: String
  let targets: [AlloyExpression]
  let targetRules: [AlloyStatement]
  let metricRules: [AlloyStatement]
}
