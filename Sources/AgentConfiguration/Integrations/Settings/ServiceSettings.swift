import Documents

/// Integrations that ask other services (grafana/agent, static/integrations at v0.44).
enum ServiceSettings {
  static let agent = IntegrationSettings()

  static let apache = IntegrationSettings(
    .text("scrape_uri host_override"), .boolean("insecure"),
    rules: [{ reading, reader in reader.checkAddress("scrape_uri", reading) }])

  static let consul = IntegrationSettings(
    .text("server server_name kv_prefix kv_filter"), .file("ca_file cert_file key_file"),
    .goDuration("timeout"), .integer("concurrent_request_limit"),
    .boolean("insecure_skip_verify allow_stale require_consistent generate_health_summary"),
    rules: [
      { reading, reader in
        checkConsul(reading, &reader)
        reader.checkFilter("kv_filter", reading)
      }
    ])

  /// The exporter puts `http://` before what has no scheme (consul_exporter, pkg/exporter/exporter.go).
  private static func checkConsul(_ reading: MappingReading, _ reader: inout SchemaReader) {
    guard let text = reading.text("server") else { return }
    let url = GoURL.parse(text.contains("://") ? text : "http://" + text)
    guard let url, !url.host.isEmpty, ["http", "https"].contains(url.scheme) else {
      return reader.refuse(
        "invalid-value", reading.path.key("server"), at: reading.position("server"),
        "is no server that HTTP leads to",
        remedy: "write a URL such as http://localhost:8500")
    }
    // The agent makes a name of the integration from what is written (consul_exporter.go, InstanceKey).
    if reading.filled("instance") == nil { reader.checkAddress("server", reading) }
  }

  static let dnsmasq = IntegrationSettings(.text("dnsmasq_address leases_path"), .boolean("expose_leases"))

  static let github = IntegrationSettings(
    .text("api_url"), .texts("repositories organizations users"), .secret("api_token"),
    .file("api_token_file"),
    rules: [{ reading, reader in reader.checkAddress("api_url", reading) }])

  static let kafka = IntegrationSettings(
    .texts("kafka_uris zookeeper_uris"),
    .text(
      """
      sasl_username sasl_mechanism tls_server_name kafka_version kafka_cluster_name metadata_refresh_interval
      gssapi_service_name gssapi_kerberos_config_path gssapi_realm gssapi_key_tab_path gssapi_kerberos_auth_type
      topics_filter_regex topics_exclude_regex groups_filter_regex groups_exclude_regex
      """),
    .secret("sasl_password"), .file("ca_file cert_file key_file"),
    .integer("topic_workers max_offsets prune_interval_seconds"),
    .boolean(
      """
      use_sasl use_sasl_handshake sasl_disable_pafx_fast use_tls insecure_skip_verify use_zookeeper_lag
      offset_show_all allow_concurrency allow_auto_topic_creation
      """),
    rules: [checkKafka])

  private static let checkKafka: MappingSchema.Rule = { reading, reader in
    reader.requireFirst("kafka_uris", reading)
    if reading.elements("kafka_uris").count > 1, reading.filled("instance") == nil {
      reader.require(["instance"], reading)
    }
    if reading.flag("use_tls") ?? false { reader.require(["cert_file", "key_file"], reading) }
    if reading.flag("use_sasl") ?? false { reader.require(["sasl_username", "sasl_password"], reading) }
    if reading.flag("use_zookeeper_lag") ?? false { reader.requireFirst("zookeeper_uris", reading) }
    if let version = reading.filled("kafka_version"), !KafkaVersion.isValid(version) {
      reader.refuse(
        "invalid-value", reading.path.key("kafka_version"), at: reading.position("kafka_version"),
        "is no version of Kafka", remedy: "write a version such as 2.2.1")
    }
    for name in [
      "topics_filter_regex", "topics_exclude_regex", "groups_filter_regex", "groups_exclude_regex",
    ] {
      reader.checkFilter(name, reading)
    }
    guard !reading.elements("kafka_uris").isEmpty else { return }
    reader.warn(
      "surroundings", reading.path.key("kafka_uris"), at: reading.position("kafka_uris"),
      "have to answer when the agent starts: it ends where none does",
      remedy: "see that a broker can be reached")
  }

  static let squid = IntegrationSettings(
    .text("address username host"), .secret("password"), .integer("port"),
    rules: [
      { reading, reader in
        reader.require(["address"], reading)
        guard let text = reading.filled("address"), !HostAndPort.isValid(text) else { return }
        reader.refuse(
          "invalid-value", reading.path.key("address"), at: reading.position("address"),
          "is no host with a port",
          remedy: "write host:3128")
      }
    ])
}
