internal import Documents

/// Writes an export in the way of the YAML library that Grafana uses: steps of four, lists set in, texts quoted only
/// where they would read as something else.
struct RuleExportYAML {
  private var text = ""

  static func text(_ document: JSON) -> String {
    var writer = RuleExportYAML()
    if case .object(let object) = document { writer.write(object, column: 0, startsInLine: false) }
    return writer.text
  }

  private mutating func write(_ object: JSONObject, column: Int, startsInLine: Bool) {
    var isInLine = startsInLine
    for member in object.members {
      if !isInLine { indent(column) }
      isInLine = false
      text += Self.scalar(member.key) + ":"
      write(member.value, column: column)
    }
  }

  private mutating func write(_ value: JSON, column: Int) {
    let inner = (column + 4) / 4 * 4
    switch value {
    case .object(let object) where !object.isEmpty:
      text += "\n"
      write(object, column: inner, startsInLine: false)
    case .array(let elements) where !elements.isEmpty:
      text += "\n"
      for element in elements {
        indent(inner)
        text += "-"
        guard case .object(let object) = element, !object.isEmpty else {
          write(element, column: inner)
          continue
        }
        text += " "
        write(object, column: inner + 2, startsInLine: true)
      }
    case .string(let content) where content.contains("\n"): writeLines(content, column: inner)
    default: text += " \(Self.plain(value))\n"
    }
  }

  private mutating func writeLines(_ content: String, column: Int) {
    var lines = content.split(separator: "\n", omittingEmptySubsequences: false)
    let endsWithNewline = lines.last?.isEmpty ?? false
    if endsWithNewline { lines.removeLast() }
    text += endsWithNewline ? (lines.last?.isEmpty ?? false ? " |+\n" : " |\n") : " |-\n"
    for line in lines {
      if line.isEmpty { text += "\n" } else { indent(column); text += line + "\n" }
    }
  }

  private mutating func indent(_ column: Int) { text += String(repeating: " ", count: column) }

  private static func plain(_ value: JSON) -> String {
    switch value {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .number(let number): number.canonicalText
    case .string(let text): scalar(text)
    case .array: "[]"
    case .object: "{}"
    }
  }

  // MARK: Texts

  private static func scalar(_ text: String) -> String {
    if readsAsOther(text) { return JSONWriter.string(.string(text)) }
    return isPlain(text)
      ? text
      : "'"
        + text.split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: "''") + "'"
  }

  private static let words: Set = [
    "", "~", "null", "true", "false", "y", "yes", "on", "n", "no", "off", ".nan", ".inf", "+.inf", "-.inf",
    "<<",
  ]

  /// Whether a reader would take a text for null, a flag, a number or a time.
  private static func readsAsOther(_ text: String) -> Bool {
    if words.contains(text.lowercased()) { return true }
    guard let first = text.first, first.isNumber || "+-.".contains(first) else { return false }
    let digits = text.filter { $0 != "_" && $0 != ":" }
    if Double(digits) != nil || Int(digits) != nil { return true }
    let parts = text.split(separator: "-", maxSplits: 2)
    return parts.count == 3 && parts[0].count == 4 && parts.allSatisfy { $0.first?.isNumber ?? false }
      || ["0x", "0o", "0b"].contains { text.hasPrefix($0) }
  }

  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.first, let last = text.last, first != " ", last != " ", last != ":" else {
      return false
    }
    if "#,[]{}&*!|>'\"%@`".contains(first) { return false }
    if "-?:".contains(first), text.count == 1 || text.dropFirst().hasPrefix(" ") { return false }
    let pairs = zip(text, text.dropFirst())
    return !pairs.contains { ($0 == ":" && $1 == " ") || ($0 == " " && $1 == "#") }
  }
}
