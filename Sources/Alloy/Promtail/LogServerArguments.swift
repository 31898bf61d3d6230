import Base

/// A server that takes logs: dskit's settings as the blocks `http` and `grpc` (grafana/alloy,
/// internal/converter/internal/common/weaveworks_server.go). Nothing has a default there.
enum LogServerArguments {
  static func statements(_ server: SettingReader) -> [AlloyStatement] {
    let timeout = server.duration("graceful_shutdown_timeout") ?? .zero
    return [
      .block(AlloyBlock("http", http.body(server))), .block(AlloyBlock("grpc", grpc.body(server))),
      .attribute("graceful_shutdown_timeout", .string(GoText.duration(timeout))),
    ] + others.body(server)
  }

  private static let http: [Argument] = [
    .text("listen_address", from: "http_listen_address"), .integer("listen_port", from: "http_listen_port"),
    .integer("conn_limit", from: "http_listen_conn_limit"),
    .duration("server_read_timeout", from: "http_server_read_timeout"),
    .duration("server_write_timeout", from: "http_server_write_timeout"),
    .duration("server_idle_timeout", from: "http_server_idle_timeout"), tls(from: "http_tls_config"),
  ]

  private static let grpc: [Argument] = [
    .text("listen_address", from: "grpc_listen_address"), .integer("listen_port", from: "grpc_listen_port"),
    .integer("conn_limit", from: "grpc_listen_conn_limit"),
    .duration("max_connection_age", from: "grpc_server_max_connection_age"),
    .duration("max_connection_age_grace", from: "grpc_server_max_connection_age_grace"),
    .duration("max_connection_idle", from: "grpc_server_max_connection_idle"),
    .integer("server_max_recv_msg_size", from: "grpc_server_max_recv_msg_size"),
    .integer("server_max_send_msg_size", from: "grpc_server_max_send_msg_size"),
    .integer("server_max_concurrent_streams", from: "grpc_server_max_concurrent_streams"),
    tls(from: "grpc_tls_config"),
  ]

  private static func tls(from source: String) -> Argument {
    Argument { settings in
      let section = settings.section(source)
      let fields: [Argument] = [
        .text("cert_pem", from: "cert"), .text("key_pem", from: "key"), .text("cert_file"), .text("key_file"),
        .text("client_auth_type"), .text("client_ca_file"), .text("client_ca"),
      ]
      let body = fields.body(section)
      guard section.has("cert") || section.has("cert_file") else { return [] }
      return [.block(AlloyBlock("tls", body))]
    }
  }

  private static let others: [Argument] = [
    .lost(
      "http_listen_network", "grpc_listen_network", "tls_cipher_suites", "tls_min_version",
      "grpc_server_keepalive_time", "grpc_server_keepalive_timeout",
      "grpc_server_min_time_between_pings", "grpc_server_ping_without_stream_allowed", "log_format",
      "log_level", "log_source_ips_enabled", "log_source_ips_header", "log_source_ips_regex",
      "log_request_at_info_level_enabled", "http_path_prefix",
      because: "Alloy's servers for logs have no such setting"),
    .lostSwitch("register_instrumentation", because: "Alloy's servers for logs have no such setting"),
  ]
}
