import Base

/// A whole configuration of Grafana Agent in static mode (grafana/alloy, internal/converter/internal/staticconvert).
struct StaticConversion {
  let options: AlloyOptions

  func configuration(_ settings: SettingReader) -> AlloyConfiguration {
    var assembly = ConfigurationAssembly()
    let metrics = MetricsConversion(
      settings.section("metrics"), name: RemoteWriteName(hasExternalID: !options.isForAlloy1_12))
    let metricsReceivers = metrics.convert(into: &assembly)
    let logsReceivers = LogsConversion.convert(settings.section("logs"), into: &assembly)
    ServerConversion.convert(settings.section("server"), into: &assembly)

    let integrations = settings.section("integrations")
    let layout = options.layout ?? IntegrationsSection.layout(integrations)
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
    checkOthers(settings)
    settings.findings.numbered = assembly.numbered
    return assembly.configuration
  }

  private func checkOthers(_ settings: SettingReader) {
    let traces = settings.section("traces")
    traces.know(traces.keys)
    if traces.elements("configs")?.isEmpty == false {
      settings.findings.exclude(
        "traces cannot be carried over: only metrics, logs and integrations are; see Alloy's otelcol components",
        at: settings.position(of: "traces"))
    }
    let others: [Argument] = [.lost("agent_management")]
    _ = others.body(settings)
  }
}
