import Documents

/// Stages that are nothing but labels: a mapping of names, or a list of them.
enum LabelStage {
  /// Names with a text, or with nothing: then the value extracted under that name is meant.
  static func values(_ stage: SettingReader, _ name: String) -> AlloyStatement {
    stage.require(name)
    var fields: [AlloyField] = []
    if let value = stage.value(name) {
      if value.mapping == nil { stage.refuse(name, "must be a mapping of labels to texts") }
      for entry in value.mapping ?? [] {
        guard let scalar = entry.value.scalar else {
          stage.findings.refuse(
            "\(stage.path(of: name)).\(stage.findings.shownName(entry)) must be a text",
            at: entry.value.position)
          continue
        }
        fields.append(AlloyField(entry.name, scalar.isNull ? .null : .string(scalar.text)))
      }
    }
    return .block(
      AlloyBlock(
        "stage.\(name)", [.attribute("values", .object(fields.sorted { $0.name < $1.name }))]))
  }

  static func names(_ stage: SettingReader, _ name: String, as block: String) -> AlloyStatement {
    stage.require(name)
    return .block(AlloyBlock("stage.\(block)", [.attribute("values", .strings(stage.texts(name) ?? []))]))
  }
}
