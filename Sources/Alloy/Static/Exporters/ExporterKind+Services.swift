/// Exporters of services on the machine or in the network.
extension ExporterKind {
  /// The agent's metrics of itself become Alloy's of itself.
  static let agent = ExporterKind("agent", component: "self", [])

  static let apache = ExporterKind(
    "apache_http", component: "apache",
    [
      .text("scrape_uri", given: "http://localhost/server-status?auto"), .text("host_override"),
      .flag("insecure"),
    ])

  static let consul = ExporterKind(
    "consul_exporter", next: "consul",
    [
      .text("server", given: "http://localhost:8500"), .text("ca_file"), .text("cert_file"),
      .text("key_file"),
      .text("server_name"), .duration("timeout", given: .milliseconds(500)), .flag("insecure_skip_verify"),
      .integer("concurrent_request_limit"), .flag("allow_stale", given: true), .flag("require_consistent"),
      .text("kv_prefix"), .text("kv_filter", given: ".*"), .flag("generate_health_summary", given: true),
    ])

  static let dnsmasq = ExporterKind(
    "dnsmasq_exporter", next: "dnsmasq",
    [
      .text("address", from: "dnsmasq_address", given: "localhost:53"),
      .text("leases_file", from: "leases_path", given: "/var/lib/misc/dnsmasq.leases"),
      .flag("expose_leases"),
    ])

  static let kafka = ExporterKind(
    "kafka_exporter", next: "kafka",
    [
      .text("instance"), .texts("kafka_uris"), .flag("use_sasl"), .flag("use_sasl_handshake", given: true),
      .text("sasl_username"), .text("sasl_password"), .text("sasl_mechanism"),
      .flag("sasl_disable_pafx_fast"),
      .flag("use_tls"), .text("tls_server_name"), .text("ca_file"), .text("cert_file"), .text("key_file"),
      .flag("insecure_skip_verify"), .text("kafka_version", given: "2.0.0"), .flag("use_zookeeper_lag"),
      .texts("zookeeper_uris"), .text("kafka_cluster_name"), .text("metadata_refresh_interval", given: "1m"),
    ] + kafkaKerberos + [
      .flag("offset_show_all", given: true), .integer("topic_workers", given: 100),
      .flag("allow_concurrency", given: true), .flag("allow_auto_topic_creation"),
      .integer("max_offsets", given: 1000), .integer("prune_interval_seconds", given: 30),
      .text("topics_filter_regex", given: ".*"), .text("topics_exclude_regex", given: "^$"),
      .text("groups_filter_regex", given: ".*"), .text("groups_exclude_regex", given: "^$"),
    ])

  private static let kafkaKerberos: [Argument] = [
    .text("gssapi_service_name"), .text("gssapi_kerberos_config_path"), .text("gssapi_realm"),
    .text("gssapi_key_tab_path"), .text("gssapi_kerberos_auth_type"),
  ]

  static let squid = ExporterKind(
    "squid",
    [
      .kept(.text, "address"), .text("username"), .text("password"),
      .dropped("host", "port", because: "address says where the server is"),
    ])

  static let statsd = ExporterKind(
    "statsd_exporter", next: "statsd",
    [
      .text("listen_udp", given: ":9125"), .text("listen_tcp", given: ":9125"), .text("listen_unixgram"),
      .text("unix_socket_mode", given: "755"), .integer("read_buffer"), .integer("cache_size", given: 1000),
      .text("cache_type", given: "lru"), .integer("event_queue_size", given: 10_000),
      .integer("event_flush_threshold", given: 1000),
      .duration("event_flush_interval", given: .milliseconds(200)),
      .flag("parse_dogstatsd_tags", given: true),
      .flag("parse_influxdb_tags", given: true), .flag("parse_librato_tags", given: true),
      .flag("parse_signalfx_tags", given: true), .text("relay_addr"),
      .integer("relay_packet_length", given: 1400),
      .lost("mapping_config", because: "Alloy reads it from a file, see mapping_config_path"),
    ])
}
