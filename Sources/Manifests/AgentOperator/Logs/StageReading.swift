import Base
import Documents

/// Reads the stages of one entry of a pipeline.
struct StageReading {
  private let fields: FieldReader

  init(_ fields: FieldReader) { self.fields = fields }

  /// How a setting is written.
  private enum Form {
    case text
    case required
    case number
    /// Written where it is true, as the agent takes it where it is absent.
    case flag
    /// Written always.
    case answer
    case texts
    case map
  }

  private struct Field {
    let key: String
    let name: String
    let form: Form

    init(_ key: String, _ form: Form = .text, as name: String? = nil) {
      self.key = key
      self.name = name ?? key
      self.form = form
    }
  }

  /// Reference agent-operator.md section 3.13.
  private static let settings: [(key: String, fields: [Field])] = [
    (
      "drop",
      [
        Field("source"), Field("expression"), Field("value"), Field("olderThan", as: "older_than"),
        Field("longerThan", as: "longer_than"), Field("dropCounterReason", as: "drop_counter_reason"),
      ]
    ),
    ("json", [Field("source"), Field("expressions", .map)]),
    ("limit", [Field("rate", .number), Field("burst", .number), Field("drop", .answer)]),
    (
      "multiline",
      [
        Field("firstLine", .required, as: "firstline"), Field("maxWaitTime", as: "max_wait_time"),
        Field("maxLines", .number, as: "max_lines"),
      ]
    ),
    ("output", [Field("source", .required)]),
    ("pack", [Field("labels", .texts), Field("ingestTimestamp", .flag, as: "ingest_timestamp")]),
    ("regex", [Field("expression", .required), Field("source")]),
    ("replace", [Field("expression", .required), Field("source"), Field("replace")]),
    ("template", [Field("source", .required), Field("template", .required)]),
    ("tenant", [Field("label"), Field("source"), Field("value")]),
    (
      "timestamp",
      [
        Field("source", .required), Field("format", .required),
        Field("fallbackFormats", .texts, as: "fallback_formats"), Field("location"),
        Field("actionOnFailure", as: "action_on_failure"),
      ]
    ),
  ]

  private static let match = [
    Field("selector", .required), Field("pipelineName", as: "pipeline_name"), Field("action"),
    Field("dropCounterReason", as: "drop_counter_reason"),
  ]

  func read(into parts: inout [PipelineStage.Part]) {
    for name in ["cri", "docker"] {
      if let part = fields.object(name, { _ in PipelineStage.Part.plain(name) }) { parts.append(part) }
    }
    for (key, settings) in Self.settings {
      if let found = fields.object(key, { Self.read(settings, of: $0) }) {
        parts.append(.settings(key, found))
      }
    }
    for (key, name) in [("labelAllow", "labelallow"), ("labelDrop", "labeldrop")] {
      if let labels = fields.strings(key) { parts.append(.list(name, labels)) }
    }
    if let labels = fields.stringMap("labels") { parts.append(.map("labels", labels)) }
    if let part = fields.object("match", { Self.match(of: $0) }) { parts.append(part) }
    if let metrics = fields.object("metrics", { Self.metrics(of: $0) }) { parts.append(.metrics(metrics)) }
  }

  /// Warns of an entry in which no stage is set: the agent takes it and does nothing.
  func tellNothing() {
    let entries = fields.node.mapping ?? []
    // What is wrong in a stage was told already.
    guard entries.allSatisfy({ $0.value.isNull }) else { return }
    let name = entries.first?.name
    fields.warning(
      "empty-stage", at: name,
      name.map { "\(fields.qualified($0)) is empty: no stage is written" }
        ?? "\(fields.path) has no stage in it",
      remedy: name.map { "write \($0): {} or its settings" } ?? "remove the entry")
  }

  private static func read(_ settings: [Field], of stage: FieldReader) -> [PipelineStage.Setting] {
    settings.compactMap { field in
      value(of: field, stage).map { PipelineStage.Setting(name: field.name, value: $0) }
    }
  }

  private static func value(of field: Field, _ stage: FieldReader) -> PipelineStage.Setting.Value? {
    switch field.form {
    case .text: stage.filledString(field.key).map { .text($0) }
    case .required:
      .text(stage.requiredString(field.key, remedy: "write it: the agent needs it to start") ?? "")
    case .number: stage.positiveInteger(field.key).map { .number($0) }
    case .flag: flag(field.key, stage)
    case .answer: .flag(stage.bool(field.key) ?? false)
    case .texts:
      stage.strings(field.key).flatMap { $0.isEmpty ? nil : .texts($0) }
    case .map: .map(stage.stringMap(field.key) ?? [:])
    }
  }

  /// Upstream's templates lose a false, and the agent's default is true (Loki's documentation of Promtail, stage pack).
  private static func flag(_ key: String, _ stage: FieldReader) -> PipelineStage.Setting.Value? {
    guard let flag = stage.bool(key) else { return nil }
    if flag { return .flag(true) }
    stage.warning(
      "ignored-field", at: key,
      "\(stage.qualified(key)) is false and therefore left out: the default true holds, as upstream has it",
      remedy: "remove it, or write the job in additionalScrapeConfigs of a LogsInstance")
    return nil
  }

  private static func metrics(of stage: FieldReader) -> [StageMetric] {
    (stage.node.mapping ?? []).compactMap { entry in
      if entry.value.isNull {
        stage.warning(
          "empty-stage", at: entry.name, "\(stage.qualified(entry.name)) is empty: no metric is written",
          remedy: "write its settings, or remove it")
      }
      return stage.object(entry.name) { StageMetric($0, name: entry.name) }
    }
  }

  // MARK: Match

  private static func match(of stage: FieldReader) -> PipelineStage.Part {
    let settings = read(match, of: stage)
    guard let text = stage.filledString("stages") else { return .match(settings, stages: nil) }
    return .match(settings, stages: stages(text, of: stage))
  }

  /// A text in which a list of stages is written. What is wrong in it is told at the text.
  private static func stages(_ text: String, of stage: FieldReader) -> [PipelineStage] {
    let file = stage.document.location(stage.position("stages")).file
    do throws(YAMLSyntaxError) {
      let documents = try YAMLParser.documents(in: text)
      guard documents.count <= 1, let nodes = documents.first?.root.sequence ?? (documents.isEmpty ? [] : nil)
      else {
        stage.error(
          "wrong-type", at: "stages", "\(stage.qualified("stages")) holds no list of stages",
          remedy: "write the text of a list: - json: …")
        return []
      }
      return nodes.enumerated().compactMap { index, node in
        let (found, problems) = PieceReader.read(
          node, file: file, unknownFieldSeverity: stage.document.unknownFieldSeverity
        ) { PipelineStage($0) }
        for problem in problems {
          let line = problem.location.map { " (line \($0.position.line) of the text)" } ?? ""
          let message = "\(stage.qualified("stages"))[\(index)]\(line): \(problem.message)"
          if problem.severity == .error {
            stage.error(problem.code, at: "stages", message, remedy: problem.remedy ?? "mend the text")
          } else {
            stage.warning(problem.code, at: "stages", message, remedy: problem.remedy)
          }
        }
        return found
      }
    } catch {
      stage.error(
        "invalid-yaml", at: "stages",
        "\(stage.qualified("stages")) is not YAML: line \(error.position.line), column \(error.position.column)",
        remedy: "mend the text")
      return []
    }
  }
}
