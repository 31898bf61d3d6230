import Base

/// A receiver of logs as `loki.write` (grafana/alloy, internal/component/loki/write).
enum LokiWriteConversion {
  /// - Parameter maxStreams: how many streams may be active; 0 for any number.
  static func block(_ client: SettingReader, label: String, maxStreams: Int) -> AlloyBlock {
    client.require("url")
    var body: [AlloyStatement] = [
      .block(AlloyBlock("endpoint", arguments.body(client))),
      .attribute("external_labels", .strings(client.textMap("external_labels") ?? [:])),
    ]
    if maxStreams != 0 { body.append(.attribute("max_streams", .integer(maxStreams))) }
    return AlloyBlock("loki.write", label: label, body)
  }

  /// Reads clients that nothing may refer to, so that what is wrong with them is told all the same.
  static func check(_ clients: [SettingReader]) {
    for client in clients {
      _ = arguments.body(client)
      _ = client.textMap("external_labels")
    }
  }

  private static let arguments: [Argument] =
    [
      .text("name"), .kept(.text, "url"), .duration("batch_wait", from: "batchwait", given: .seconds(1)),
      .bytes("batch_size", from: "batchsize", given: 1 << 20),
      .duration("remote_timeout", from: "timeout", given: .seconds(10)), .textMap("headers"),
      Argument { settings in backoff.body(settings.section("backoff_config")) }, .text("tenant_id"),
      Argument { settings in
        settings.flag("drop_rate_limited_batches") == true
          ? [.attribute("retry_on_http_429", .boolean(false))] : []
      },
    ] + HTTPClientArguments.all

  private static let backoff: [Argument] = [
    .duration("min_backoff_period", from: "min_period", given: .milliseconds(500)),
    .duration("max_backoff_period", from: "max_period", given: .seconds(300)),
    .integer("max_backoff_retries", from: "max_retries", given: 10),
  ]
}
