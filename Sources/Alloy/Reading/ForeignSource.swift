/// Tells by the keys of a file that it is of another program than was said.
enum ForeignSource {
  /// Keys at the top that one program has and the others have not.
  private static let marks: [AlloySource: Set<String>] = [
    .static: ["metrics", "logs", "integrations", "traces", "prometheus", "loki", "tempo"],
    .prometheus: [
      "remote_write", "remote_read", "rule_files", "alerting", "storage", "scrape_config_files",
    ],
    .promtail: ["clients", "client", "positions", "target_config", "limits_config"],
  ]

  /// Whose configuration it looks like; nil where nothing speaks against what was said.
  static func guess(_ keys: [String], saidToBe source: AlloySource) -> AlloySource? {
    if let own = marks[source], !own.isDisjoint(with: keys) { return nil }
    for other in [AlloySource.static, .promtail, .prometheus] where other != source {
      if let marks = marks[other], !marks.isDisjoint(with: keys) { return other }
    }
    // An agent has no jobs at the top. Prometheus and Promtail both have them, and Promtail cannot do without clients.
    return source == .static && keys.contains("scrape_configs") ? .prometheus : nil
  }
}
