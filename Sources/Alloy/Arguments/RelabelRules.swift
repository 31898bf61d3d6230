import Base

/// Relabel rules: Prometheus' fields (prometheus, model/relabel) as blocks named `rule` or `write_relabel_config`.
enum RelabelRules {
  private static let arguments: [Argument] = [
    .texts("source_labels"), .text("separator", given: ";"), .text("regex", given: "(.*)"),
    .integer("modulus"), .text("target_label"), .text("replacement", given: "$1"), action,
  ]

  private static let actions = [
    "replace", "keep", "drop", "hashmod", "labelmap", "labeldrop", "labelkeep", "lowercase", "uppercase",
    "keepequal", "dropequal",
  ]

  /// Prometheus reads actions in any case.
  private static let action = Argument { settings in
    let name = (settings.text("action") ?? "replace").lowercased()
    if !actions.contains(name) {
      settings.refuse("action", "must be one of \(actions.joined(separator: ", "))")
    }
    let needsTarget = ["replace", "hashmod", "lowercase", "uppercase", "keepequal", "dropequal"].contains(
      name)
    if needsTarget, !settings.has("target_label") {
      settings.refuseKeys("\(settings.path) has no target_label, which \(name) needs")
    }
    // One that is no number is told as such.
    let modulus = settings.has("modulus") ? settings.integer("modulus") : 0
    if name == "hashmod", modulus == 0 {
      settings.refuseKeys("\(settings.path) has no modulus, which hashmod needs")
    }
    return name == "replace" ? [] : [.attribute("action", .string(name))]
  }

  /// The rules of a list of settings, as blocks.
  static func blocks(_ rules: [SettingReader], named name: String = "rule") -> [AlloyStatement] {
    rules.map { .block(AlloyBlock(name, arguments.body($0))) }
  }

  /// A rule that sets a label.
  static func setting(_ label: String, to value: String, from source: String? = nil) -> AlloyStatement {
    var body: [AlloyStatement] = []
    if let source { body.append(.attribute("source_labels", .strings([source]))) }
    body.append(.attribute("target_label", .string(label)))
    if value != "$1" { body.append(.attribute("replacement", .string(value))) }
    return .block(AlloyBlock("rule", body))
  }
}
