import Base

/// The integration `eventhandler` as `loki.source.kubernetes_events` (grafana/agent,
/// static/integrations/v2/eventhandler/integration.go).
struct EventHandler {
  let logs: InstanceReceivers

  func group(_ settings: SettingReader) -> ComponentGroup {
    let label = "integrations_eventhandler"
    let reference = InstanceReference("logs_instance", in: [settings], of: settings)
    var receivers: [AlloyExpression] = logs.require(reference, of: "eventhandler")
      .map { .path("loki.write.\($0).receiver") }
    var group = ComponentGroup()
    let extraLabels = settings.textMap("extra_labels") ?? [:]
    if !extraLabels.isEmpty {
      let rules = extraLabels.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { RelabelRules.setting($0.key, to: $0.value, from: "__address__") }
      group.append(
        AlloyBlock("loki.relabel", label: label, [.attribute("forward_to", .list(receivers))] + rules))
      receivers = [.path("loki.relabel.\(label).receiver")]
    }
    var body: [AlloyStatement] = [.attribute("forward_to", .list(receivers))]
    if let namespace = settings.text("namespace"), !namespace.isEmpty {
      body.append(.attribute("namespaces", .strings([namespace])))
    }
    group.append(
      AlloyBlock("loki.source.kubernetes_events", label: label, body + Self.arguments.body(settings)))
    return group
  }

  private static let arguments: [Argument] = [
    .text("log_format", given: "logfmt"),
    .group("client", [.text("kubeconfig_file", from: "kubeconfig_path")]),
    .lost("send_timeout", unless: 60) { $0.integer($1) },
    .lost("informer_resync", unless: 120) { $0.integer($1) },
    .lost("flush_interval", unless: 10) { $0.integer($1) },
    Argument { settings in
      if let path = settings.text("cache_path"), path != "./.eventcache/eventhandler.cache" {
        settings.findings.warn(
          "\(settings.path(of: "cache_path")) is left out: Alloy keeps it in its own storage",
          at: settings.position(of: "cache_path"))
      }
      return []
    },
    .known("instance"),
  ]
}
