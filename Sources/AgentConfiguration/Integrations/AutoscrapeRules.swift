import Base
import Documents

/// What the agent's scraping of its own integrations needs (grafana/agent, static/integrations/v2/autoscrape), and the
/// instances that integrations name.
struct AutoscrapeRules {
  private static let standardInstance = "default"
  private static let consequence = "the agent ends"

  private let global: YAMLNode?
  private let settings: YAMLNode?
  private let metrics: Instances
  private let logs: Instances
  private let traces: Instances

  /// The instances of a subsystem, by their names.
  private struct Instances {
    let names: [String]
    /// As messages show them.
    let shown: [String]

    func contains(_ name: String) -> Bool { names.contains(name) }

    /// What was probably meant, where no variable is a part of it.
    func suggestion(for name: String) -> String {
      NearestName.suggestion(for: name, among: zip(names, shown).filter { $0 == $1 }.map(\.0))
    }
  }

  init(_ top: MappingReading, global: YAMLNode?, _ reader: SchemaReader) {
    func names(_ keys: String...) -> Instances {
      let subsystem = keys.lazy.compactMap { top.value($0) }.first
      let nodes = (subsystem?["configs"]?.sequence ?? []).compactMap { $0["name"] }
      let named = nodes.filter { $0.scalar != nil }
      return Instances(names: named.compactMap(\.scalar?.text), shown: named.map(reader.shown))
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
    _ key: String, _ entry: IntegrationEntry, _ name: String, _ instances: Instances, _ what: String,
    _ reader: inout SchemaReader, consequence: String = consequence
  ) {
    guard isMissing(name, instances, reader) else { return }
    let shown = entry.reading.value(key).map(reader.shown) ?? name
    reader.refuse(
      "missing-instance", entry.reading.path.key(key), at: entry.reading.position(key),
      "is \(shown), but \(what).configs has no instance of that name"
        + (shown == name ? instances.suggestion(for: name) : ""),
      consequence: consequence,
      remedy: instances.names.isEmpty
        ? "write the instance under \(what).configs"
        : "write one of \(instances.shown.joined(separator: ", "))")
  }

  /// False as well where it cannot be known.
  private func isMissing(_ name: String, _ instances: Instances, _ reader: SchemaReader) -> Bool {
    !instances.contains(name) && !reader.unknown.contains(name)
      && !instances.names.contains(where: { reader.unknown.contains($0) })
  }

  private func checkScraping(_ entry: IntegrationEntry, _ reader: inout SchemaReader) {
    let own = entry.reading.value("autoscrape")
    guard flag("enable", own) ?? flag("enable", global) ?? true else { return }
    let path = entry.reading.path.key("autoscrape")
    let position = entry.reading.position("autoscrape")
    let node = [own, global].lazy.compactMap { filled("metrics_instance", $0) }.first
    let name = node?.scalar?.text ?? Self.standardInstance
    if isMissing(name, metrics, reader) {
      let shown = node.map(reader.shown) ?? name
      reader.refuse(
        "missing-instance", path.key("metrics_instance"),
        at: own?.keyPosition("metrics_instance") ?? position,
        "is \(shown), but metrics.configs has no instance of that name"
          + (shown == name ? metrics.suggestion(for: name) : ""), consequence: Self.consequence,
        remedy: metrics.names.isEmpty
          ? "write autoscrape: {enable: false}"
          : "write one of \(metrics.shown.joined(separator: ", ")), or autoscrape: {enable: false}")
    }
    guard let interval = duration("scrape_interval", own, .seconds(60), reader),
      let timeout = duration("scrape_timeout", own, .seconds(10), reader), timeout > interval
    else { return }
    reader.refuse(
      "invalid-value", path.key("scrape_timeout"), at: own?.keyPosition("scrape_timeout") ?? position,
      "is above the interval of the scraping", consequence: Self.consequence,
      remedy: "lower scrape_timeout or raise scrape_interval")
  }

  private func flag(_ key: String, _ node: YAMLNode?) -> Bool? { node?[key]?.scalar?.resolved.boolValue }

  private func filled(_ key: String, _ node: YAMLNode?) -> YAMLNode? {
    guard let value = node?[key], let scalar = value.scalar, !scalar.isNull, !scalar.text.isEmpty else {
      return nil
    }
    return value
  }

  /// Zero counts as not written. Nil where it is not known.
  private func duration(
    _ key: String, _ own: YAMLNode?, _ standard: Duration, _ reader: SchemaReader
  ) -> Duration? {
    for node in [own, global, settings] {
      if reader.unknown.contains(node?[key]) { return nil }
      guard let text = node?[key]?.scalar?.text, let duration = PrometheusDuration.parse(text),
        duration > .zero
      else { continue }
      return duration
    }
    return standard
  }
}
