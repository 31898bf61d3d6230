/// The metrics subsystem (grafana/agent, static/metrics).
enum MetricsSchema {
  static let metrics = MappingSchema(
    .text("wal_directory"),
    .goDuration("wal_cleanup_age wal_cleanup_period instance_restart_backoff http_idle_conn_timeout"),
    .boolean("http_disable_keepalives"),
    Fields([
      "global": .mapping(global), "configs": .list(.mapping(instance)),
      "instance_mode": .oneOf("shared", "distinct"), "scraping_service": .mapping(scrapingService),
      "scraping_service_client": .anything,
    ]),
    rules: [MetricsRules.check])

  static let global = MappingSchema(
    ScrapeSchema.globalFields, Fields(RemoteWriteSchema.list, "remote_write"))

  static let instance = MappingSchema(
    .text("name"), .boolean("host_filter write_stale_on_shutdown"),
    .goDuration("wal_truncate_frequency min_wal_time max_wal_time remote_flush_deadline"),
    Fields([
      "host_filter_relabel_configs": RelabelSchema.crashingRules, "scrape_configs": ScrapeSchema.jobs,
      "remote_write": RemoteWriteSchema.list,
    ]))

  private static let scrapingService = MappingSchema(
    .boolean("enabled dangerous_allow_reading_files"),
    .goDuration("reshard_interval reshard_timeout cluster_reshard_event_timeout"),
    .anything("kvstore lifecycler client"))
}
