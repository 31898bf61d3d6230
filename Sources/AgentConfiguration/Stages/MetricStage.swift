import Base
import Documents

/// Metrics that a stage counts from lines (loki, logentry/stages/metrics.go and metric/*.go).
enum MetricStage {
  static let metric = MappingSchema(
    .text("type description source prefix max_idle_duration"), .anything("config"), rules: [check])

  private static let types = ["counter", "gauge", "histogram"]

  private static let counter = MappingSchema(
    .text("action value"), .boolean("match_all count_entry_bytes"), rules: [checkCounter])
  private static let gauge = MappingSchema(.text("action value"), rules: [checkGauge])
  private static let histogram = MappingSchema(.text("value"), Fields(.list(.float), "buckets"))

  private static let check: MappingSchema.Rule = { reading, reader in
    let type = (reading.text("type") ?? "").lowercased()
    let schemas = ["counter": counter, "gauge": gauge, "histogram": histogram]
    guard let schema = schemas[type] else {
      reader.refuse(
        reading.has("type") ? "invalid-value" : "missing-key", reading.path.key("type"),
        at: reading.position("type"),
        reading.has("type") ? "is no type of metric that the agent knows" : "is missing",
        remedy: "write counter, gauge or histogram")
      return
    }
    checkIdle(reading, &reader)
    let path = reading.path.key("config")
    guard let node = reading.value("config") else {
      let empty = MappingReading(node: reading.node, path: path, entries: [:])
      for rule in schema.rules { rule(empty, &reader) }
      return
    }
    _ = reader.read(node, as: schema, at: path)
  }

  private static func checkIdle(_ reading: MappingReading, _ reader: inout SchemaReader) {
    guard let node = reading.value("max_idle_duration"), let text = reading.filled("max_idle_duration") else {
      return
    }
    let path = reading.path.key("max_idle_duration")
    guard let duration = GoDuration.parse(text) else { return reader.refuseValue(node, .goDuration, path) }
    guard duration < .seconds(1) else { return }
    reader.refuse(
      "invalid-value", path, at: node.position, "is less than a second", remedy: "write a duration such as 5m"
    )
  }

  private static let checkCounter: MappingSchema.Rule = { reading, reader in
    let action = checkAction(["inc", "add"], reading, &reader)
    let matchesAll = reading.flag("match_all") ?? false
    if matchesAll, reading.has("value") { reader.refuseSeveral(["match_all", "value"], reading) }
    guard reading.flag("count_entry_bytes") ?? false, !matchesAll || action != "add" else { return }
    reader.refuse(
      "conflicting-keys", reading.path.key("count_entry_bytes"), at: reading.position("count_entry_bytes"),
      "goes only with match_all: true and action: add", remedy: "write both, or remove count_entry_bytes")
  }

  private static let checkGauge: MappingSchema.Rule = { reading, reader in
    _ = checkAction(["set", "inc", "dec", "add", "sub"], reading, &reader)
  }

  private static func checkAction(
    _ actions: [String], _ reading: MappingReading, _ reader: inout SchemaReader
  ) -> String {
    let action = (reading.text("action") ?? "").lowercased()
    if actions.contains(action) { return action }
    let list = actions.dropLast().joined(separator: ", ") + " or " + (actions.last ?? "")
    reader.refuse(
      reading.has("action") ? "invalid-value" : "missing-key", reading.path.key("action"),
      at: reading.position("action"), reading.has("action") ? "is no action of this metric" : "is missing",
      remedy: "write \(list)")
    return action
  }
}
