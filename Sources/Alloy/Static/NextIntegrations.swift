import Base

/// The section `integrations` in its newer form, which the operator and Sluice write: any number of each, scraped into
/// instances of the section `metrics`.
struct NextIntegrations {
  let metrics: InstanceReceivers
  let logs: InstanceReceivers
  let defaults: ScrapeDefaults

  func convert(_ settings: SettingReader, into assembly: inout ConfigurationAssembly) {
    let common = settings.section("metrics").section("autoscrape")
    _ = common.flag("enable")
    let shared = AutoscrapeDefaults(common, defaults: defaults)
    for key in settings.keys where key != "metrics" {
      let isList = key.hasSuffix("_configs")
      let name = isList ? String(key.dropLast("_configs".count)) : key
      guard isKnown(name) else { continue }
      for section in isList ? settings.list(key) : [settings.section(key)] {
        convert(name, section, shared, into: &assembly)
      }
    }
  }

  private func isKnown(_ name: String) -> Bool {
    ExporterKind.all.contains { $0.next == name } || ExporterKind.withoutCounterpart.contains(name)
      || ["app_agent_receiver", "eventhandler"].contains(name)
  }

  private func convert(
    _ name: String, _ section: SettingReader, _ shared: AutoscrapeDefaults,
    into assembly: inout ConfigurationAssembly
  ) {
    switch name {
    case "app_agent_receiver": assembly.add(FrontendReceiver(logs: logs).group(section))
    case "eventhandler": assembly.add(EventHandler(logs: logs).group(section))
    default:
      guard let kind = ExporterKind.all.first(where: { $0.next == name }) else {
        section.know(section.keys)
        section.findings.lose(
          "\(section.path) cannot be carried over: Alloy has no counterpart of the integration \(name)",
          at: section.position)
        return
      }
      assembly.add(group(kind, section, shared))
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
    if !(autoscrape.flag("enable") ?? shared.isEnabled) {
      section.findings.warn(
        "the integration \(kind.next) was not scraped by the agent, autoscrape is off; Alloy scrapes it",
        at: section.position, remedy: "delete its prometheus.scrape if somebody else scrapes it")
    }
    let own = autoscrape.text("metrics_instance").flatMap { $0.isEmpty ? nil : $0 }
    let receiver =
      metrics.labels(
        written: own, inherited: shared.instance, of: kind.next, at: "metrics_instance",
        in: own == nil ? section : autoscrape
      ).first ?? "metrics"
    let pipeline = IntegrationPipeline(
      name: kind.next, instance: instance, extraLabels: section.textMap("extra_labels") ?? [:],
      rules: autoscrape.list("relabel_configs"), metricRules: autoscrape.list("metric_relabel_configs"),
      timing: ScrapeTiming(autoscrape, defaults: shared.timing), arguments: [])
    group.append(
      pipeline.group(
        .path("prometheus.exporter.\(kind.component).\(label).targets"), label: instance ?? kind.next,
        receiver: .path("prometheus.remote_write.\(receiver).receiver")))
    return group
  }
}

/// What integrations inherit from `integrations.metrics.autoscrape`.
struct AutoscrapeDefaults {
  let isEnabled: Bool
  let instance: String
  let timing: ScrapeDefaults

  init(_ settings: SettingReader, defaults: ScrapeDefaults) {
    isEnabled = settings.flag("enable") ?? true
    instance = settings.text("metrics_instance").flatMap { $0.isEmpty ? nil : $0 } ?? "default"
    var timing = defaults
    if let interval = settings.duration("scrape_interval"), interval != .zero { timing.interval = interval }
    if let timeout = settings.duration("scrape_timeout"), timeout != .zero { timing.timeout = timeout }
    self.timing = timing
  }
}
