import Documents

/// Relabelling rules (prometheus, model/relabel/relabel.go).
enum RelabelSchema {
  static let rule = MappingSchema(
    Fields(.list(.labelName), "source_labels"), .text("separator target_label replacement"),
    Fields(.anchoredExpression, "regex"), .unsigned("modulus"),
    Fields(.choice(actions, ignoresCase: true), "action"),
    rules: [check])

  static let rules = ValueKind.list(.mapping(rule), null: .refused)
  /// Promtail looks into the rules without asking whether they are there.
  static let crashingRules = ValueKind.list(.mapping(rule), null: .crash)

  private static let actions = [
    "replace", "keep", "drop", "hashmod", "labelmap", "labeldrop", "labelkeep", "lowercase", "uppercase",
    "keepequal", "dropequal",
  ]
  private static let standardReplacement = "$1"
  private static let standardSeparator = ";"

  private static let check: MappingSchema.Rule = { reading, reader in
    let action = reading.text("action")?.lowercased() ?? "replace"
    guard actions.contains(action) else {
      if action.isEmpty { reader.require(["action"], reading) }
      return
    }
    let target = reading.text("target_label") ?? ""
    let replacement = reading.text("replacement") ?? standardReplacement
    func invalid(_ name: String) {
      reader.refuse(
        "invalid-value", reading.path.key(name), at: reading.position(name),
        "is no name of a label that the action \(action) can write",
        remedy: "write letters, digits and _, without a digit in front")
    }
    // The agent cuts fractions off first.
    let modulus = (reading.number("modulus") ?? 0).rounded(.towardZero)
    if action == "hashmod", modulus == 0 {
      reader.refuse(
        "missing-key", reading.path.key("modulus"), at: reading.position("modulus"),
        "is missing or 0, which the action hashmod cannot use", remedy: "write modulus")
    }
    switch action {
    case "replace", "hashmod", "lowercase", "uppercase", "keepequal", "dropequal":
      if target.isEmpty {
        reader.refuse(
          "missing-key", reading.path.key("target_label"), at: reading.position("target_label"),
          "is missing, and the action \(action) needs it", remedy: "write target_label")
      } else if !isTarget(target, action) {
        invalid("target_label")
      }
    case "labelmap":
      if !RelabelTarget.isValid(replacement) { invalid("replacement") }
    default: break
    }
    refuseOthers(action, replacement: replacement, reading, &reader)
  }

  private static func isTarget(_ target: String, _ action: String) -> Bool {
    switch action {
    case "hashmod": LabelName.isValid(target)
    case "replace": target.contains("$") ? RelabelTarget.isValid(target) : LabelName.isValid(target)
    default: RelabelTarget.isValid(target)
    }
  }

  /// Keys that an action does not go with.
  private static func refuseOthers(
    _ action: String, replacement: String, _ reading: MappingReading, _ reader: inout SchemaReader
  ) {
    var others: [String] = []
    if replacement != standardReplacement { others.append("replacement") }
    if (reading.number("modulus") ?? 0).rounded(.towardZero) != 0 { others.append("modulus") }
    if reading.text("separator") ?? standardSeparator != standardSeparator { others.append("separator") }
    switch action {
    case "lowercase", "uppercase": others = others.filter { $0 == "replacement" }
    case "keepequal", "dropequal":
      if reading.has("regex") { others.append("regex") }
    case "labeldrop", "labelkeep":
      if reading.has("source_labels") { others.append("source_labels") }
      if reading.filled("target_label") != nil { others.append("target_label") }
    default: return
    }
    for name in others {
      reader.refuse(
        "conflicting-keys", reading.path.key(name), at: reading.position(name),
        "does not go with the action \(action)", remedy: "remove \(name)")
    }
  }
}
