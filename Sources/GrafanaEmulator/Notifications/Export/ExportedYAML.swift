internal import Documents

/// YAML in the layout of Go's yaml.v3, which exports have: four spaces a level, lists below their key
/// [10.1 12.4 contact_points, policies, alert_rules: export].
struct ExportedYAML {
  private var output = ""

  static func text(_ value: JSON) -> String {
    var writer = ExportedYAML()
    writer.write(value, column: 0, isInList: false)
    if !writer.output.hasSuffix("\n") { writer.output += "\n" }
    return writer.output
  }

  /// Writes a value whose first line begins where the output stands.
  private mutating func write(_ value: JSON, column: Int, isInList: Bool) {
    switch value {
    case .object(let object) where !object.isEmpty:
      for (index, member) in object.members.enumerated() {
        if index > 0 { breakLine(column) }
        output += Self.scalar(member.key) + ":"
        writeValue(member.value, below: column)
      }
    case .array(let list) where !list.isEmpty:
      for (index, element) in list.enumerated() {
        if index > 0 { breakLine(column) }
        output += "- "
        write(element, column: column + 2, isInList: true)
      }
    case .object: output += "{}"
    case .array: output += "[]"
    case .string(let text): writeText(text, column: isInList ? column : Self.next(column))
    case .number(let number): output += number.canonicalText
    case .bool(let flag): output += flag ? "true" : "false"
    case .null: output += "null"
    }
  }

  private mutating func writeValue(_ value: JSON, below column: Int) {
    let isBlock =
      switch value {
      case .object(let object): !object.isEmpty
      case .array(let list): !list.isEmpty
      default: false
      }
    if isBlock {
      breakLine(Self.next(column))
      write(value, column: Self.next(column), isInList: false)
    } else {
      output += " "
      write(value, column: column, isInList: false)
    }
  }

  /// The next place that is a multiple of four.
  private static func next(_ column: Int) -> Int { (column / 4 + 1) * 4 }

  private mutating func breakLine(_ column: Int) {
    output += "\n" + String(repeating: " ", count: column)
  }

  private mutating func writeText(_ text: String, column: Int) {
    guard text.contains("\n") else {
      output += Self.scalar(text)
      return
    }
    let ending = text.hasSuffix("\n\n") ? "+" : text.hasSuffix("\n") ? "" : "-"
    output += "|" + (text.hasPrefix(" ") ? "4" : "") + ending
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    for line in lines {
      if line.isEmpty { output += "\n" } else { breakLine(column) }
      output += line
    }
  }

  /// Plain where that is read back as the same text, in single quotes where only the layout forbids it, else in double
  /// quotes.
  private static func scalar(_ text: String) -> String {
    if layoutForbids(text) {
      return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
    // The other writer also quotes what begins with an equals sign.
    let probe = text.hasPrefix("=") ? "x" + text : text
    let written = String(YAMLWriter.string(.string(probe)).dropLast())
    return written == probe ? text : written
  }

  private static func layoutForbids(_ text: String) -> Bool {
    guard let first = text.first, let last = text.last else { return false }
    if text.unicodeScalars.contains(where: { $0.value < 0x20 }) { return false }
    if "[]{},#&*!|>'\"%@`".contains(first) || first == " " || last == " " || last == ":" { return true }
    if "-?:".contains(first), text.count == 1 || text.dropFirst().first == " " { return true }
    return text.contains(": ") || text.contains(" #")
  }
}
