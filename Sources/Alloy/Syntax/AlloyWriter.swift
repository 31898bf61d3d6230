/// Writes a configuration in the form that `alloy fmt` leaves alone: tabs, equal signs of neighbours under each other,
/// an empty line before every block.
public struct AlloyWriter {
  private var output = ""

  private init() {}

  /// The text, ending with a line break; empty for a configuration without statements.
  public static func string(_ configuration: AlloyConfiguration) -> String {
    var writer = AlloyWriter()
    writer.write(configuration.statements, depth: 0)
    return writer.output
  }

  /// An expression as it would stand behind an equal sign at the outermost level.
  public static func string(_ expression: AlloyExpression) -> String { text(expression, depth: 0) }

  private mutating func write(_ statements: [AlloyStatement], depth: Int) {
    var index = 0
    while index < statements.count {
      switch statements[index] {
      case .block(let block):
        if index > 0 { output += "\n" }
        write(block, depth: depth)
        index += 1
      case .attribute:
        index = writeAttributes(statements, from: index, depth: depth)
      }
    }
  }

  /// Writes attributes that share a column of equal signs: a value of several lines is the last of them.
  /// - Returns: the index behind them.
  private mutating func writeAttributes(_ statements: [AlloyStatement], from start: Int, depth: Int) -> Int {
    var rows: [(name: String, value: String)] = []
    var index = start
    while index < statements.count, case .attribute(let name, let value) = statements[index] {
      let text = Self.text(value, depth: depth)
      rows.append((name, text))
      index += 1
      if text.utf8.contains(UInt8(ascii: "\n")) { break }
    }
    output += Self.aligned(rows, depth: depth, ending: "\n")
    return index
  }

  private mutating func write(_ block: AlloyBlock, depth: Int) {
    let indent = String(repeating: "\t", count: depth)
    output += indent + block.name.joined(separator: ".")
    if let label = block.label { output += " " + AlloyStringLiteral.quoted(label) }
    if block.body.isEmpty {
      output += " { }\n"
      return
    }
    output += " {\n"
    write(block.body, depth: depth + 1)
    output += indent + "}\n"
  }

  /// Columns are counted in code points, as Go's tabwriter does.
  private static func aligned(_ rows: [(name: String, value: String)], depth: Int, ending: String) -> String {
    let indent = String(repeating: "\t", count: depth)
    let widths = rows.map(\.name.unicodeScalars.count)
    let width = widths.max() ?? 0
    var text = ""
    for (row, own) in zip(rows, widths) {
      text += indent
      text += row.name
      text += String(repeating: " ", count: width - own)
      text += " = "
      text += row.value
      text += ending
    }
    return text
  }

  private static func text(_ expression: AlloyExpression, depth: Int) -> String {
    switch expression {
    case .null: "null"
    case .boolean(let value): value ? "true" : "false"
    case .number(let spelling): spelling
    case .string(let value): AlloyStringLiteral.quoted(value)
    case .list(let elements): "[" + elements.map { text($0, depth: depth) }.joined(separator: ", ") + "]"
    case .object(let fields): object(fields, depth: depth)
    case .reference(let names): names.joined(separator: ".")
    case .call(let function, let arguments): call(function, arguments, depth: depth)
    case .element(let base, let index): operand(base, depth: depth) + "[" + text(index, depth: depth) + "]"
    case .member(let base, let name): operand(base, depth: depth) + "." + name
    case .prefix(let sign, let value): sign + operand(value, depth: depth)
    case .binary(let left, let sign, let right):
      operand(left, depth: depth) + " " + sign + " " + operand(right, depth: depth)
    }
  }

  /// Parts of operations that are operations themselves stand in parentheses.
  private static func operand(_ expression: AlloyExpression, depth: Int) -> String {
    switch expression {
    case .binary, .prefix: "(" + text(expression, depth: depth) + ")"
    default: text(expression, depth: depth)
    }
  }

  private static func object(_ fields: [AlloyField], depth: Int) -> String {
    if fields.isEmpty { return "{}" }
    var rows: [(name: String, value: String)] = []
    var lines = ""
    for field in fields {
      let name = AlloyIdentifier.isValid(field.name) ? field.name : AlloyStringLiteral.quoted(field.name)
      let value = text(field.value, depth: depth + 1)
      rows.append((name, value))
      if value.utf8.contains(UInt8(ascii: "\n")) {
        lines += aligned(rows, depth: depth + 1, ending: ",\n")
        rows = []
      }
    }
    lines += aligned(rows, depth: depth + 1, ending: ",\n")
    return "{\n" + lines + String(repeating: "\t", count: depth) + "}"
  }

  /// Joined targets stand one a line, everything else on one.
  private static func call(_ function: AlloyExpression, _ arguments: [AlloyExpression], depth: Int) -> String
  {
    let name = text(function, depth: depth)
    guard name == "array.concat" else {
      return name + "(" + arguments.map { text($0, depth: depth) }.joined(separator: ", ") + ")"
    }
    let indent = String(repeating: "\t", count: depth)
    let lines = arguments.map { indent + "\t" + text($0, depth: depth + 1) + ",\n" }
    return name + "(\n" + lines.joined() + indent + ")"
  }
}
