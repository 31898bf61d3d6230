import Documents

/// Integrations that ask databases (grafana/agent, static/integrations/*_exporter at v0.44).
enum DatabaseSettings {
  private static let connections: Fields = .integer("max_idle_connections max_open_connections")

  static let elasticsearch = IntegrationSettings(
    .text("node"), .secret("address"), .goDuration("timeout clusterinfo_interval"),
    .boolean(
      "all indices indices_settings cluster_settings shards aliases snapshots ssl_skip_verify data_stream slm"
    ),
    .file("ca client_private_key client_cert"), Fields(.mapping(HTTPClientSchema.basicAuth), "basic_auth"),
    rules: [
      { reading, reader in
        if reading.text("address") == "" { reader.require(["address"], reading) }
        reader.checkAddress("address", reading)
      }
    ])

  static let memcached = IntegrationSettings(
    .text("memcached_address"), .goDuration("timeout"), Fields(.mapping(HTTPClientSchema.tls), "tls_config"))

  static let mongodb = IntegrationSettings(
    .secret("mongodb_uri"), .boolean("direct_connect discovering_mode"), .text("tls_basic_auth_config_path"),
    rules: [
      { reading, reader in
        reader.requireScheme(
          "mongodb_uri", ["mongodb", "mongodb+srv"], reading,
          consequence: "the agent starts, and the integration never answers")
      }
    ])

  static let mssql = IntegrationSettings(
    .secret("connection_string"), connections, .goDuration("timeout"), .anything("query_config"),
    rules: [
      { reading, reader in
        reader.require(["connection_string"], reading)
        if reading.filled("connection_string") != nil {
          reader.requireScheme("connection_string", ["sqlserver"], reading)
        }
        for name in ["max_idle_connections", "max_open_connections"] {
          reader.requireAbove(0, name, reading.number(name), reading)
        }
        if let timeout = reading.goDuration("timeout"), timeout <= .zero {
          reader.requireAbove(0, "timeout", 0, reading)
        }
      }
    ])

  static let mysql = IntegrationSettings(
    .secret("data_source_name"), .texts("enable_collectors disable_collectors set_collectors"),
    .integer(
      """
      lock_wait_timeout info_schema_processlist_min_time perf_schema_eventsstatements_limit
      perf_schema_eventsstatements_time_limit perf_schema_eventsstatements_digtext_text_limit
      """),
    .boolean(
      """
      log_slow_filter info_schema_processlist_processes_by_user info_schema_processlist_processes_by_host
      heartbeat_utc mysql_user_privileges
      """),
    .text(
      """
      info_schema_tables_databases perf_schema_file_instances_filter perf_schema_file_instances_remove_prefix
      perf_schema_memory_events_remove_prefix heartbeat_database heartbeat_table
      """),
    rules: [
      { reading, reader in
        guard let source = reading.filled("data_source_name") else {
          return reader.requireVariable("MYSQLD_EXPORTER_DATA_SOURCE_NAME", for: "data_source_name", reading)
        }
        guard let problem = MySQLSource.problem(in: source) else { return }
        reader.doubtIdentity(
          "data_source_name", reading, "is no data source name of MySQL, \(problem)",
          remedy: "write user:password@tcp(host:3306)/")
      }
    ], explained: ["data_source_name"])

  static let oracledb = IntegrationSettings(
    .secret("connection_string"), connections, .integer("query_timeout"),
    rules: [
      { reading, reader in
        guard reading.filled("connection_string") != nil else {
          return reader.requireVariable("DATA_SOURCE_NAME", for: "connection_string", reading)
        }
        reader.requireScheme("connection_string", ["oracle"], reading)
        guard let url = reading.filled("connection_string").flatMap(GoURL.parse), url.hostname.isEmpty else {
          return
        }
        reader.refuse(
          "invalid-value", reading.path.key("connection_string"), at: reading.position("connection_string"),
          "has no host", remedy: "write oracle://user:password@host:1521/service")
      }
    ], explained: ["connection_string"])

  static let postgres = IntegrationSettings(
    Fields(.list(.secret), "data_source_names"),
    .boolean("disable_settings_metrics autodiscover_databases disable_default_metrics"),
    .texts("exclude_databases include_databases"), .file("query_path"),
    rules: [
      { reading, reader in
        let sources = reading.elements("data_source_names").map { $0.scalar?.text ?? "" }
        let path = reading.path.key("data_source_names")
        guard let source = sources.first else {
          return reader.requireVariable(
            "POSTGRES_EXPORTER_DATA_SOURCE_NAME", for: "data_source_names", reading)
        }
        guard reading.filled("instance") == nil else { return }
        if sources.count > 1 {
          reader.refuse(
            "missing-key", reading.path.key("instance"), at: reading.position("data_source_names"),
            "is missing, and \(sources.count) data sources give no name of their own",
            remedy: "write instance")
        } else if !source.hasPrefix("postgres://"),
          !source.hasPrefix("postgresql://") || GoURL.parse(source) == nil
        {
          reader.refuse(
            "invalid-value", path.element(0), at: reading.position("data_source_names"),
            "does not begin with postgresql://, so that the agent finds no name for it",
            remedy: "write postgresql://user:password@host:5432/database, or write instance")
        }
      }
    ], explained: ["data_source_names"])

  static let redis = IntegrationSettings(
    .text(
      """
      redis_addr redis_user namespace config_command check_keys check_key_groups check_single_keys check_streams
      check_single_streams count_keys script_path
      """),
    .secret("redis_password"),
    .file(
      """
      redis_password_file redis_password_map_file tls_client_key_file tls_client_cert_file tls_ca_cert_file
      """),
    .integer("check_key_groups_batch_size max_distinct_key_groups"), .goDuration("connection_timeout"),
    .boolean(
      """
      include_exporter_metrics export_key_values set_client_name is_tile38 is_cluster export_client_list
      export_client_port redis_metrics_only ping_on_connect incl_system_metrics skip_tls_verification
      """),
    rules: [
      { reading, reader in
        reader.require(["redis_addr"], reading)
        let pair = ["tls_client_key_file", "tls_client_cert_file"]
        if pair.filter({ reading.filled($0) != nil }).count == 1 { reader.require(pair, reading) }
        reader.refuseBoth("redis_password_file", "redis_password_map_file", reading)
      }
    ])

  static let snowflake = IntegrationSettings(
    .text("account_name username role warehouse"), .secret("password"),
    rules: [
      { reading, reader in reader.require(["account_name", "username", "password", "warehouse"], reading) }
    ])
}
