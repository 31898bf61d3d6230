/// Writes YAML in the style of sigs.k8s.io/yaml: block style, two spaces a level, lists at the level of their key,
/// members in their order, lines never folded. The same value always gives the same text.
public struct YAMLWriter {
  /// What a text that cannot stand plain is written in.
  public enum Quotes: Sendable {
    case double
    /// Single ones where a text only looks like syntax, double ones where it would mean something else, as go-yaml
    /// v2 chooses them.
    case asInGo
  }

  private var output: [UInt8] = []
  private let quotes: Quotes

  private init(_ quotes: Quotes = .double) { self.quotes = quotes }

  /// One document, ending with a line break.
  ///
  /// Numbers keep their spelling. A reader by go-yaml's rules takes whole numbers beyond 64 bits for floats, and
  /// numbers that no double can hold for texts.
  public static func string(_ value: JSON, quotes: Quotes = .double) -> String {
    String(decoding: bytes(value, quotes: quotes), as: UTF8.self)
  }

  /// One document, ending with a line break.
  public static func bytes(_ value: some YAMLWritable, quotes: Quotes = .double) -> [UInt8] {
    var writer = YAMLWriter(quotes)
    writer.write(document: value)
    return writer.output
  }

  /// The lines of a list or mapping with something in it, as they follow the text before its first item or key.
  /// - Parameter column: where its items or keys begin, from 0.
  public static func lines(_ value: some YAMLWritable, column: Int) -> [UInt8] {
    var writer = YAMLWriter()
    writer.write(block: value.yamlForm(column: column), column: column)
    return writer.output
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

  private mutating func write(document value: some YAMLWritable) {
    let form = value.yamlForm(column: 0)
    if form.isBlock { write(block: form, column: 0) } else { write(scalar: form, column: 0) }
  }

  /// Writes a list or mapping whose first item or key begins where the output stands.
  private mutating func write<Node: YAMLWritable>(block form: YAMLForm<Node>, column: Int) {
    switch form {
    case .list(let elements): write(elements, column: column)
    case .mapping(let members): write(members, column: column)
    case .lines(let lines): output.append(contentsOf: lines)
    case .scalar: write(scalar: form, column: column)
    }
  }

  private mutating func write(_ elements: [some YAMLWritable], column: Int) {
    for (index, element) in elements.enumerated() {
      if index > 0 { indent(column) }
      append("- ")
      let form = element.yamlForm(column: column + 2)
      if form.isBlock { write(block: form, column: column + 2) } else { write(scalar: form, column: column) }
    }
  }

  private mutating func write<Node: YAMLWritable>(
    _ members: [(key: String, value: Node)], column: Int
  ) {
    for (index, member) in members.enumerated() {
      if index > 0 { indent(column) }
      write(key: member.key, column: column)
      let form = member.value.yamlForm(column: column + 2)
      if !form.isBlock {
        append(" ")
        write(scalar: form, column: column)
      } else if case .list = form {
        breakLine(column)
        write(block: form, column: column)
      } else {
        breakLine(column + 2)
        write(block: form, column: column + 2)
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
  private mutating func write<Node: YAMLWritable>(scalar form: YAMLForm<Node>, column: Int) {
    switch form {
    case .scalar(.null): append("null")
    case .scalar(.bool(let flag)): append(flag ? "true" : "false")
    case .scalar(.number(let number)): append(number.lexeme)
    case .list: append("[]")
    case .mapping, .lines: append("{}")
    case .scalar(.text(let string)):
      let text = YAMLText(string)
      if text.isPlain {
        append(string)
      } else if let header = text.literalHeader {
        return write(literal: string, header: header, column: column + 2)
      } else if quotes == .asInGo, let quoted = text.singleQuoted {
        append(quoted)
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
