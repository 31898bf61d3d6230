import Base

/// The section `integrations` in its newer form, which the operator and Sluice write: any number of each, scraped into
/// instances of the section `metrics`.
struct NextIntegrations {
  let metrics: InstanceReceivers
  let logs: InstanceReceivers
  let defaults: ScrapeDefaults

  func convert(_ settings: SettingReader, into assembly: inout ConfigurationAssembly) {
    let common = settings.section("metrics").section("autoscrape")
    let shared = AutoscrapeDefaults(common, defaults: defaults)
    for key in settings.keys where key != "metrics" {
      let isList = key.hasSuffix("_configs")
      let name = isList ? String(key.dropLast("_configs".count)) : key
      guard isKnown(name) else { continue }
      for section in isList ? settings.list(key) : [settings.section(key, takesEmptyList: true)] {
        // The agent runs nothing for what says null.
        guard section.isPresent else { continue }
        if !Self.strictInside.contains(name) { section.leniencyInside = .unknownKeys }
        convert(name, section, shared, into: &assembly)
      }
    }
  }

  /// Integrations that are strict in all they hold. Of the others the agent takes any key below the first level
  /// (grafana/agent, static/integrations/v2/metricsutils: it reads them a second time).
  private static let strictInside: Set = [
    "agent", "apache_http", "app_agent_receiver", "blackbox", "eventhandler", "snmp", "vsphere",
  ]

  private func isKnown(_ name: String) -> Bool {
    ExporterKind.all.contains { $0.next == name } || ExporterKind.withoutCounterpart.contains(name)
      || ["app_agent_receiver", "eventhandler"].contains(name)
  }

  private func convert(
    _ name: String, _ section: SettingReader, _ shared: AutoscrapeDefaults,
    into assembly: inout ConfigurationAssembly
  ) {
    switch name {
    case "app_agent_receiver": assembly.add(FrontendReceiver(logs: logs).group(section), at: section.position)
    case "eventhandler": assembly.add(EventHandler(logs: logs).group(section), at: section.position)
    default:
      guard let kind = ExporterKind.all.first(where: { $0.next == name }) else {
        section.know(section.keys)
        section.findings.lose(
          "\(section.path) cannot be carried over: Alloy has no counterpart of the integration \(name)",
          at: section.position)
        return
      }
      assembly.add(group(kind, section, shared), at: section.position)
    }
  }

  private func group(
    _ kind: ExporterKind, _ section: SettingReader, _ shared: AutoscrapeDefaults
  ) -> ComponentGroup {
    let instance = section.text("instance")
    let autoscrape = section.section("autoscrape")
    let label = AlloyIdentifier.sanitized("integrations_\(instance ?? kind.classic)") ?? "integrations"
    var group = ComponentGroup()
    group.append(
      AlloyBlock("prometheus.exporter.\(kind.component)", label: label, kind.arguments.body(section)))
    let pipeline = IntegrationPipeline(
      name: kind.next, instance: instance, extraLabels: section.textMap("extra_labels") ?? [:],
      rules: autoscrape.list("relabel_configs"), metricRules: autoscrape.list("metric_relabel_configs"),
      timing: ScrapeTiming(autoscrape, defaults: shared.timing), arguments: [])
    guard let receiver = receiver(kind, section, shared) else { return group }
    if kind.next != kind.classic, !pipeline.setsJob {
      section.findings.warn(
        "the series of \(kind.next) get job=\"integrations/\(kind.next)\", of the agent they have job=\"integrations/\(kind.classic)\"",
        at: section.position,
        remedy: "change dashboards and rules that name the job, or set it by a relabel rule of autoscrape")
    }
    group.append(
      pipeline.group(
        .path("prometheus.exporter.\(kind.component).\(label).targets"), label: instance ?? kind.next,
        receiver: .path("prometheus.remote_write.\(receiver).receiver")))
    return group
  }

  /// The label of who takes the metrics; nil where nobody scrapes: the agent does not look at the instance's name where
  /// autoscrape is off.
  private func receiver(
    _ kind: ExporterKind, _ section: SettingReader, _ shared: AutoscrapeDefaults
  ) -> String? {
    let autoscrape = section.section("autoscrape")
    let reference = InstanceReference(
      "metrics_instance", in: [autoscrape, shared.settings], of: section)
    if autoscrape.flag("enable") ?? shared.isEnabled {
      return metrics.require(reference, of: kind.next).first ?? "metrics"
    }
    guard let found = metrics.find(reference, of: kind.next)?.first else {
      let problem = metrics.problem(reference, kind.next)
      section.findings.acceptFurther(
        value: reference.value, "\(problem); autoscrape is off, so it is written without a scrape",
        refused: problem,
        at: section.position, remedy: "name an instance that is there, or take the integration out")
      return nil
    }
    section.findings.warn(
      "the integration \(kind.next) was not scraped by the agent, autoscrape is off; Alloy scrapes it",
      at: section.position,
      remedy:
        "where somebody else scrapes it, drop its targets by autoscrape: relabel_configs: [{action: drop, "
        + "source_labels: [__address__]}]")
    return found
  }
}

/// What integrations inherit from `integrations.metrics.autoscrape`.
struct AutoscrapeDefaults {
  /// The section itself.
  let settings: SettingReader
  let isEnabled: Bool
  let timing: ScrapeDefaults

  init(_ settings: SettingReader, defaults: ScrapeDefaults) {
    self.settings = settings
    isEnabled = settings.flag("enable") ?? true
    _ = settings.text("metrics_instance")
    var timing = defaults
    if let interval = settings.duration("scrape_interval"), interval != .zero { timing.interval = interval }
    if let timeout = settings.duration("scrape_timeout"), timeout != .zero { timing.timeout = timeout }
    self.timing = timing
  }
}
