import Documents

/// Integrations that look at the machine they run on (grafana/agent, static/integrations at v0.44).
enum HostSettings {
  static let cadvisor = IntegrationSettings(
    .boolean("store_container_labels docker_tls docker_only disable_root_cgroup_stats"),
    .texts(
      """
      allowlisted_container_labels env_metadata_allowlist raw_cgroup_prefix_allowlist disabled_metrics
      enabled_metrics
      """),
    .text(
      """
      perf_events_config containerd containerd_namespace docker docker_tls_cert docker_tls_key docker_tls_ca
      """),
    .integer("resctrl_interval"), .goDuration("storage_duration"))

  static let node = IntegrationSettings(
    .boolean(
      """
      include_exporter_metrics enable_bcache_priority_stats enable_cpu_guest_seconds_metric enable_cpu_info_metric
      ntp_server_is_local netclass_ignore_invalid_speed_device netdev_address_info perf_disable_hardware_profilers
      perf_disable_software_profilers perf_disable_cache_profilers systemd_enable_restarts_metrics
      systemd_enable_start_time_metrics systemd_enable_task_metrics
      """),
    .integer("ntp_ip_ttl ntp_protocol_version"),
    .goDuration("filesystem_mount_timeout ntp_local_offset_tolerance ntp_max_distance"),
    .texts(
      """
      enable_collectors disable_collectors set_collectors ipvs_backend_labels perf_tracepoint
      perf_hardware_profilers perf_software_profilers perf_cache_profilers sysctl_include sysctl_include_info
      """),
    .text(
      """
      procfs_path sysfs_path rootfs_path udev_data_path cpu_bugs_include cpu_flags_include
      diskstats_device_exclude diskstats_device_include ethtool_device_exclude ethtool_device_include
      ethtool_metrics_include filesystem_fs_types_exclude filesystem_mount_points_exclude ntp_server
      netclass_ignored_devices netdev_device_exclude netdev_device_include netstat_fields perf_cpus
      powersupply_ignored_supplies runit_service_dir supervisord_url systemd_unit_exclude systemd_unit_include
      tapestats_ignored_devices textfile_directory vmstat_fields
      """), .text(renamed.map(\.old).joined(separator: " ")),
    reading: [
      { reading, reader in
        for names in renamed { reader.refuseBoth(names.new, names.old, reading) }
      }
    ], rules: [NodePatterns.check])

  /// Keys that had another name.
  private static let renamed: [(old: String, new: String)] = [
    ("netdev_device_whitelist", "netdev_device_include"),
    ("netdev_device_blacklist", "netdev_device_exclude"),
    ("systemd_unit_whitelist", "systemd_unit_include"), ("systemd_unit_blacklist", "systemd_unit_exclude"),
    ("filesystem_ignored_mount_points", "filesystem_mount_points_exclude"),
    ("filesystem_ignored_fs_types", "filesystem_fs_types_exclude"),
    ("diskstats_ignored_devices", "diskstats_device_exclude"),
  ]

  static let process = IntegrationSettings(
    .text("procfs_path"), .boolean("track_children track_threads gather_smaps recheck_on_scrape"),
    Fields(.list(.mapping(MappingSchema(.text("name"), .texts("comm exe cmdline")))), "process_names"),
    rules: [
      { reading, reader in
        for (index, node) in reading.elements("process_names").enumerated() {
          checkName(node, reading.path.key("process_names").element(index), &reader)
        }
      }
    ])

  private static func checkName(_ node: YAMLNode, _ path: ConfigurationPath, _ reader: inout SchemaReader) {
    let matchers = ["comm", "exe", "cmdline"]
    if matchers.allSatisfy({ (node[$0]?.sequence ?? []).isEmpty }) {
      reader.refuse(
        "missing-key", path, at: node.position, "has nothing that could match a process",
        remedy: "write comm, exe or cmdline")
    }
    for (index, expression) in (node["cmdline"]?.sequence ?? []).enumerated() {
      reader.checkExpression(
        expression.scalar?.text ?? "", expression, path.key("cmdline").element(index))
    }
    guard let name = node["name"]?.scalar?.text,
      let problem = GoTemplate.problem(in: name, functions: TemplateFunctions.standard)
    else { return }
    reader.refuse(
      "invalid-template", path.key("name"), at: node.keyPosition("name"),
      "is no template that the agent takes, \(problem)", remedy: "write a template such as {{.Comm}}")
  }

  /// On other systems than Windows the agent says so and runs nothing.
  static let windows = IntegrationSettings(
    .text("enabled_collectors"),
    Fields([
      "dfsr": block("sources_enabled"), "exchange": block("enabled_list"),
      "iis": block(
        """
        site_whitelist site_blacklist app_whitelist app_blacklist site_include site_exclude app_include app_exclude
        """),
      "text_file": block("text_file_directory"), "smtp": block("blacklist whitelist include exclude"),
      "service": block("use_api where_clause"), "physical_disk": block("include exclude"),
      "process": block("blacklist whitelist include exclude"),
      "network": block("blacklist whitelist include exclude"), "mssql": block("enabled_classes"),
      "msmq": block("where_clause"), "logical_disk": block("blacklist whitelist include exclude"),
      "scheduled_task": block("include exclude"),
    ]))

  private static func block(_ names: String) -> ValueKind { .mapping(MappingSchema(.text(names))) }
}
