/// What the agent takes for the settings of a mapping that are not written, as far as that is not nothing, 0 or false.
struct StandardSettings: Sendable {
  /// By their keys, spelled so that the kind of the key reads them.
  let values: [String: String]
  /// For the mappings, or the lists of mappings, under some keys.
  let nested: [String: StandardSettings]

  init(_ values: [String: String] = [:], nested: [String: StandardSettings] = [:]) {
    self.values = values
    self.nested = nested
  }

  static let none = StandardSettings()

  /// Mappings that are there even where nothing stands in them: pointers in Go, where the others are plain values.
  static let pointers: Set<String> = [
    "basic_auth", "authorization", "oauth2", "sigv4", "azuread", "managed_identity", "oauth", "sdk",
  ]

  /// prometheus/common v0.53, config/http_config.go.
  private static let client = (
    values: ["follow_redirects": "true", "enable_http2": "true"],
    nested: ["authorization": StandardSettings(["type": "Bearer"])]
  )

  /// prometheus, model/relabel/relabel.go, DefaultRelabelConfig.
  private static let relabelling = StandardSettings([
    "action": "replace", "separator": ";", "regex": "(.*)", "replacement": "$1",
  ])

  /// prometheus, config/config.go, DefaultRemoteWriteConfig, as the agent's go.mod names it (May 2024).
  static let receiver = StandardSettings(
    client.values.merging(["remote_timeout": "30s"]) { _, new in new },
    nested: client.nested.merging([
      "queue_config": StandardSettings([
        "capacity": "10000", "max_shards": "50", "min_shards": "1", "max_samples_per_send": "2000",
        "batch_send_deadline": "5s", "min_backoff": "30ms", "max_backoff": "5s",
      ]),
      "metadata_config": StandardSettings([
        "send": "true", "send_interval": "1m", "max_samples_per_send": "2000",
      ]),
      "write_relabel_configs": relabelling, "azuread": StandardSettings(["cloud": "AzurePublic"]),
    ]) { _, new in new })

  /// grafana/agent, static/metrics/instance/instance.go, DefaultConfig.
  static let instance = StandardSettings(
    [
      "wal_truncate_frequency": "60m", "min_wal_time": "5m", "max_wal_time": "4h",
      "remote_flush_deadline": "1m",
    ], nested: ["host_filter_relabel_configs": relabelling])

  /// loki, clients/pkg/promtail/client/config.go.
  static let logsClient = StandardSettings(
    client.values.merging(["batchwait": "1s", "batchsize": "1048576", "timeout": "10s"]) { _, new in new },
    nested: client.nested.merging([
      "backoff_config": StandardSettings([
        "min_period": "500ms", "max_period": "5m", "max_retries": "10",
      ])
    ]) { _, new in new })
}
