import Base
import Documents

/// The stage that makes metrics of lines. Metrics are written in the order of their names.
enum MetricStage {
  static func statements(_ stage: SettingReader) -> [AlloyStatement] {
    var metrics: [AlloyStatement] = []
    for (name, metric) in stage.named("metrics").sorted(by: { $0.name < $1.name }) {
      guard let body = body(metric) else { return [] }
      metrics.append(
        .block(AlloyBlock(body.kind, [.attribute("name", .string(name))] + body.statements)))
    }
    return [.block(AlloyBlock("stage.metrics", metrics))]
  }

  private static let actions: [String: [String]] = [
    "counter": ["inc", "add"], "gauge": ["set", "inc", "dec", "add", "sub"],
  ]

  private static func body(_ metric: SettingReader) -> (kind: String, statements: [AlloyStatement])? {
    let common: [Argument] = [
      .text("description"), .text("source"), .text("prefix"),
      .duration("max_idle_duration", given: .zero, omitted: .seconds(300)),
    ]
    let kind = (metric.text("type") ?? "").lowercased()
    let config = metric.section("config")
    var statements = common.body(metric)
    let value: [Argument] = [.text("value")]
    switch kind {
    case "counter", "gauge":
      let action = (config.text("action") ?? "").lowercased()
      guard actions[kind]?.contains(action) == true else {
        return lost(config, "action", "must be one of \((actions[kind] ?? []).joined(separator: ", "))")
      }
      let switches: [Argument] = kind == "counter" ? [.flag("match_all"), .flag("count_entry_bytes")] : []
      statements += value.body(config) + [.attribute("action", .string(action))] + switches.body(config)
    case "histogram":
      let buckets = (config.elements("buckets") ?? []).compactMap { element -> AlloyExpression? in
        element.scalar.flatMap { Double($0.text) }.map { .signed(GoText.number($0)) }
      }
      statements += value.body(config) + [.attribute("buckets", .list(buckets))]
    default:
      return lost(metric, "type", "must be Counter, Gauge or Histogram")
    }
    return ("metric.\(kind)", statements)
  }

  private static func lost(
    _ settings: SettingReader, _ key: String, _ problem: String
  ) -> (kind: String, statements: [AlloyStatement])? {
    settings.findings.lose("\(settings.path(of: key)) \(problem)", at: settings.position(of: key))
    return nil
  }
}
