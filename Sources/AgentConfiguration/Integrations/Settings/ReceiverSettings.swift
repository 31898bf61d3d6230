import Documents

/// Integrations that are sent something (grafana/agent, static/integrations at v0.44).
enum ReceiverSettings {
  static let appAgent = IntegrationSettings(
    .text("traces_instance logs_instance"), .goDuration("logs_send_timeout"),
    Fields([
      "logs_labels": .map(.text), "server": .mapping(server), "sourcemaps": .mapping(sourceMaps),
    ]))

  private static let server = MappingSchema(
    .text("host"), .secret("api_key"), .integer("port max_allowed_payload_size"),
    .texts("cors_allowed_origins"),
    Fields(
      .mapping(MappingSchema(.boolean("enabled"), Fields(.float, "rps"), .integer("burstiness"))),
      "rate_limiting"))

  private static let sourceMaps = MappingSchema(
    .boolean("download"), .texts("download_origins"), .goDuration("download_timeout"),
    Fields(.list(.mapping(MappingSchema(.text("path minified_path_prefix")))), "filesystem"))

  static let events = IntegrationSettings(
    .integer("send_timeout informer_resync flush_interval"), .file("kubeconfig_path"),
    .text("cache_path logs_instance namespace log_format"),
    rules: [
      { reading, reader in
        guard let interval = reading.number("flush_interval"), interval < 1 else { return }
        reader.refuse(
          "invalid-value", reading.path.key("flush_interval"), at: reading.position("flush_interval"),
          "has to be above 0", consequence: "the agent panics", remedy: "write seconds, such as 10")
      },
      { reading, reader in
        guard reading.filled("kubeconfig_path") == nil else { return }
        reader.warn(
          "surroundings", reading.path.key("kubeconfig_path"), at: reading.node.position,
          "is missing: the agent ends where it does not run in a cluster",
          remedy: "write kubeconfig_path there")
      },
    ])

  static let statsd = IntegrationSettings(
    .text("listen_udp listen_tcp listen_unixgram unix_socket_mode cache_type relay_addr"),
    .integer("read_buffer cache_size event_queue_size event_flush_threshold relay_packet_length"),
    .goDuration("event_flush_interval"),
    .boolean("parse_dogstatsd_tags parse_influxdb_tags parse_librato_tags parse_signalfx_tags"),
    Fields(.anything, "mapping_config"), rules: [checkStatsD, StatsDMapping.check])

  private static let checkStatsD: MappingSchema.Rule = { reading, reader in
    let listeners = [
      reading.text("listen_udp") ?? ":9125", reading.text("listen_tcp") ?? ":9125",
      reading.text("listen_unixgram") ?? "",
    ]
    if listeners.allSatisfy(\.isEmpty) {
      reader.refuse(
        "missing-key", reading.path, at: reading.node.position, "listens nowhere",
        remedy: "write listen_udp, listen_tcp or listen_unixgram")
    }
    for name in ["listen_udp", "listen_tcp"] {
      guard let text = reading.filled(name), !HostAndPort.isValid(text) else { continue }
      reader.refuse(
        "invalid-value", reading.path.key(name), at: reading.position(name), "is no address with a port",
        consequence: "the agent starts, and the integration ends", remedy: "write host:9125")
    }
    guard let type = reading.value("cache_type"), reading.number("cache_size") ?? 1 != 0 else { return }
    reader.read(type, as: .oneOf("lru", "random"), at: reading.path.key("cache_type"))
  }
}
