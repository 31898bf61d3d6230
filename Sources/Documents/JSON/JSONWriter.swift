/// Writes JSON text.
public struct JSONWriter {
  /// How the text looks.
  public enum Style: Sendable {
    /// No white space, members in their order, numbers as they were written.
    case compact
    /// Two spaces a level, members in their order.
    case pretty
    /// No white space, members sorted by the bytes of their names, one spelling for each number: equal values
    /// give equal bytes.
    case canonical
  }

  private let style: Style
  private var output: [UInt8] = []
  private var depth = 0

  private init(_ style: Style) { self.style = style }

  /// The document's UTF-8.
  public static func bytes(_ value: JSON, style: Style = .compact) -> [UInt8] {
    var writer = JSONWriter(style)
    writer.write(value)
    return writer.output
  }

  /// The document as a string.
  public static func string(_ value: JSON, style: Style = .compact) -> String {
    String(decoding: bytes(value, style: style), as: UTF8.self)
  }

  private mutating func write(_ value: JSON) {
    switch value {
    case .null: append("null")
    case .bool(let flag): append(flag ? "true" : "false")
    case .number(let number): append(style == .canonical ? number.canonicalText : number.lexeme)
    case .string(let text): write(text)
    case .array(let elements): write(elements)
    case .object(let object): write(object)
    }
  }

  private mutating func write(_ elements: [JSON]) {
    if elements.isEmpty { return append("[]") }
    output.append(UInt8(ascii: "["))
    depth += 1
    for (index, element) in elements.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      breakLine()
      write(element)
    }
    depth -= 1
    breakLine()
    output.append(UInt8(ascii: "]"))
  }

  private mutating func write(_ object: JSONObject) {
    if object.isEmpty { return append("{}") }
    let members =
      style == .canonical ? object.members.sorted { $0.key.precedesByBytes($1.key) } : object.members
    output.append(UInt8(ascii: "{"))
    depth += 1
    for (index, member) in members.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      breakLine()
      write(member.key)
      output.append(UInt8(ascii: ":"))
      if style == .pretty { output.append(0x20) }
      write(member.value)
    }
    depth -= 1
    breakLine()
    output.append(UInt8(ascii: "}"))
  }

  private mutating func breakLine() {
    guard style == .pretty else { return }
    output.append(0x0A)
    output.append(contentsOf: repeatElement(0x20, count: depth * 2))
  }

  private mutating func append(_ text: String) { output.append(contentsOf: text.utf8) }

  private mutating func write(_ text: String) {
    output.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { bytes in
      var clean = 0
      for (index, byte) in bytes.enumerated()
      where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        output.append(contentsOf: bytes[clean..<index])
        clean = index + 1
        escape(byte)
      }
      output.append(contentsOf: bytes[clean...])
    }
    output.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ byte: UInt8) {
    output.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): output.append(byte)
    case 0x08: output.append(UInt8(ascii: "b"))
    case 0x09: output.append(UInt8(ascii: "t"))
    case 0x0A: output.append(UInt8(ascii: "n"))
    case 0x0C: output.append(UInt8(ascii: "f"))
    case 0x0D: output.append(UInt8(ascii: "r"))
    default:
      let digits = Array("0123456789abcdef".utf8)
      output.append(contentsOf: Array("u00".utf8))
      output.append(digits[Int(byte >> 4)])
      output.append(digits[Int(byte & 15)])
    }
  }
}
