import Documents

/// Regular expressions of node_exporter, which are compiled only where their collector runs (collector/*.go of
/// grafana/node_exporter: a bad one makes the agent panic).
enum NodePatterns {
  /// The key with its collector; these run unless they are turned off, the last three only where they are turned on.
  private static let patterns = [
    ("diskstats_device_exclude", "diskstats"), ("diskstats_device_include", "diskstats"),
    ("filesystem_fs_types_exclude", "filesystem"), ("filesystem_mount_points_exclude", "filesystem"),
    ("netclass_ignored_devices", "netclass"), ("netdev_device_exclude", "netdev"),
    ("netdev_device_include", "netdev"), ("netstat_fields", "netstat"),
    ("powersupply_ignored_supplies", "powersupplyclass"), ("tapestats_ignored_devices", "tapestats"),
    ("vmstat_fields", "vmstat"), ("systemd_unit_exclude", "systemd"), ("systemd_unit_include", "systemd"),
    ("ethtool_metrics_include", "ethtool"),
  ]

  private static let isOffAtFirst: Set<String> = ["systemd", "ethtool"]

  static let check: MappingSchema.Rule = { reading, reader in
    for (key, collector) in patterns where runs(collector, reading) {
      guard let node = reading.value(key), let text = reading.filled(key) else { continue }
      reader.checkExpression(text, node, reading.path.key(key), consequence: "the agent panics")
    }
    if runs("netdev", reading) {
      reader.refuseBoth("netdev_device_exclude", "netdev_device_include", reading)
    }
  }

  private static func runs(_ collector: String, _ reading: MappingReading) -> Bool {
    func isListed(_ key: String) -> Bool { reading.elements(key).contains { $0.scalar?.text == collector } }
    if isListed("enable_collectors") { return true }
    if isListed("disable_collectors") { return false }
    return reading.elements("set_collectors").isEmpty
      ? !isOffAtFirst.contains(collector) : isListed("set_collectors")
  }
}
