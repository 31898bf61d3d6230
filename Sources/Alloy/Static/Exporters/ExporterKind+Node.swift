import Base

/// The exporter of a Linux machine. The defaults of its collectors are node_exporter's on Linux.
extension ExporterKind {
  static let node = ExporterKind(
    "node_exporter", component: "unix",
    [
      .flag("include_exporter_metrics"), .text("procfs_path", given: "/proc"),
      .text("sysfs_path", given: "/sys"), .text("rootfs_path", given: "/"),
      .text("udev_data_path", given: "/run/udev/data"), .texts("enable_collectors"),
      .texts("disable_collectors"), .texts("set_collectors"),
    ] + nodeDevices + nodeNetwork + nodeServices)

  private static let nodeDevices: [Argument] = [
    .whole("bcache", [.flag("priority_stats", from: "enable_bcache_priority_stats")]),
    .whole(
      "cpu",
      [
        .text("bugs_include", from: "cpu_bugs_include"),
        .flag("guest", from: "enable_cpu_guest_seconds_metric", given: true),
        .flag("info", from: "enable_cpu_info_metric"), .text("flags_include", from: "cpu_flags_include"),
      ]),
    .whole(
      "disk",
      [
        .text(
          "device_exclude", from: "diskstats_device_exclude",
          given: #"^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\d+n\d+p)\d+$"#),
        .text("device_include", from: "diskstats_device_include"),
      ]),
    .whole(
      "filesystem",
      [
        .text(
          "fs_types_exclude", from: "filesystem_fs_types_exclude",
          given:
            "^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs|iso9660"
            + "|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs|squashfs|sysfs|tracefs)$"
        ),
        .text(
          "mount_points_exclude", from: "filesystem_mount_points_exclude",
          given: "^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+)($|/)"),
        .duration("mount_timeout", from: "filesystem_mount_timeout", given: .seconds(5)),
      ]),
    .whole(
      "perf",
      [
        .text("cpus", from: "perf_cpus"), .texts("tracepoint", from: "perf_tracepoint"),
        .flag("disable_hardware_profilers", from: "perf_disable_hardware_profilers"),
        .flag("disable_software_profilers", from: "perf_disable_software_profilers"),
        .flag("disable_cache_profilers", from: "perf_disable_cache_profilers"),
        .texts("hardware_profilers", from: "perf_hardware_profilers"),
        .texts("software_profilers", from: "perf_software_profilers"),
        .texts("cache_profilers", from: "perf_cache_profilers"),
      ]),
    .whole(
      "powersupply", [.text("ignored_supplies", from: "powersupply_ignored_supplies", given: "^$")]),
    .whole("tapestats", [.text("ignored_devices", from: "tapestats_ignored_devices", given: "^$")]),
  ]

  private static let nodeNetwork: [Argument] = [
    .whole(
      "ethtool",
      [
        .text("device_exclude", from: "ethtool_device_exclude"),
        .text("device_include", from: "ethtool_device_include"),
        .text("metrics_include", from: "ethtool_metrics_include", given: ".*"),
      ]),
    .whole("ipvs", [.texts("backend_labels", from: "ipvs_backend_labels", given: ipvsLabels)]),
    .whole(
      "ntp",
      [
        .integer("ip_ttl", from: "ntp_ip_ttl", given: 1),
        .duration("local_offset_tolerance", from: "ntp_local_offset_tolerance", given: .milliseconds(1)),
        .duration("max_distance", from: "ntp_max_distance", given: .microseconds(3_466_080)),
        .integer("protocol_version", from: "ntp_protocol_version", given: 4),
        .text("server", from: "ntp_server", given: "127.0.0.1"),
        .flag("server_is_local", from: "ntp_server_is_local"),
      ]),
    .whole(
      "netclass",
      [
        .flag("ignore_invalid_speed_device", from: "netclass_ignore_invalid_speed_device"),
        .text("ignored_devices", from: "netclass_ignored_devices", given: "^$"),
      ]),
    .whole(
      "netdev",
      [
        .flag("address_info", from: "netdev_address_info"),
        .text("device_exclude", from: "netdev_device_exclude"),
        .text("device_include", from: "netdev_device_include"),
      ]),
    .whole("netstat", [.text("fields", from: "netstat_fields", given: netstatFields)]),
  ]

  private static let nodeServices: [Argument] = [
    .whole("runit", [.text("service_dir", from: "runit_service_dir", given: "/etc/service")]),
    .whole("supervisord", [.text("url", from: "supervisord_url", given: "http://localhost:9001/RPC2")]),
    .whole(
      "sysctl",
      [.texts("include", from: "sysctl_include"), .texts("include_info", from: "sysctl_include_info")]),
    .whole(
      "systemd",
      [
        .flag("enable_restarts", from: "systemd_enable_restarts_metrics"),
        .flag("start_time", from: "systemd_enable_start_time_metrics"),
        .flag("task_metrics", from: "systemd_enable_task_metrics"),
        .text(
          "unit_exclude", from: "systemd_unit_exclude", given: #".+\.(automount|device|mount|scope|slice)"#),
        .text("unit_include", from: "systemd_unit_include", given: ".+"),
      ]),
    .whole("textfile", [.text("directory", from: "textfile_directory")]),
    .whole("vmstat", [.text("fields", from: "vmstat_fields", given: "^(oom_kill|pgpg|pswp|pg.*fault).*")]),
    .lost(
      "netdev_device_whitelist", "netdev_device_blacklist", "systemd_unit_whitelist",
      "systemd_unit_blacklist", "filesystem_ignored_mount_points", "filesystem_ignored_fs_types",
      "diskstats_ignored_devices", because: "it is an old name; use the one ending in _include or _exclude"),
  ]

  private static let ipvsLabels = [
    "local_address", "local_port", "remote_address", "remote_port", "proto", "local_mark",
  ]

  private static let netstatFields =
    "^(.*_(InErrors|InErrs)|Ip_Forwarding|Ip(6|Ext)_(InOctets|OutOctets)|Icmp6?_(InMsgs|OutMsgs)"
    + "|TcpExt_(Listen.*|Syncookies.*|TCPSynRetrans|TCPTimeouts|TCPOFOQueue|TCPRcvQDrop)"
    + "|Tcp_(ActiveOpens|InSegs|OutSegs|OutRsts|PassiveOpens|RetransSegs|CurrEstab)"
    + "|Udp6?_(InDatagrams|OutDatagrams|NoPorts|RcvbufErrors|SndbufErrors))$"
}
