import Base
import Documents

/// The stage that makes metrics of lines. Metrics are written in the order of their names.
enum MetricStage {
  static func statements(_ stage: SettingReader) -> [AlloyStatement] {
    var metrics: [AlloyStatement] = []
    stage.require("metrics")
    for (name, metric) in stage.named("metrics").sorted(by: { $0.name < $1.name }) {
      // What is wrong with one is told, and the others are looked at all the same.
      guard let body = body(metric) else { continue }
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
        config.refuse("action", "must be one of \((actions[kind] ?? []).joined(separator: ", "))")
        return nil
      }
      let switches: [Argument] = kind == "counter" ? [.flag("match_all"), .flag("count_entry_bytes")] : []
      statements += value.body(config) + [.attribute("action", .string(action))] + switches.body(config)
    case "histogram":
      statements += value.body(config) + [.attribute("buckets", .list(buckets(config)))]
    default:
      metric.refuse("type", "must be Counter, Gauge or Histogram")
      return nil
    }
    return ("metric.\(kind)", statements)
  }

  private static func buckets(_ config: SettingReader) -> [AlloyExpression] {
    (config.elements("buckets") ?? []).compactMap { element in
      guard case .number(let number)? = element.scalar?.resolved else {
        config.findings.refuse(
          value: element, "\(config.path(of: "buckets")) must be a list of numbers", at: element.position)
        return nil
      }
      return .signed(GoText.number(number.doubleValue))
    }
  }
}
