import Base

/// A whole configuration of Prometheus (grafana/alloy, internal/converter/internal/prometheusconvert).
enum PrometheusConversion {
  static func configuration(_ settings: SettingReader) -> AlloyConfiguration {
    let global = settings.section("global")
    checkGlobal(global)
    var assembly = ConfigurationAssembly()
    let jobs = settings.list("scrape_configs")
    let endpoints = settings.list("remote_write")
    if endpoints.isEmpty, let first = jobs.first {
      settings.findings.warn(
        "there is no remote_write: what the jobs scrape goes nowhere", at: first.position,
        remedy: "Alloy refuses prometheus.remote_write.default, which does not exist; add a receiver")
    }
    if !endpoints.isEmpty {
      var group = ComponentGroup()
      group.append(
        RemoteWriteConversion.block(
          endpoints, label: "default", externalLabels: global.textMap("external_labels") ?? [:], names: nil))
      assembly.add(group)
    }
    var defaults = ScrapeDefaults(global)
    defaults.bodySizeLimit = global.bytes("body_size_limit") ?? 0
    for name in ScrapeDefaults.limitNames { defaults.limits[name] = global.integer(name) ?? 0 }
    let conversion = ScrapeConversion(
      defaults: defaults, receiver: .path("prometheus.remote_write.default.receiver"))
    JobNames.check(jobs)
    for job in jobs {
      let label = AlloyIdentifier.sanitized(job.text("job_name") ?? "") ?? "_"
      assembly.add(conversion.group(job, label: label))
    }
    let others: [Argument] = [
      .lost("alerting", "rule_files", because: "Alloy neither evaluates rules nor sends alerts"),
      .lost("remote_read", "storage", because: "Alloy keeps no data to be asked for"), .lost("tracing"),
      .lost("scrape_config_files", because: "the files are not read"),
      .dropped("runtime", "otlp", because: "it is about Prometheus' own process"),
    ]
    _ = others.body(settings)
    return assembly.configuration
  }

  private static func checkGlobal(_ global: SettingReader) {
    if let interval = global.duration("evaluation_interval"), interval != .seconds(60), interval != .zero {
      global.findings.lose(
        "global.evaluation_interval cannot be carried over: Alloy evaluates no rules",
        at: global.position(of: "evaluation_interval"))
    }
    let others: [Argument] = [
      .lost("query_log_file"), .known("rule_query_offset", "external_labels"),
      .lost("keep_dropped_targets"),
      .dropped(
        "scrape_failure_log_file", "metric_name_validation_scheme", "metric_name_escaping_scheme",
        "always_scrape_classic_histograms", "convert_classic_histograms_to_nhcb", "scrape_native_histograms",
        because: "set it at the jobs"),
    ]
    _ = others.body(global)
  }
}
