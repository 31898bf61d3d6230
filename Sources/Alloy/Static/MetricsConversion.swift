import Base

/// The section `metrics`: instances with scrape jobs and receivers.
struct MetricsConversion {
  private let settings: SettingReader
  private let names: RemoteWriteName
  let global: SettingReader
  /// What scrape jobs inherit.
  let defaults: ScrapeDefaults
  /// The instance that gives the global receivers their names: the first that has none of its own. All others that
  /// inherit them share the names, as the agent keeps one value for all.
  private let namingInstance: String?

  init(_ settings: SettingReader, name: RemoteWriteName) {
    self.settings = settings
    names = name
    global = settings.section("global")
    defaults = ScrapeDefaults(global)
    namingInstance = settings.list("configs").first { $0.list("remote_write").isEmpty }?.text("name")
  }

  /// The receivers of the section's own `global`, for what has none.
  var globalEndpoints: [SettingReader] { global.list("remote_write") }

  var externalLabels: [String: String] { global.textMap("external_labels") ?? [:] }

  /// The names of the receivers that are inherited from `global`; nil where no instance gave them any.
  var inheritedNames: ((SettingReader) -> String?)? {
    namingInstance.map { instance in { names.name($0, instance: instance) } }
  }

  /// Adds the components of every instance.
  /// - Returns: the receivers of the instances, in their order.
  func convert(into assembly: inout ConfigurationAssembly) -> [InstanceReceivers.Entry] {
    _ = others.body(settings)
    checkGlobal()
    return settings.instances.map { .init(instance: $0, labels: [add($0, to: &assembly)]) }
  }

  /// - Returns: the label of the instance's receiver.
  private func add(_ named: NamedInstance, to assembly: inout ConfigurationAssembly) -> String {
    let name = named.name
    let instance = named.settings
    var label = AlloyIdentifier.sanitized("metrics_" + name) ?? "metrics"
    let own = instance.list("remote_write")
    let endpoints = own.isEmpty ? globalEndpoints : own
    if endpoints.isEmpty {
      // Nobody else gets the label, or what this instance scrapes would go to the other's receiver.
      label = assembly.reserve("prometheus.remote_write", label: label, at: instance.position)
      instance.findings.warn(
        "the metrics instance \(named.shownName) has no remote_write: what it scrapes goes nowhere",
        at: instance.position,
        remedy: "Alloy refuses to start with a reference to a receiver that does not exist; add remote_write")
    } else {
      var group = ComponentGroup()
      let naming: ((SettingReader) -> String?)? =
        own.isEmpty ? inheritedNames : { names.name($0, instance: name) }
      group.append(
        RemoteWriteConversion.block(endpoints, label: label, externalLabels: externalLabels, names: naming))
      label = assembly.add(group, at: instance.position).blocks.first?.label ?? label
    }
    let conversion = ScrapeConversion(
      defaults: defaults, receiver: .path("prometheus.remote_write.\(label).receiver"))
    let jobs = instance.list("scrape_configs")
    JobNames.check(jobs)
    for job in jobs {
      let own = AlloyIdentifier.sanitized("metrics_\(name)_" + (job.text("job_name") ?? "")) ?? label
      assembly.add(conversion.group(job, label: own), at: job.position)
    }
    _ = instanceOthers.body(instance)
    return label
  }

  private let instanceOthers: [Argument] = [
    .lostSwitch("host_filter", because: "Alloy drops targets of other machines by rules or by clustering"),
    .known("host_filter_relabel_configs"),
    .dropped(
      "wal_truncate_frequency", "min_wal_time", "max_wal_time", "remote_flush_deadline",
      "write_stale_on_shutdown", because: "set it at the block wal of prometheus.remote_write if it matters"),
  ]

  private let others: [Argument] = [
    .dropped("wal_directory", because: "Alloy's flag --storage.path says where data is kept"),
    .lost("wal_cleanup_age", unless: .seconds(12 * 3600)),
    .lost("wal_cleanup_period", unless: .seconds(30 * 60)),
    .lost("instance_restart_backoff", unless: .seconds(5)),
    .lost("http_idle_conn_timeout", unless: .seconds(300)),
    .lostSwitch("http_disable_keepalives"),
    .lost("scraping_service", "scraping_service_client", because: "Alloy shares targets by clustering"),
    .lost("instance_mode", unless: "shared") { $0.text($1) },
  ]

  private func checkGlobal() {
    let others: [Argument] = [
      .lost("evaluation_interval", unless: .seconds(60)), .lost("query_log_file"),
      .known("scrape_interval", "scrape_timeout", "scrape_protocols", "external_labels"),
      .dropped("metric_name_validation_scheme", "metric_name_escaping_scheme", because: "set it at the jobs"),
    ]
    _ = others.body(global)
    RemoteWriteConversion.check(globalEndpoints)
  }
}
