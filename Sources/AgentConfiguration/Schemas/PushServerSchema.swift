/// The server of a log target that lines are pushed to (grafana/dskit, server/server.go, Config). The keys are those of
/// all versions of dskit that an agent of 0.44 may have.
enum PushServerSchema {
  static let server = MappingSchema(
    .text(
      """
      http_listen_network http_listen_address grpc_listen_network grpc_listen_address tls_cipher_suites tls_min_version
      log_format log_source_ips_header log_source_ips_regex log_request_exclude_headers_list http_path_prefix
      """),
    .integer(
      """
      http_listen_port http_listen_conn_limit grpc_listen_port grpc_listen_conn_limit grpc_server_max_recv_msg_size
      grpc_server_max_send_msg_size grpc_server_num_workers
      """),
    .unsigned("grpc_server_max_concurrent_streams"),
    .boolean(
      """
      proxy_protocol_enabled register_instrumentation report_grpc_codes_in_instrumentation_label_enabled
      report_http_4XX_codes_in_instrumentation_label http_log_closed_connections_without_response_enabled
      grpc_server_ping_without_stream_allowed grpc_server_stats_tracking_enabled
      grpc_server_recv_buffer_pools_enabled log_source_ips_enabled log_source_ips_full log_request_headers
      log_request_at_info_level_enabled
      """),
    .goDuration(
      """
      graceful_shutdown_timeout http_server_read_timeout http_server_read_header_timeout http_server_write_timeout
      http_server_idle_timeout grpc_server_max_connection_idle grpc_server_max_connection_age
      grpc_server_max_connection_age_grace grpc_server_keepalive_time grpc_server_keepalive_timeout
      grpc_server_min_time_between_pings
      """),
    Fields([
      "http_tls_config": .mapping(tls), "grpc_tls_config": .mapping(tls),
      "log_level": .oneOf("debug", "info", "warn", "error"),
    ]))

  private static let tls = MappingSchema(
    .secret("cert key client_ca"), .file("cert_file key_file client_ca_file"), .text("client_auth_type"))
}
