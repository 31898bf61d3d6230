import Documents

/// Where lines come from beside files (loki, promtail/scrapeconfig/scrapeconfig.go).
enum LogTargets {
  /// Keys of which one has to stand in a job that looks for no files.
  static let names = [
    "journal", "syslog", "gcplog", "loki_push_api", "windows_events", "kafka", "azure_event_hubs", "gelf",
    "cloudflare", "heroku_drain", "docker_sd_configs",
  ]

  static let fields = Fields([
    "journal": .mapping(
      MappingSchema(.text("max_age path matches"), .boolean("json"), labels)),
    "syslog": .mapping(
      MappingSchema(
        .text("listen_address listen_protocol"), .goDuration("idle_timeout"),
        .boolean("label_structured_data use_incoming_timestamp use_rfc5424_message"),
        .integer("max_message_length"), labels, tls)),
    "gcplog": .mapping(
      MappingSchema(
        .text("project_id subscription subscription_type"), .goDuration("push_timeout"),
        .boolean("use_incoming_timestamp use_full_line"), server, labels)),
    "loki_push_api": .mapping(
      MappingSchema(.boolean("use_incoming_timestamp"), server, labels)),
    "windows_events": .mapping(
      MappingSchema(
        .unsigned("locale"), .text("eventlog_name xpath_query bookmark_path"), .goDuration("poll_interval"),
        .boolean("use_incoming_timestamp exclude_event_data exclude_event_message exclude_user_data"), labels)
    ),
    "kafka": .mapping(kafka), "azure_event_hubs": .mapping(eventHubs),
    "gelf": .mapping(MappingSchema(.text("listen_address"), .boolean("use_incoming_timestamp"), labels)),
    "cloudflare": .mapping(
      MappingSchema(
        .text("zone_id fields_type"), .secret("api_token"), .integer("workers"),
        .prometheusDuration("pull_range"), .texts("additional_fields"), labels,
        rules: [
          { reading, reader in reader.require(["api_token", "zone_id"], reading) }, checkFieldsType,
        ])),
    "heroku_drain": .mapping(
      MappingSchema(.boolean("use_incoming_timestamp"), server, labels)),
    "decompression": .mapping(
      MappingSchema(.boolean("enabled"), .goDuration("initial_delay"), .text("format"))),
  ])

  private static let server = Fields(.mapping(PushServerSchema.server), "server")

  /// The target looks for it when it starts (promtail, targets/cloudflare/fields.go).
  private static let checkFieldsType: MappingSchema.Rule = { reading, reader in
    guard let node = reading.value("fields_type") else { return }
    let consequence = reader.consequence
    reader.consequence = "the agent ends"
    reader.read(
      node, as: .oneOf("default", "minimal", "extended", "all", "custom", ""),
      at: reading.path.key("fields_type"))
    reader.consequence = consequence
  }

  private static let labels = Fields(.labels, "labels")
  private static let tls = Fields(.mapping(HTTPClientSchema.tls), "tls_config")

  private static let kafka = MappingSchema(
    .boolean("use_incoming_timestamp"), .texts("brokers topics"), .text("group_id version assignor"), labels,
    Fields([
      "authentication": .mapping(
        MappingSchema(
          Fields(.oneOf("none", "ssl", "sasl", ""), "type"), tls,
          Fields([
            "sasl_config": .mapping(
              MappingSchema(
                .text("mechanism user server_name"), .secret("password ca cert key"),
                .boolean("use_tls insecure_skip_verify"),
                .file("ca_file cert_file key_file"), .text("min_version max_version")))
          ])))
    ]),
    rules: [
      { reading, reader in reader.require(["brokers", "topics"], reading) },
      { reading, reader in
        guard let version = reading.filled("version"), !KafkaVersion.isValid(version) else { return }
        reader.refuse(
          "invalid-value", reading.path.key("version"), at: reading.position("version"),
          "is no version of Kafka", remedy: "write a version such as 2.2.1")
      },
    ])

  private static let eventHubs = MappingSchema(
    .text("fully_qualified_namespace group_id"), .texts("event_hubs"), .secret("connection_string"),
    .boolean("use_incoming_timestamp disallow_custom_messages"), labels,
    rules: [
      { reading, reader in
        reader.require(["fully_qualified_namespace", "event_hubs", "connection_string"], reading)
      }
    ])
}
