/// Keys that every integration takes.
enum CommonFields {
  /// In the layout `next` (grafana/agent, static/integrations/v2/common).
  static func next(of known: KnownIntegration) -> Fields {
    let base: Fields = .all(.text("instance"), Fields(.map(.text), "extra_labels"))
    return known.keys.contains("autoscrape") ? .all(base, Fields(.mapping(autoscrape), "autoscrape")) : base
  }

  /// In the layout `classic` (grafana/agent, static/integrations/config).
  static let classic: Fields = .all(
    .boolean("enabled scrape_integration"), .text("instance"),
    .goDuration("scrape_interval scrape_timeout wal_truncate_frequency"),
    Fields(RelabelSchema.rules, "relabel_configs metric_relabel_configs"))

  /// For all integrations, under `integrations.metrics.autoscrape`.
  static let globalAutoscrape = MappingSchema(
    .boolean("enable"), .text("metrics_instance"), .prometheusDuration("scrape_interval scrape_timeout"))

  private static let autoscrape = MappingSchema(
    .boolean("enable"), .text("metrics_instance"), .prometheusDuration("scrape_interval scrape_timeout"),
    Fields(RelabelSchema.rules, "relabel_configs metric_relabel_configs"))

  /// The keys of the layout `classic` beside the integrations (grafana/agent, static/integrations/manager.go).
  static let manager: Fields = .all(
    .boolean("scrape_integrations replace_instance_label use_hostname_label"), Fields(.labels, "labels"),
    Fields(RemoteWriteSchema.list, "prometheus_remote_write"), .goDuration("integration_restart_backoff"),
    Fields(.mapping(HTTPClientSchema.tls), "http_tls_config"))
}
