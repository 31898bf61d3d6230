import Base
import Documents

/// The stages by their names (loki, logentry/stages/*.go at the commit of the agent's go.mod).
enum StageSchemas {
  static let all: [String: StageSchema] = [
    "json": StageSchema(
      Fields(.map(.text), "expressions"), source, .boolean("drop_malformed"),
      rules: [StageRules.source, StageRules.fill("expressions"), StageRules.queries]),
    "logfmt": StageSchema(
      Fields(.map(.text), "mapping"), source, rules: [StageRules.source, StageRules.fill("mapping")]),
    "regex": StageSchema(
      .text("expression"), source, rules: [StageRules.source, StageRules.expression("expression")]),
    "replace": StageSchema(
      .text("expression replace"), source, rules: [StageRules.source, StageRules.expression("expression")]),
    "metrics": StageSchema(.metrics), "labels": StageSchema(.labels), "static_labels": StageSchema(.labels),
    "structured_metadata": StageSchema(.labels), "non_indexed_labels": StageSchema(.labels),
    "labeldrop": StageSchema(.names), "labelallow": StageSchema(.names),
    "timestamp": StageSchema(
      .text("source format location action_on_failure"), .texts("fallback_formats"),
      rules: [StageRules.timestamp]),
    "output": StageSchema(source, rules: [StageRules.require("source")]),
    "template": StageSchema(
      .text("source template"), rules: [StageRules.require("source"), StageRules.template]),
    "tenant": StageSchema(.text("label source value"), rules: [StageRules.tenant]),
    "match": StageSchema(
      .text("selector pipeline_name action drop_counter_reason"), Fields(.stages, "stages"),
      rules: [StageRules.match]),
    "docker": StageSchema(.anything), "decolorize": StageSchema(.anything),
    "cri": StageSchema(
      .integer("max_partial_lines"), Fields(.anything, "max_partial_line_size"),
      .boolean("max_partial_line_size_truncate"), decoding: .weak),
    "drop": StageSchema(
      .text("drop_counter_reason value separator expression older_than longer_than"),
      .anything("source"),
      decoding: .weak, rules: [StageRules.drop]),
    "sampling": StageSchema(
      .text("drop_counter_reason"), Fields(.float, "rate"), decoding: .weak, rules: [StageRules.sampling]),
    "limit": StageSchema(
      .text("by_label_name"), Fields(.float, "rate"), .integer("burst max_distinct_labels"), .boolean("drop"),
      decoding: .weak, rules: [StageRules.limit]),
    "multiline": StageSchema(
      .text("firstline max_wait_time"), .unsigned("max_lines"), decoding: .weak,
      rules: [StageRules.expression("firstline"), StageRules.waiting]),
    "pack": StageSchema(.texts("labels"), .boolean("ingest_timestamp"), decoding: .weak),
    "eventlogmessage": StageSchema(
      source, .boolean("drop_invalid_labels overwrite_existing"), rules: [StageRules.labelSource]),
    "geoip": StageSchema(
      .file("db"), .text("db_type"), source, Fields(.map(.text), "custom_lookups"),
      rules: [StageRules.source, StageRules.require("db"), StageRules.require("db_type")]),
  ]

  static let names = all.keys.sorted()

  private static let source: Fields = .text("source")
}
