/// What the agent knows of its integrations. Data of reference agent-operator.md section 8, which follows agent v0.44:
/// names and multiplicity from its registrations, keys from its settings, live answers for what it checks.
extension KnownIntegration {
  static let all: [KnownIntegration] = singletons + multiples

  private static let singletons: [KnownIntegration] = [
    KnownIntegration(
      "agent", aliases: [], multiplicity: .single, runsOnAllNodes: false,
      identity: .agentAddress,
      isStrictInside: true, needed: [], useful: [],
      keys: ""),
    KnownIntegration(
      "cadvisor", aliases: [], multiplicity: .singleUnlessNamed, runsOnAllNodes: true,
      identity: .agentAddress,
      isStrictInside: false, needed: [], useful: [],
      keys: """
        store_container_labels allowlisted_container_labels env_metadata_allowlist
        raw_cgroup_prefix_allowlist perf_events_config resctrl_interval disabled_metrics enabled_metrics
        storage_duration containerd containerd_namespace docker docker_tls docker_tls_cert
        docker_tls_key docker_tls_ca docker_only disable_root_cgroup_stats
        """),
    KnownIntegration(
      "node_exporter", aliases: [], multiplicity: .singleUnlessNamed, runsOnAllNodes: true,
      identity: .agentAddress,
      isStrictInside: false, needed: [], useful: [],
      keys: """
        include_exporter_metrics procfs_path sysfs_path rootfs_path udev_data_path enable_collectors
        disable_collectors set_collectors enable_bcache_priority_stats cpu_bugs_include
        enable_cpu_guest_seconds_metric enable_cpu_info_metric cpu_flags_include
        diskstats_device_exclude diskstats_device_include ethtool_device_exclude ethtool_device_include
        ethtool_metrics_include filesystem_fs_types_exclude filesystem_mount_points_exclude
        filesystem_mount_timeout ipvs_backend_labels ntp_ip_ttl ntp_local_offset_tolerance
        ntp_max_distance ntp_protocol_version ntp_server ntp_server_is_local
        netclass_ignore_invalid_speed_device netclass_ignored_devices netdev_address_info
        netdev_device_exclude netdev_device_include netstat_fields perf_cpus perf_tracepoint
        perf_disable_hardware_profilers perf_disable_software_profilers perf_disable_cache_profilers
        perf_hardware_profilers perf_software_profilers perf_cache_profilers
        powersupply_ignored_supplies runit_service_dir supervisord_url sysctl_include
        sysctl_include_info systemd_enable_restarts_metrics systemd_enable_start_time_metrics
        systemd_enable_task_metrics systemd_unit_exclude systemd_unit_include tapestats_ignored_devices
        textfile_directory vmstat_fields netdev_device_whitelist netdev_device_blacklist
        systemd_unit_whitelist systemd_unit_blacklist filesystem_ignored_mount_points
        filesystem_ignored_fs_types diskstats_ignored_devices
        """),
    KnownIntegration(
      "process", aliases: ["process_exporter"], multiplicity: .singleUnlessNamed, runsOnAllNodes: true,
      identity: .agentAddress,
      isStrictInside: false, needed: [], useful: [],
      keys: """
        process_names procfs_path track_children track_threads gather_smaps recheck_on_scrape
        """),
    KnownIntegration(
      "windows", aliases: ["windows_exporter"], multiplicity: .singleUnlessNamed, runsOnAllNodes: true,
      identity: .agentAddress,
      isStrictInside: false, needed: [], useful: [],
      keys: """
        enabled_collectors dfsr exchange iis text_file smtp service physical_disk process network mssql
        msmq logical_disk scheduled_task
        """),
    KnownIntegration(
      "statsd", aliases: ["statsd_exporter"], multiplicity: .singleUnlessNamed, runsOnAllNodes: false,
      identity: .agentAddress,
      isStrictInside: false, needed: [], useful: [],
      keys: """
        listen_udp listen_tcp listen_unixgram unix_socket_mode mapping_config read_buffer cache_size
        cache_type event_queue_size event_flush_threshold event_flush_interval parse_dogstatsd_tags
        parse_influxdb_tags parse_librato_tags parse_signalfx_tags relay_addr relay_packet_length
        """),
    KnownIntegration(
      "eventhandler", aliases: [], multiplicity: .single, runsOnAllNodes: false,
      identity: .fixed,
      isStrictInside: true, needed: ["logs_instance"], useful: [],
      keys: """
        send_timeout kubeconfig_path cache_path logs_instance informer_resync flush_interval namespace
        log_format
        """),
    KnownIntegration(
      "snmp", aliases: ["snmp_exporter"], multiplicity: .single, runsOnAllNodes: false,
      identity: .fixed,
      isStrictInside: true, needed: [], useful: ["snmp_targets"],
      keys: """
        walk_params config_file snmp_targets snmp_config
        """),
    KnownIntegration(
      "blackbox", aliases: ["blackbox_exporter"], multiplicity: .single, runsOnAllNodes: false,
      identity: .fixed,
      isStrictInside: true, needed: [], useful: ["blackbox_targets"],
      keys: """
        config_file blackbox_targets blackbox_config probe_timeout_offset
        """),
  ]

  private static let multiples: [KnownIntegration] = [
    KnownIntegration(
      "apache_http", aliases: [], multiplicity: .multiple, runsOnAllNodes: false,
      identity: .host("scrape_uri", "http://localhost/server-status?auto"),
      isStrictInside: true, needed: [], useful: [],
      keys: """
        scrape_uri host_override insecure
        """),
    KnownIntegration(
      "app_agent_receiver", aliases: [], multiplicity: .multiple, runsOnAllNodes: false,
      identity: .agentAddress,
      isStrictInside: true, needed: [], useful: [],
      keys: """
        server traces_instance logs_instance logs_labels logs_send_timeout sourcemaps
        """),
    KnownIntegration(
      "azure", aliases: ["azure_exporter"], multiplicity: .multiple, runsOnAllNodes: false,
      identity: .wholeConfig,
      isStrictInside: false, needed: [], useful: ["subscriptions", "resource_type", "metrics"],
      keys: """
        subscriptions resource_graph_query_filter regions resource_type metrics metric_aggregations
        timespan included_dimensions included_resource_tags metric_namespace metric_name_template
        metric_help_template validate_dimensions azure_cloud_environment
        """),
    KnownIntegration(
      "cloudwatch", aliases: ["cloudwatch_exporter"], multiplicity: .multiple, runsOnAllNodes: false,
      identity: .wholeConfig,
      isStrictInside: false, needed: [], useful: ["sts_region"],
      keys: """
        sts_region fips_disabled discovery static debug decoupled_scraping
        """),
    KnownIntegration(
      "consul", aliases: ["consul_exporter"], multiplicity: .multiple, runsOnAllNodes: false,
      identity: .host("server", "http://localhost:8500"),
      isStrictInside: false, needed: [], useful: [],
      keys: """
        server ca_file cert_file key_file server_name timeout insecure_skip_verify
        concurrent_request_limit allow_stale require_consistent kv_prefix kv_filter
        generate_health_summary
        """),
    KnownIntegration(
      "dnsmasq", aliases: ["dnsmasq_exporter"], multiplicity: .multiple, runsOnAllNodes: false,
      identity: .text("dnsmasq_address", "localhost:53"),
      isStrictInside: false, needed: [], useful: [],
      keys: """
        dnsmasq_address leases_path expose_leases
        """),
    KnownIntegration(
      "elasticsearch", aliases: ["elasticsearch_exporter"], multiplicity: .multiple, runsOnAllNodes: false,
      identity: .host("address", "http://localhost:9200"),
      isStrictInside: false, needed: [], useful: [],
      keys: """
        address timeout all node indices indices_settings cluster_settings shards aliases snapshots
        clusterinfo_interval ca client_private_key client_cert ssl_skip_verify data_stream slm
        basic_auth
        """),
    KnownIntegration(
      "gcp", aliases: ["gcp_exporter"], multiplicity: .multiple, runsOnAllNodes: false,
      identity: .wholeConfig,
      isStrictInside: false, needed: ["project_ids", "metrics_prefixes"], useful: [],
      keys: """
        project_ids metrics_prefixes extra_filters request_interval request_offset ingest_delay
        drop_delegated_projects gcp_client_timeout
        """),
    KnownIntegration(
      "github", aliases: ["github_exporter"], multiplicity: .multiple, runsOnAllNodes: false,
      identity: .host("api_url", "https://api.github.com"),
      isStrictInside: false, needed: [], useful: [],
      keys: """
        api_url repositories organizations users api_token api_token_file
        """),
    KnownIntegration(
      "kafka", aliases: ["kafka_exporter"], multiplicity: .multiple, runsOnAllNodes: false,
      identity: .only("kafka_uris"),
      isStrictInside: false, needed: ["kafka_uris"], useful: [],
      keys: """
        kafka_uris use_sasl use_sasl_handshake sasl_username sasl_password sasl_mechanism
        sasl_disable_pafx_fast use_tls tls_server_name ca_file cert_file key_file insecure_skip_verify
        kafka_version use_zookeeper_lag zookeeper_uris kafka_cluster_name metadata_refresh_interval
        gssapi_service_name gssapi_kerberos_config_path gssapi_realm gssapi_key_tab_path
        gssapi_kerberos_auth_type offset_show_all topic_workers allow_concurrency
        allow_auto_topic_creation max_offsets prune_interval_seconds topics_filter_regex
        topics_exclude_regex groups_filter_regex groups_exclude_regex
        """),
    KnownIntegration(
      "memcached", aliases: ["memcached_exporter"], multiplicity: .multiple, runsOnAllNodes: false,
      identity: .text("memcached_address", "localhost:11211"),
      isStrictInside: false, needed: [], useful: [],
      keys: """
        memcached_address timeout tls_config
        """),
    KnownIntegration(
      "mongodb", aliases: ["mongodb_exporter"], multiplicity: .multiple, runsOnAllNodes: false,
      identity: .host("mongodb_uri", ""),
      isStrictInside: false, needed: ["mongodb_uri"], useful: [],
      keys: """
        mongodb_uri direct_connect discovering_mode tls_basic_auth_config_path
        """),
    KnownIntegration(
      "mssql", aliases: [], multiplicity: .multiple, runsOnAllNodes: false,
      identity: .host("connection_string", ""),
      isStrictInside: false, needed: ["connection_string"], useful: [],
      keys: """
        connection_string max_idle_connections max_open_connections timeout query_config
        """),
    KnownIntegration(
      "mysql", aliases: ["mysqld_exporter"], multiplicity: .multiple, runsOnAllNodes: false,
      identity: .dataSource("data_source_name"),
      isStrictInside: false, needed: [], useful: ["data_source_name"],
      keys: """
        data_source_name enable_collectors disable_collectors set_collectors lock_wait_timeout
        log_slow_filter info_schema_processlist_min_time info_schema_processlist_processes_by_user
        info_schema_processlist_processes_by_host info_schema_tables_databases
        perf_schema_eventsstatements_limit perf_schema_eventsstatements_time_limit
        perf_schema_eventsstatements_digtext_text_limit perf_schema_file_instances_filter
        perf_schema_file_instances_remove_prefix perf_schema_memory_events_remove_prefix
        heartbeat_database heartbeat_table heartbeat_utc mysql_user_privileges
        """),
    KnownIntegration(
      "oracledb", aliases: [], multiplicity: .multiple, runsOnAllNodes: false,
      identity: .host("connection_string", ""),
      isStrictInside: false, needed: [], useful: ["connection_string"],
      keys: """
        connection_string max_idle_connections max_open_connections query_timeout
        """),
    KnownIntegration(
      "postgres", aliases: ["postgres_exporter"], multiplicity: .multiple, runsOnAllNodes: false,
      identity: .only("data_source_names"),
      isStrictInside: false, needed: [], useful: ["data_source_names"],
      keys: """
        data_source_names disable_settings_metrics autodiscover_databases exclude_databases
        include_databases disable_default_metrics query_path
        """),
    KnownIntegration(
      "redis", aliases: ["redis_exporter"], multiplicity: .multiple, runsOnAllNodes: false,
      identity: .text("redis_addr", ""),
      isStrictInside: false, needed: ["redis_addr"], useful: [],
      keys: """
        include_exporter_metrics redis_addr redis_user redis_password redis_password_file
        redis_password_map_file namespace config_command check_keys check_key_groups
        check_key_groups_batch_size max_distinct_key_groups check_single_keys check_streams
        check_single_streams export_key_values count_keys script_path connection_timeout
        tls_client_key_file tls_client_cert_file tls_ca_cert_file set_client_name is_tile38 is_cluster
        export_client_list export_client_port redis_metrics_only ping_on_connect incl_system_metrics
        skip_tls_verification
        """),
    KnownIntegration(
      "snowflake", aliases: [], multiplicity: .multiple, runsOnAllNodes: false,
      identity: .text("account_name", ""),
      isStrictInside: false, needed: ["account_name", "username", "password", "warehouse"], useful: [],
      keys: """
        account_name username password role warehouse
        """),
    KnownIntegration(
      "squid", aliases: [], multiplicity: .multiple, runsOnAllNodes: false,
      identity: .text("address", ""),
      isStrictInside: false, needed: ["address"], useful: [],
      keys: """
        address username password host port
        """),
    KnownIntegration(
      "vsphere", aliases: ["vmware_exporter"], multiplicity: .multiple, runsOnAllNodes: false,
      identity: .host("vsphere_url", ""),
      isStrictInside: true, needed: [], useful: ["vsphere_url", "vsphere_user", "vsphere_password"],
      keys: """
        request_chunk_size collect_concurrency vsphere_url vsphere_user vsphere_password
        discovery_interval enable_exporter_metrics
        """),
  ]
}
