import Base
import Documents

/// What the agent's scraping of its own integrations needs (grafana/agent, static/integrations/v2/autoscrape), and the
/// instances that integrations name.
struct AutoscrapeRules {
  private static let standardInstance = "default"
  private static let consequence = "the agent ends"

  private let global: YAMLNode?
  private let settings: YAMLNode?
  private let metrics: [String]
  private let logs: [String]
  private let traces: [String]

  init(_ top: MappingReading, global: YAMLNode?) {
    func names(_ keys: String...) -> [String] {
      let subsystem = keys.lazy.compactMap { top.value($0) }.first
      return (subsystem?["configs"]?.sequence ?? []).compactMap { $0["name"]?.scalar?.text }
    }
    self.global = global
    settings = (top.value("metrics") ?? top.value("prometheus"))?["global"]
    metrics = names("metrics", "prometheus")
    logs = names("logs", "loki")
    traces = names("traces", "tempo")
  }

  func check(_ entries: [IntegrationEntry], _ reader: inout SchemaReader) {
    for entry in entries {
      if entry.isScraped { checkScraping(entry, &reader) }
      if entry.known.name == "eventhandler" {
        checkInstance(
          "logs_instance", entry, entry.reading.filled("logs_instance") ?? Self.standardInstance, logs,
          "logs", &reader, consequence: "the agent starts, and hands no event on")
      } else if entry.known.name == "app_agent_receiver" {
        for (key, names, what) in [("logs_instance", logs, "logs"), ("traces_instance", traces, "traces")] {
          guard let name = entry.reading.filled(key) else { continue }
          checkInstance(key, entry, name, names, what, &reader)
        }
      }
    }
  }

  private func checkInstance(
    _ key: String, _ entry: IntegrationEntry, _ name: String, _ names: [String], _ what: String,
    _ reader: inout SchemaReader, consequence: String = consequence
  ) {
    guard !names.contains(name) else { return }
    reader.refuse(
      "missing-instance", entry.reading.path.key(key), at: entry.reading.position(key),
      "is \(name), but \(what).configs has no instance of that name\(NearestName.suggestion(for: name, among: names))",
      consequence: consequence,
      remedy: names.isEmpty
        ? "write the instance under \(what).configs" : "write one of \(names.joined(separator: ", "))")
  }

  private func checkScraping(_ entry: IntegrationEntry, _ reader: inout SchemaReader) {
    let own = entry.reading.value("autoscrape")
    guard flag("enable", own) ?? flag("enable", global) ?? true else { return }
    let path = entry.reading.path.key("autoscrape")
    let position = entry.reading.position("autoscrape")
    let name = filled("metrics_instance", own) ?? filled("metrics_instance", global) ?? Self.standardInstance
    if !metrics.contains(name) {
      reader.refuse(
        "missing-instance", path.key("metrics_instance"),
        at: own?.keyPosition("metrics_instance") ?? position,
        "is \(name), but metrics.configs has no instance of that name"
          + NearestName.suggestion(for: name, among: metrics), consequence: Self.consequence,
        remedy: metrics.isEmpty
          ? "write autoscrape: {enable: false}"
          : "write one of \(metrics.joined(separator: ", ")), or autoscrape: {enable: false}")
    }
    let interval = duration("scrape_interval", own, .seconds(60))
    guard duration("scrape_timeout", own, .seconds(10)) > interval else { return }
    reader.refuse(
      "invalid-value", path.key("scrape_timeout"), at: own?.keyPosition("scrape_timeout") ?? position,
      "is above the interval of the scraping", consequence: Self.consequence,
      remedy: "lower scrape_timeout or raise scrape_interval")
  }

  private func flag(_ key: String, _ node: YAMLNode?) -> Bool? { node?[key]?.scalar?.resolved.boolValue }

  private func filled(_ key: String, _ node: YAMLNode?) -> String? {
    guard let scalar = node?[key]?.scalar, !scalar.isNull, !scalar.text.isEmpty else { return nil }
    return scalar.text
  }

  /// Zero counts as not written.
  private func duration(_ key: String, _ own: YAMLNode?, _ standard: Duration) -> Duration {
    for node in [own, global, settings] {
      guard let text = node?[key]?.scalar?.text, let duration = PrometheusDuration.parse(text),
        duration > .zero
      else { continue }
      return duration
    }
    return standard
  }
}
