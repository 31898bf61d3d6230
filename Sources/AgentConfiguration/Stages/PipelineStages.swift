import Base
import Documents

/// The stages of a pipeline (loki, clients/pkg/logentry/stages; the agent makes them when it starts, so that it ends
/// where one of them is wrong).
enum PipelineStages {
  static func read(_ stages: [YAMLNode], _ path: ConfigurationPath, _ reader: inout SchemaReader) {
    let outside = reader
    reader.consequence = "the agent ends"
    reader.unknownKeys = .dropped
    reader.ignoresCase = true
    for (index, stage) in stages.enumerated() { read(stage, path.element(index), &reader) }
    reader.consequence = outside.consequence
    reader.unknownKeys = outside.unknownKeys
    reader.ignoresCase = outside.ignoresCase
  }

  private static func read(_ stage: YAMLNode, _ path: ConfigurationPath, _ reader: inout SchemaReader) {
    guard let entries = stage.mapping else {
      reader.refuse(
        "wrong-type", path, at: stage.position, "has to be a mapping with the name of a stage as its one key",
        remedy: "write a stage such as docker: {}")
      return
    }
    guard let entry = entries.first else { return }
    guard entries.count == 1 else {
      reader.refuse(
        "conflicting-keys", path, at: entries[1].key.position, "has more than one stage",
        remedy: "write each stage as an element of its own")
      return
    }
    guard entry.key.scalar?.isText ?? false, let schema = StageSchemas.all[entry.name] else {
      let suggestion = NearestName.suggestion(for: entry.name, among: StageSchemas.names)
      reader.refuse(
        "unknown-stage", path.key(reader.shownKey(entry)), at: entry.key.position,
        "is no stage that the agent knows\(suggestion)",
        remedy: "write one of \(StageSchemas.names.joined(separator: ", "))")
      return
    }
    read(entry, as: schema, path.key(entry.name), &reader)
  }

  private static func read(
    _ entry: YAMLEntry, as schema: StageSchema, _ path: ConfigurationPath, _ reader: inout SchemaReader
  ) {
    let decoding = reader.decoding
    reader.decoding = schema.decoding
    defer { reader.decoding = decoding }
    switch schema.form {
    case .mapping(let mapping):
      if let reading = reader.read(entry.value, as: mapping, at: path) {
        for rule in schema.rules { rule(reading, &reader) }
      } else if entry.value.isNull {
        let reading = MappingReading(node: entry.value, path: path, entries: [:])
        for rule in schema.rules { rule(reading, &reader) }
      }
    case .labels:
      guard !entry.value.isNull else { return refuseEmpty(entry, "labels", path, &reader) }
      reader.read(entry.value, as: .labels, at: path)
    case .names:
      guard !entry.value.isNull, !(entry.value.sequence?.isEmpty ?? false) else {
        return refuseEmpty(entry, "labels", path, &reader)
      }
      reader.read(entry.value, as: .list(.text), at: path)
    case .metrics:
      guard !entry.value.isNull else { return refuseEmpty(entry, "metrics", path, &reader) }
      reader.read(entry.value, as: .map(.mapping(MetricStage.metric)), at: path)
      for metric in entry.value.mapping ?? [] where metric.value.isNull {
        reader.refuse(
          "missing-key", path.key(metric.name).key("type"), at: metric.key.position, "is missing",
          remedy: "write counter, gauge or histogram")
      }
    case .anything: return
    }
  }

  private static func refuseEmpty(
    _ entry: YAMLEntry, _ what: String, _ path: ConfigurationPath, _ reader: inout SchemaReader
  ) {
    reader.refuse(
      "missing-value", path, at: entry.key.position, "names no \(what)",
      remedy: "write the \(what), or remove the stage")
  }
}
