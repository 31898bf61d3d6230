import Base

/// What a scrape job inherits.
struct ScrapeDefaults {
  var interval: Duration = .seconds(60)
  var timeout: Duration = .seconds(10)
  var protocols: [String]?
  /// For jobs that have none; 0 for none at all.
  var bodySizeLimit = 0
  /// `sample_limit` and its like, for jobs that have none.
  var limits: [String: Int] = [:]

  static let limitNames = [
    "sample_limit", "target_limit", "label_limit", "label_name_length_limit", "label_value_length_limit",
  ]

  init() {}

  /// From the section `global` of a Prometheus or of the agent's metrics.
  init(_ global: SettingReader) {
    interval = global.duration("scrape_interval") ?? interval
    timeout = global.duration("scrape_timeout") ?? timeout
    protocols = global.texts("scrape_protocols")
  }
}
