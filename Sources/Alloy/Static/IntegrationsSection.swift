import Documents

/// The two forms of the section `integrations`.
enum IntegrationsSection {
  /// What the section's keys say about its form. Where they say nothing, the newer one is taken: in the older one an
  /// integration that does not say `enabled: true` does nothing.
  static func layout(_ settings: SettingReader) -> AlloyOptions.IntegrationsLayout {
    for key in settings.keys {
      if classicKeys.contains(key)
        || ExporterKind.all.contains(where: { $0.classic == key && $0.next != key })
      {
        return .classic
      }
      if key == "metrics" || key.hasSuffix("_configs")
        || ExporterKind.all.contains(where: { $0.next == key && $0.classic != key })
      {
        return .next
      }
      let keys = settings.node?[key]?.mapping?.map(\.name) ?? []
      if !Set(keys).isDisjoint(with: classicMarks) { return .classic }
      if !Set(keys).isDisjoint(with: nextMarks) { return .next }
    }
    return .next
  }

  /// Keys of the older form itself.
  static let classicKeys = [
    "scrape_integrations", "prometheus_remote_write", "integration_restart_backoff", "use_hostname_label",
    "replace_instance_label", "http_tls_config", "labels",
  ]

  private static let classicMarks: Set = ["enabled", "scrape_integration"]
  private static let nextMarks: Set = ["autoscrape", "extra_labels"]
}
