import Documents

/// The logs subsystem (grafana/agent, static/logs/config.go; loki at the commit of go.mod, clients/pkg/promtail).
enum LogsSchema {
  static let logs = MappingSchema(
    .text("positions_directory"),
    Fields([
      "global": .mapping(global), "configs": .list(.mapping(instance), null: .crash),
    ]),
    rules: [LogsRules.check])

  private static let global = MappingSchema(
    Fields([
      "clients": .list(.mapping(client)),
      "file_watch_config": .mapping(MappingSchema(.goDuration("min_poll_frequency max_poll_frequency"))),
    ]))

  static let instance = MappingSchema(
    .text("name"),
    Fields([
      "clients": .list(.mapping(client)), "scrape_configs": .list(.mapping(job)),
      "positions": .mapping(
        MappingSchema(.text("filename"), .goDuration("sync_period"), .boolean("ignore_invalid_yaml"))),
      "target_config": .mapping(MappingSchema(.goDuration("sync_period"), .boolean("stdin"))),
      "limits_config": .mapping(limits), "options": .mapping(MappingSchema(.anything("stream_lag_labels"))),
    ]))

  private static let limits = MappingSchema(
    Fields(.float, "readline_rate"), .integer("readline_burst max_streams"),
    .boolean("readline_rate_enabled readline_rate_drop max_line_size_truncate"),
    Fields(.dataSize, "max_line_size"))

  static let client = MappingSchema(
    .text("name tenant_id"), Fields(.url, "url"), .goDuration("batchwait timeout"), .integer("batchsize"),
    .boolean("drop_rate_limited_batches"),
    Fields([
      "headers": .map(.secret), "external_labels": .labels,
      "backoff_config": .mapping(
        MappingSchema(.goDuration("min_period max_period"), .integer("max_retries"))),
    ]), HTTPClientSchema.fields,
    rules: [HTTPClientSchema.check])

  static let job = MappingSchema(
    .text("job_name encoding"),
    Fields(["pipeline_stages": .stages, "relabel_configs": RelabelSchema.crashingRules]),
    LogTargets.fields, DiscoverySchema.fields(for: .logs),
    rules: [{ reading, reader in reader.require(["job_name"], reading) }])
}
