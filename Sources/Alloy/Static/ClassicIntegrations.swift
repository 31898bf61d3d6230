import Base

/// The section `integrations` in its older form: one of each, scraped into receivers of their own.
struct ClassicIntegrations {
  let metrics: MetricsConversion

  func convert(_ settings: SettingReader, into assembly: inout ConfigurationAssembly) {
    let endpoints = settings.list("prometheus_remote_write")
    RemoteWriteConversion.check(endpoints)
    let scrapesAll = settings.flag("scrape_integrations") ?? true
    let tls = HTTPClientArguments.tlsFields.body(settings.section("http_tls_config"))
    let client: [AlloyStatement] = tls.isEmpty ? [] : [.block(AlloyBlock("tls_config", tls))]
    var isReceiverThere = false
    for key in settings.keys where !IntegrationsSection.classicKeys.contains(key) {
      guard let kind = ExporterKind.all.first(where: { $0.classic == key }) else {
        tellUnknown(key, settings)
        continue
      }
      let section = settings.section(key)
      // Below the first level of an integration the agent takes any key.
      section.leniencyInside = .unknownKeys
      guard section.flag("enabled") == true else {
        section.know(section.keys)
        settings.findings.warn(
          "\(settings.path(of: key)) is left out: it is not enabled", at: settings.position(of: key))
        continue
      }
      guard section.flag("scrape_integration") ?? scrapesAll else {
        section.know(section.keys)
        settings.findings.lose(
          "\(settings.path(of: key)) cannot be carried over: it is not scraped",
          at: settings.position(of: key),
          remedy: "set scrape_integration, or write the exporter by hand")
        continue
      }
      if !isReceiverThere {
        isReceiverThere = true
        addReceiver(endpoints, settings, into: &assembly)
      }
      assembly.add(group(kind, section, client: client), at: section.position)
    }
    let others: [Argument] = [
      .dropped(
        "integration_restart_backoff", "replace_instance_label", "use_hostname_label",
        because: "Alloy runs exporters as components"),
      .lost("labels"),
    ]
    _ = others.body(settings)
  }

  private func addReceiver(
    _ own: [SettingReader], _ settings: SettingReader, into assembly: inout ConfigurationAssembly
  ) {
    let endpoints = own.isEmpty ? metrics.globalEndpoints : own
    if endpoints.isEmpty {
      settings.findings.exclude(
        "what integrations measure cannot be carried over: neither prometheus_remote_write nor metrics.global.remote_write is set",
        at: settings.position,
        remedy:
          "add a receiver; without one Alloy refuses prometheus.remote_write.integrations, which does not exist"
      )
      return
    }
    var group = ComponentGroup()
    group.append(
      RemoteWriteConversion.block(
        endpoints, label: "integrations", externalLabels: metrics.externalLabels,
        names: own.isEmpty ? metrics.inheritedNames : nil))
    assembly.add(group)
  }

  private func group(
    _ kind: ExporterKind, _ section: SettingReader, client: [AlloyStatement]
  ) -> ComponentGroup {
    let instance = section.text("instance")
    let label = AlloyIdentifier.sanitized("integrations_\(kind.classic)") ?? "integrations"
    var group = ComponentGroup()
    group.append(
      AlloyBlock("prometheus.exporter.\(kind.component)", label: label, kind.arguments.body(section)))
    let pipeline = IntegrationPipeline(
      name: kind.classic, instance: instance, extraLabels: [:], rules: section.list("relabel_configs"),
      metricRules: section.list("metric_relabel_configs"),
      timing: ScrapeTiming(section, defaults: metrics.defaults), arguments: client)
    group.append(
      pipeline.group(
        .path("prometheus.exporter.\(kind.component).\(label).targets"), label: kind.classic,
        receiver: .path("prometheus.remote_write.integrations.receiver")))
    let others: [Argument] = [
      .dropped("wal_truncate_frequency", because: "Alloy has one log for each receiver")
    ]
    _ = others.body(section)
    return group
  }

  private func tellUnknown(_ key: String, _ settings: SettingReader) {
    if ExporterKind.withoutCounterpart.contains(key) {
      settings.know(key)
      settings.findings.lose(
        "\(settings.path(of: key)) cannot be carried over: Alloy's converter knows no such integration",
        at: settings.position(of: key))
    }
  }
}
