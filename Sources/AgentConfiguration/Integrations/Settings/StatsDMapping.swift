import Documents

/// The key `mapping_config` of the integration statsd (statsd_exporter, pkg/mapper/mapper.go); keys that the exporter
/// does not know are dropped.
enum StatsDMapping {
  static let check: MappingSchema.Rule = { reading, reader in
    guard let node = reading.value("mapping_config") else { return }
    let policy = reader.unknownKeys
    reader.unknownKeys = .dropped
    _ = reader.read(node, as: schema, at: reading.path.key("mapping_config"))
    reader.unknownKeys = policy
  }

  private static let matchTypes = ValueKind.oneOf("glob", "regex", "")
  private static let common: Fields = .all(
    .anything("buckets quantiles summary_options histogram_options ttl"),
    Fields([
      "match_type": matchTypes, "observer_type": .oneOf("histogram", "summary", ""),
      "timer_type": .oneOf("histogram", "summary", ""),
    ]))

  private static let schema = MappingSchema(
    Fields([
      "defaults": .mapping(MappingSchema(common, .boolean("glob_disable_ordering"))),
      "mappings": .list(.mapping(MappingSchema(common, own, rules: [checkMapping]))),
    ]))

  private static let own: Fields = .all(
    .text("match name help"), .boolean("honor_labels"),
    Fields([
      "labels": .labels, "action": .oneOf("map", "drop", ""), "scale": .float,
      "match_metric_type": .oneOf("counter", "gauge", "observer", "timer", ""),
    ]))

  private static let checkMapping: MappingSchema.Rule = { reading, reader in
    reader.require(["match", "name"], reading)
    guard let node = reading.value("match"), let text = reading.filled("match") else { return }
    if reading.text("match_type") == "regex" {
      reader.checkExpression(text, node, reading.path.key("match"))
    } else if !reading.has("match_type"), !isPattern(text) {
      reader.refuse(
        "invalid-value", reading.path.key("match"), at: node.position, "is no pattern of names",
        remedy: "write names and * with dots between them, or match_type: regex")
    }
  }

  /// `^(\*|name)(\.\*|\.name)*$`; where the standard is another type this holds nothing.
  private static func isPattern(_ text: String) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
      part == "*"
        || !part.isEmpty
          && part.utf8.allSatisfy {
            LabelName.isDigit($0) || LabelName.isLetter($0) || $0 == 0x5F || $0 == 0x2D
          }
    }
  }
}
