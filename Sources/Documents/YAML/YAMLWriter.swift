/// Writes YAML in the style of sigs.k8s.io/yaml: block style, two spaces a level, lists at the level of their key,
/// members in their order, lines never folded. The same value always gives the same text.
public struct YAMLWriter {
  private var output: [UInt8] = []

  private init() {}

  /// One document, ending with a line break.
  ///
  /// Numbers keep their spelling. A reader by go-yaml's rules takes whole numbers beyond 64 bits for floats, and
  /// numbers that no double can hold for texts.
  public static func string(_ value: JSON) -> String {
    var writer = YAMLWriter()
    writer.write(document: value)
    return String(decoding: writer.output, as: UTF8.self)
  }

  /// A stream of documents with `---` between them.
  public static func string(stream documents: [JSON]) -> String {
    var writer = YAMLWriter()
    for (index, document) in documents.enumerated() {
      if index > 0 { writer.append("---\n") }
      writer.write(document: document)
    }
    return String(decoding: writer.output, as: UTF8.self)
  }

  private mutating func write(document value: JSON) {
    switch value {
    case .array(let elements) where !elements.isEmpty: write(elements, column: 0)
    case .object(let object) where !object.isEmpty: write(object, column: 0)
    default: write(scalar: value, column: 0)
    }
  }

  /// Writes a block list whose first item begins where the output stands.
  private mutating func write(_ elements: [JSON], column: Int) {
    for (index, element) in elements.enumerated() {
      if index > 0 { indent(column) }
      append("- ")
      switch element {
      case .array(let inner) where !inner.isEmpty: write(inner, column: column + 2)
      case .object(let object) where !object.isEmpty: write(object, column: column + 2)
      default: write(scalar: element, column: column)
      }
    }
  }

  /// Writes a block mapping whose first key begins where the output stands.
  private mutating func write(_ object: JSONObject, column: Int) {
    for (index, member) in object.members.enumerated() {
      if index > 0 { indent(column) }
      write(key: member.key, column: column)
      switch member.value {
      case .array(let elements) where !elements.isEmpty:
        breakLine(column)
        write(elements, column: column)
      case .object(let inner) where !inner.isEmpty:
        breakLine(column + 2)
        write(inner, column: column + 2)
      default:
        append(" ")
        write(scalar: member.value, column: column)
      }
    }
  }

  /// Writes a key and its colon. Keys of more than 1024 characters are only understood after a question mark.
  private mutating func write(key: String, column: Int) {
    let text = YAMLText(key)
    let written = text.isPlain ? Array(key.utf8) : text.doubleQuoted
    if written.count <= 1000 {
      output.append(contentsOf: written)
    } else {
      append("? ")
      output.append(contentsOf: written)
      breakLine(column)
    }
    append(":")
  }

  /// Writes everything that is not a list or object with something in it, and ends the line.
  /// - Parameter column: the column of the list or mapping that the scalar belongs to.
  private mutating func write(scalar value: JSON, column: Int) {
    switch value {
    case .null: append("null")
    case .bool(let flag): append(flag ? "true" : "false")
    case .number(let number): append(number.lexeme)
    case .array: append("[]")
    case .object: append("{}")
    case .string(let string):
      let text = YAMLText(string)
      if text.isPlain {
        append(string)
      } else if let header = text.literalHeader {
        return write(literal: string, header: header, column: column + 2)
      } else {
        output.append(contentsOf: text.doubleQuoted)
      }
    }
    append("\n")
  }

  private mutating func write(literal text: String, header: String, column: Int) {
    append(header)
    append("\n")
    var lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    for line in lines {
      if !line.isEmpty {
        indent(column)
        output.append(contentsOf: line)
      }
      append("\n")
    }
  }

  private mutating func append(_ text: String) { output.append(contentsOf: text.utf8) }

  private mutating func indent(_ column: Int) {
    output.append(contentsOf: repeatElement(0x20, count: column))
  }

  private mutating func breakLine(_ column: Int) {
    append("\n")
    indent(column)
  }
}
