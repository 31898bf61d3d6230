import Base

/// The integration `app_agent_receiver` as `faro.receiver`. Its defaults differ from Alloy's
/// (grafana/agent, static/integrations/v2/app_agent_receiver/config.go).
struct FrontendReceiver {
  let logs: InstanceReceivers

  func group(_ settings: SettingReader) -> ComponentGroup {
    let logsLabels = settings.textMap("logs_labels") ?? [:]
    var receivers: [AlloyExpression] = []
    let reference = InstanceReference("logs_instance", in: [settings], of: settings)
    if reference.written != nil {
      receivers = logs.require(reference, of: "app_agent_receiver").map { .path("loki.write.\($0).receiver") }
    }
    var group = ComponentGroup()
    group.append(
      AlloyBlock(
        "faro.receiver", label: "integrations_app_agent_receiver",
        [
          .attribute("extra_log_labels", .strings(logsLabels)), .attribute("log_format", .string("")),
        ] + Self.arguments.body(settings) + [
          .block(
            AlloyBlock(
              "output", [.attribute("logs", .list(receivers)), .attribute("traces", .list([]))]))
        ]))
    return group
  }

  private static let arguments: [Argument] = [
    .block("server", server), .block("sourcemaps", sourceMaps),
    .lost("traces_instance", because: "traces are not converted"),
    .dropped("logs_send_timeout", because: "Alloy has no such setting"),
    .dropped("extra_labels", "autoscrape", "instance", because: "the component has no metrics to scrape"),
  ]

  private static let server: [Argument] = [
    .text("listen_address", from: "host", given: "127.0.0.1"),
    .integer("listen_port", from: "port", given: 12347), .texts("cors_allowed_origins"), .text("api_key"),
    .bytes("max_allowed_payload_size", given: 5_000_000, omitted: 5 << 20),
    .block(
      "rate_limiting",
      [
        .flag("enabled", given: true), .number("rate", from: "rps", given: "100", omitted: "50"),
        .number("burst_size", from: "burstiness", given: "50", omitted: "100"),
      ]),
  ]

  private static let sourceMaps: [Argument] = [
    .flag("download", given: false, omitted: true),
    .texts("download_from_origins", from: "download_origins", given: ["*"]),
    .duration("download_timeout", given: .seconds(1)),
    .blocks(
      "location", from: "filesystem", [.kept(.text, "path"), .kept(.text, "minified_path_prefix")]),
  ]
}
