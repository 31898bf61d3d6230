import Base

/// A whole configuration of Grafana Agent in static mode (grafana/alloy, internal/converter/internal/staticconvert).
struct StaticConversion {
  /// The form of the section `integrations`: as it was said, or as the section tells by itself.
  let layout: AlloyOptions.IntegrationsLayout
  private let settings: SettingReader
  private let integrations: SettingReader
  private let options: AlloyOptions

  /// - Parameter settings: the whole document.
  init(_ settings: SettingReader, _ options: AlloyOptions) {
    self.settings = settings
    self.options = options
    integrations = settings.section("integrations", takesEmptyList: true)
    layout = options.layout ?? IntegrationsSection.layout(integrations)
  }

  func configuration() -> AlloyConfiguration {
    var assembly = ConfigurationAssembly()
    let metrics = MetricsConversion(
      section("metrics", formerly: "prometheus"),
      name: RemoteWriteName(hasExternalID: !options.isForAlloy1_12))
    let metricsReceivers = metrics.convert(into: &assembly)
    let logsReceivers = LogsConversion.convert(
      section("logs", formerly: "loki"), into: &assembly)
    ServerConversion.convert(settings.section("server"), into: &assembly)

    switch layout {
    case .classic:
      ClassicIntegrations(metrics: metrics).convert(integrations, into: &assembly)
    case .next:
      NextIntegrations(
        metrics: InstanceReceivers("metrics", metricsReceivers),
        logs: InstanceReceivers("logs", logsReceivers),
        defaults: metrics.defaults
      ).convert(integrations, into: &assembly)
    }
    checkOthers()
    for group in assembly.numbered { settings.findings.number(group) }
    return assembly.configuration
  }

  /// A section under its name or its former one (grafana/agent, static/config/config.go).
  private func section(_ name: String, formerly old: String) -> SettingReader {
    guard settings.has(old) else { return settings.section(name) }
    if settings.has(name) {
      settings.refuse(old, "is the former name of \(name), which is there, too")
      settings.know(name)
    }
    return settings.section(old)
  }

  private func checkOthers() {
    let traces = section("traces", formerly: "tempo")
    traces.know(traces.keys)
    if traces.elements("configs")?.isEmpty == false {
      settings.findings.exclude(
        "traces cannot be carried over: only metrics, logs and integrations are; see Alloy's otelcol components",
        at: traces.position)
    }
    let others: [Argument] = [.lost("agent_management")]
    _ = others.body(settings)
  }
}
