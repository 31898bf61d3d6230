import Base
import Documents

/// What the stages ask of their settings.
enum StageRules {
  /// A source that is written may not be empty.
  static let source: MappingSchema.Rule = { reading, reader in
    guard reading.text("source") == "" else { return }
    reader.refuse(
      "invalid-value", reading.path.key("source"), at: reading.position("source"), "is empty",
      remedy: "write the source, or remove the key to use the line")
  }

  static func require(_ name: String) -> MappingSchema.Rule {
    { reading, reader in reader.require([name], reading) }
  }

  /// A regular expression that has to be there.
  static func expression(_ name: String) -> MappingSchema.Rule {
    { reading, reader in
      reader.require([name], reading)
      guard let node = reading.value(name), let text = reading.filled(name) else { return }
      reader.checkExpression(text, node, reading.path.key(name))
    }
  }

  /// A mapping that may not be empty.
  static func fill(_ name: String) -> MappingSchema.Rule {
    { reading, reader in
      guard reading.value(name)?.mapping?.isEmpty ?? !reading.has(name) else { return }
      reader.refuse(
        "missing-key", reading.path.key(name), at: reading.position(name), "is missing or empty",
        remedy: "write \(name)")
    }
  }

  /// An expression that is empty stands for the name of its key.
  static let queries: MappingSchema.Rule = { reading, reader in
    for entry in reading.value("expressions")?.mapping ?? [] {
      let text = entry.value.isNull ? "" : entry.value.scalar?.text ?? ""
      guard !JMESPath.isValid(text.isEmpty ? entry.name : text) else { continue }
      reader.refuse(
        "invalid-expression", reading.path.key("expressions").key(reader.shownKey(entry)),
        at: entry.value.isNull ? entry.key.position : entry.value.position, "is no expression of JMESPath",
        remedy: "write an expression such as a.b, and put names with other signs in double quotes")
    }
  }

  static let template: MappingSchema.Rule = { reading, reader in
    guard let text = reading.text("template"), let problem = GoTemplate.problem(in: text) else { return }
    reader.refuse(
      "invalid-template", reading.path.key("template"), at: reading.position("template"),
      "is no template that the agent takes, \(problem)",
      remedy: "write a template of Go with the functions of sprig and Promtail, such as {{ .Value }}")
  }

  static let tenant: MappingSchema.Rule = { reading, reader in
    let written = ["label", "source", "value"].filter { reading.filled($0) != nil }
    reader.refuseSeveral(written, reading)
    guard written.isEmpty else { return }
    reader.refuse(
      "missing-key", reading.path, at: reading.node.position, "has neither label nor source nor value",
      remedy: "write one of them")
  }

  static let timestamp: MappingSchema.Rule = { reading, reader in
    reader.require(["source", "format"], reading)
    if let name = reading.filled("location"), !TimeZoneNames.contains(name) {
      reader.refuse(
        "invalid-value", reading.path.key("location"), at: reading.position("location"),
        "is no time zone", remedy: "write a name of the IANA data base, such as Europe/Berlin")
    }
    guard let node = reading.value("action_on_failure"), node.scalar?.isText ?? false else { return }
    reader.read(node, as: .oneOf("skip", "fudge"), at: reading.path.key("action_on_failure"))
  }

  static let drop: MappingSchema.Rule = { reading, reader in
    let needed = ["source", "expression", "older_than", "longer_than"]
    if !needed.contains(where: reading.has) {
      reader.refuse(
        "missing-key", reading.path, at: reading.node.position,
        "says nothing that a line could be dropped for",
        remedy: "write \(needed.dropLast().joined(separator: ", ")) or longer_than")
    }
    checkDropSource(reading, &reader)
    if reading.has("value"), !reading.has("source") {
      reader.refuse(
        "missing-key", reading.path.key("source"), at: reading.position("value"), "is missing beside value",
        remedy: "write source, or expression instead of value")
    }
    reader.refuseSeveral(["value", "expression"].filter(reading.has), reading)
    if let text = reading.text("older_than"), GoDuration.parse(text) == nil {
      reader.refuseValue(
        reading.value("older_than") ?? reading.node, .goDuration, reading.path.key("older_than"))
    }
    if let text = reading.text("longer_than"), !DataSize.isValid(text) {
      reader.refuseValue(
        reading.value("longer_than") ?? reading.node, .dataSize, reading.path.key("longer_than"))
    }
    guard let node = reading.value("expression"), let text = reading.filled("expression") else { return }
    reader.checkExpression(text, node, reading.path.key("expression"))
  }

  /// One name or a list of them; other elements of a list make the agent panic.
  private static func checkDropSource(_ reading: MappingReading, _ reader: inout SchemaReader) {
    guard let node = reading.value("source") else { return }
    let names = node.sequence ?? [node]
    for name in names where !(name.scalar?.isText ?? false) || name.isNull {
      reader.refuse(
        "wrong-type", reading.path.key("source"), at: name.position, "has to be a text or a list of texts",
        consequence: node.sequence == nil ? nil : "the agent panics", remedy: "write the names in quotes")
    }
  }

  static let sampling: MappingSchema.Rule = { reading, reader in
    guard let text = reading.text("rate"), let rate = reading.number("rate") ?? Double(text),
      rate < 0 || rate > 1
    else { return }
    reader.refuse(
      "invalid-value", reading.path.key("rate"), at: reading.position("rate"), "is not between 0 and 1",
      remedy: "write the part of the lines to keep, such as 0.1")
  }

  static let limit: MappingSchema.Rule = { reading, reader in
    for name in ["rate", "burst"] {
      let value = reading.number(name) ?? reading.text(name).flatMap(Double.init) ?? 0
      guard value <= 0 || name == "burst" && value < 1 else { continue }
      reader.refuse(
        "missing-key", reading.path.key(name), at: reading.position(name), "is missing or not above 0",
        remedy: "write \(name)")
    }
    let drops = reading.value("drop")?.scalar?.means(true) ?? false
    guard reading.filled("by_label_name") != nil, !drops else { return }
    reader.refuse(
      "conflicting-keys", reading.path.key("by_label_name"), at: reading.position("by_label_name"),
      "goes only with drop: true", remedy: "write drop: true, or remove by_label_name")
  }

  static let waiting: MappingSchema.Rule = { reading, reader in
    guard let node = reading.value("max_wait_time"), let text = reading.text("max_wait_time"),
      GoDuration.parse(text) == nil
    else { return }
    reader.refuseValue(node, .goDuration, reading.path.key("max_wait_time"))
  }

  static let labelSource: MappingSchema.Rule = { reading, reader in
    guard let node = reading.value("source"), let text = reading.text("source"), !LabelName.isValid(text)
    else {
      return
    }
    reader.refuseValue(node, .labelName, reading.path.key("source"))
  }

  static let match: MappingSchema.Rule = { reading, reader in
    reader.require(["selector"], reading)
    if let text = reading.filled("selector"), let problem = LogSelector.problem(in: text) {
      reader.refuse(
        "invalid-expression", reading.path.key("selector"), at: reading.position("selector"),
        "is no selector of LogQL, \(problem)", remedy: #"write a selector such as {app="web"}"#)
    }
    if reading.text("pipeline_name") == "" {
      reader.refuse(
        "invalid-value", reading.path.key("pipeline_name"), at: reading.position("pipeline_name"), "is empty",
        remedy: "write a name, or remove the key")
    }
    let stages = reading.elements("stages")
    let action = reading.text("action") ?? ""
    switch action {
    case "keep", "":
      if stages.isEmpty { reader.require(["stages"], reading) }
    case "drop":
      guard !stages.isEmpty else { return }
      reader.refuse(
        "conflicting-keys", reading.path.key("stages"), at: reading.position("stages"),
        "does not go with the action drop", remedy: "remove the stages")
    default:
      reader.read(
        reading.value("action") ?? reading.node, as: .oneOf("keep", "drop"), at: reading.path.key("action"))
    }
    if action != "drop" { PipelineStages.read(stages, reading.path.key("stages"), &reader) }
  }
}
