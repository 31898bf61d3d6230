/// Exporters of the machine itself.
extension ExporterKind {
  static let cadvisor = ExporterKind(
    "cadvisor",
    [
      .flag("store_container_labels", given: true), .texts("allowlisted_container_labels"),
      .texts("env_metadata_allowlist"), .texts("raw_cgroup_prefix_allowlist"), .text("perf_events_config"),
      .duration("resctrl_interval"), .texts("disabled_metrics"), .texts("enabled_metrics"),
      .duration("storage_duration", given: .seconds(120)),
      .text("containerd_host", from: "containerd", given: "/run/containerd/containerd.sock"),
      .text("containerd_namespace", given: "k8s.io"),
      .text("docker_host", from: "docker", given: "unix:///var/run/docker.sock"),
      .flag("use_docker_tls", from: "docker_tls"), .text("docker_tls_cert", given: "cert.pem"),
      .text("docker_tls_key", given: "key.pem"), .text("docker_tls_ca", given: "ca.pem"),
      .flag("docker_only"),
      .flag("disable_root_cgroup_stats"),
    ])

  static let process = ExporterKind(
    "process_exporter", next: "process",
    [
      .blocks(
        "matcher", from: "process_names", [.text("name"), .texts("comm"), .texts("exe"), .texts("cmdline")]),
      .text("procfs_path", given: "/proc"), .flag("track_children", given: true),
      .flag("track_threads", given: true), .flag("gather_smaps", given: true), .flag("recheck_on_scrape"),
      .flag("remove_empty_groups"),
    ])

  /// The texts between commas are lists in Alloy.
  static let windows = ExporterKind(
    "windows_exporter", next: "windows",
    [
      .commaTexts("enabled_collectors", given: "cpu,cs,logical_disk,net,os,service,system"),
      .block("dfsr", [.commaTexts("sources_enabled", from: "source_enabled")]),
      .block("exchange", [.commaTexts("enabled_list")]),
      .block(
        "iis",
        [
          .text("app_exclude"), .text("app_include"), .text("site_exclude"), .text("site_include"),
          .text("app_blacklist"), .text("app_whitelist"), .text("site_blacklist"), .text("site_whitelist"),
        ]),
      .block("logical_disk", lists + [.commaTexts("enabled_list")]),
      .block("mssql", [.commaTexts("enabled_classes")]), .block("network", lists),
      .block("physical_disk", [.text("exclude"), .text("include")]),
      .block("printer", [.text("exclude"), .text("include")]),
      .block("process", lists + [.flag("enable_iis_worker_process"), .integer("counter_version")]),
      .block("scheduled_task", [.text("exclude"), .text("include")]),
      .block(
        "service",
        [
          .text("include"), .text("exclude"), .lost("where_clause", "use_api", "enable_v2_collector"),
        ]),
      .block("smtp", lists),
      .block("text_file", [.commaTexts("directories", from: "text_file_directory")]),
      .block("smb", [.commaTexts("enabled_list")]), .block("smb_client", [.commaTexts("enabled_list")]),
      .block("tcp", [.commaTexts("enabled_list")]), .block("dns", [.commaTexts("enabled_list")]),
      .lost("msmq"),
    ])

  private static let lists: [Argument] = [
    .text("blacklist"), .text("whitelist"), .text("exclude"), .text("include"),
  ]
}
