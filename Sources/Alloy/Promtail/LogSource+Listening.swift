import Base

/// Sources that others send lines to.
extension LogSource {
  static let pushAPI = LogSource(
    "loki_push_api", "loki.source.api", .rules,
    [
      Argument { LogServerArguments.statements($0.section("server")) }, labels,
      .flag("use_incoming_timestamp"),
      Argument { settings in
        let size = settings.bytes("max_send_msg_size") ?? 0
        return [.attribute("max_send_message_size", .string(GoText.bytes(size)))]
      },
    ])

  static let herokuDrain = LogSource(
    "heroku_drain", "loki.source.heroku", .rules,
    [
      Argument { LogServerArguments.statements($0.section("server")) }, labels,
      .flag("use_incoming_timestamp"),
    ])

  static let gelf = LogSource(
    "gelf", "loki.source.gelf", .rules,
    [
      .text("listen_address", omitted: "0.0.0.0:12201"), .flag("use_incoming_timestamp"),
      .dropped("labels", because: "loki.source.gelf has none; add them with a rule"),
    ])

  static let syslog = LogSource(
    "syslog", "loki.source.syslog", .rules,
    [
      Argument { settings in [.block(AlloyBlock("listener", listener.body(settings)))] }
    ])

  private static let listener: [Argument] = [
    .kept(.text, "address", from: "listen_address"),
    .text("protocol", from: "listen_protocol", given: "tcp"),
    .duration("idle_timeout", omitted: .seconds(120)), .flag("label_structured_data"), labels,
    .flag("use_incoming_timestamp"), .flag("use_rfc5424_message"),
    .integer("max_message_length", omitted: 8192), HTTPClientArguments.tls, syslogFormat,
    .section("raw_format_options", [.flag("use_null_terminator_delimiter")]),
    .section(
      "rfc3164_cisco_components",
      [
        .flag("enable_all"), .flag("message_counter"), .flag("sequence_number"), .flag("hostname"),
        .flag("second_fractions"),
      ]),
  ]

  private static let syslogFormat = Argument { settings in
    let words = ["rfc5424", "rfc3164", "raw"]
    let format = settings.has("syslog_format") ? settings.word("syslog_format", of: words) : nil
    return format == nil || format == "rfc5424" ? [] : [.attribute("syslog_format", .string(format ?? ""))]
  }
}
