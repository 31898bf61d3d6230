/// Exporters of databases and stores. Names and defaults: grafana/alloy, internal/component/prometheus/exporter and
/// internal/static/integrations.
extension ExporterKind {
  static let elasticsearch = ExporterKind(
    "elasticsearch_exporter", next: "elasticsearch",
    [
      .text("address", given: "http://localhost:9200"), .duration("timeout", given: .seconds(5)),
      .flag("all"),
      .text("node", given: "_local"), .flag("indices"), .flag("indices_settings"), .flag("cluster_settings"),
      .flag("shards"), .flag("aliases"), .flag("snapshots"),
      .duration("clusterinfo_interval", given: .seconds(300)), .text("ca"), .text("client_private_key"),
      .text("client_cert"), .flag("ssl_skip_verify"), .flag("data_stream"), .flag("slm"),
      HTTPClientArguments.basicAuth,
    ])

  static let memcached = ExporterKind(
    "memcached_exporter", next: "memcached",
    [
      .text("address", from: "memcached_address", given: "localhost:11211"),
      .duration("timeout", given: .seconds(1)), .section("tls_config", HTTPClientArguments.tlsFields),
    ])

  /// The agent connects directly and discovers by itself where nothing else is said, Alloy does not.
  static let mongodb = ExporterKind(
    "mongodb_exporter", next: "mongodb",
    [
      .kept(.text, "mongodb_uri"), .flag("compatible_mode", given: true),
      .flag("collect_all", given: true),
      .flag("direct_connect", given: true, omitted: false),
      .flag("discovering_mode", given: true, omitted: false), .flag("enable_db_stats"),
      .flag("enable_db_stats_free_storage"), .flag("enable_diagnostic_data"),
      .flag("enable_replicaset_status"),
      .flag("enable_replicaset_config"), .flag("enable_currentop_metrics"), .flag("enable_top_metrics"),
      .flag("enable_index_stats"), .flag("enable_coll_stats"), .flag("enable_profile"),
      .flag("enable_shards"),
      .flag("enable_fcv"), .flag("enable_pbm_metrics"), .text("log_level", given: "info"),
      .lost("tls_basic_auth_config_path"),
    ])

  static let mssql = ExporterKind(
    "mssql",
    [
      .kept(.text, "connection_string"), .text("connection_name"),
      .integer("max_idle_connections", given: 3), .integer("max_open_connections", given: 3),
      .duration("max_connection_lifetime"), .duration("timeout", given: .seconds(10)),
      Argument { document("query_config", as: "query_config", $0) },
    ])

  static let mysql = ExporterKind(
    "mysqld_exporter", next: "mysql",
    [
      .text("data_source_name"), .texts("enable_collectors"), .texts("disable_collectors"),
      .texts("set_collectors"), .flag("enable_lock_wait_timeout", given: true),
      .integer("lock_wait_timeout", given: 2), .flag("log_slow_filter"),
      .whole(
        "info_schema.processlist",
        [
          .integer("min_time", from: "info_schema_processlist_min_time"),
          .flag("processes_by_user", from: "info_schema_processlist_processes_by_user", given: true),
          .flag("processes_by_host", from: "info_schema_processlist_processes_by_host", given: true),
        ]),
      .whole("info_schema.tables", [.text("databases", from: "info_schema_tables_databases", given: "*")]),
    ] + mysqlPerformance + [
      .whole(
        "heartbeat",
        [
          .text("database", from: "heartbeat_database", given: "heartbeat"),
          .text("table", from: "heartbeat_table", given: "heartbeat"), .flag("utc", from: "heartbeat_utc"),
        ]),
      .whole("mysql.user", [.flag("privileges", from: "mysqluser_privileges")]),
    ])

  private static let mysqlPerformance: [Argument] = [
    .whole(
      "perf_schema.eventsstatements",
      [
        .integer("limit", from: "perf_schema_eventsstatements_limit", given: 250),
        .integer("time_limit", from: "perf_schema_eventsstatements_timelimit", given: 86_400),
        .integer("text_limit", from: "perf_schema_eventsstatements_digtextlimit", given: 120),
      ]),
    .whole(
      "perf_schema.file_instances",
      [
        .text("filter", from: "perf_schema_file_instances_filter", given: ".*"),
        .text(
          "remove_prefix", from: "perf_schema_file_instances_remove_prefix", given: "/var/lib/mysql"),
      ]),
    .whole(
      "perf_schema.memory_events",
      [.text("remove_prefix", from: "perf_schema_memory_events_remove_prefix", given: "memory/")]),
  ]

  static let oracledb = ExporterKind(
    "oracledb",
    [
      .kept(.text, "connection_string"), .integer("max_idle_conns", from: "max_idle_connections"),
      .integer("max_open_conns", from: "max_open_connections", given: 10),
      .integer("query_timeout", given: 5),
    ])

  /// The list of databases is written even if it is empty.
  static let postgres = ExporterKind(
    "postgres_exporter", next: "postgres",
    [
      Argument { settings in
        [.attribute("data_source_names", .strings(settings.texts("data_source_names") ?? []))]
      },
      .flag("disable_settings_metrics"), .flag("disable_default_metrics"),
      .text("custom_queries_config_path", from: "query_path"),
      .whole(
        "autodiscovery",
        [
          .flag("enabled", from: "autodiscover_databases"),
          .texts("database_allowlist", from: "include_databases"),
          .texts("database_denylist", from: "exclude_databases"),
        ]),
    ])

  static let redis = ExporterKind(
    "redis_exporter", next: "redis",
    [
      .flag("include_exporter_metrics"), .kept(.text, "redis_addr"), .text("redis_user"),
      .text("redis_password"), .text("redis_password_file"), .text("redis_password_map_file"),
      .text("namespace", given: "redis"), .text("config_command", given: "CONFIG"), .commaTexts("check_keys"),
      .commaTexts("check_key_groups"), .integer("check_key_groups_batch_size", given: 10_000),
      .integer("max_distinct_key_groups", given: 100), .commaTexts("check_single_keys"),
      .commaTexts("check_streams"), .commaTexts("check_single_streams"),
      .flag("export_key_values", given: true),
      .commaTexts("count_keys"), .text("script_path"), .duration("connection_timeout", given: .seconds(15)),
      .text("tls_client_key_file"), .text("tls_client_cert_file"), .text("tls_ca_cert_file"),
      .flag("set_client_name", given: true), .flag("is_tile38"), .flag("is_cluster"),
      .flag("export_client_list"), .flag("export_client_port"), .flag("redis_metrics_only"),
      .flag("ping_on_connect"), .flag("incl_system_metrics"), .flag("skip_tls_verification"),
    ])

  static let snowflake = ExporterKind(
    "snowflake",
    [
      .kept(.text, "account_name"), .kept(.text, "username"), .text("password"),
      .text("private_key_path"), .text("private_key_password"), .text("role", given: "ACCOUNTADMIN"),
      .kept(.text, "warehouse"), .flag("exclude_deleted_tables"), .flag("enable_driver_trace_logs"),
    ])
}
