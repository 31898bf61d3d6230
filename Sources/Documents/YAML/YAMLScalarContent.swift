internal import Base

/// Finds where a scalar's text begins in the source, as far as places in the text can be counted from there.
struct YAMLScalarContent {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var offset: Int
  private var line: Int
  private var column: Int

  /// - Parameter start: the byte offset of the mark.
  init(bytes: UnsafeBufferPointer<UInt8>, start: Int, mark: YAMLMark) {
    self.bytes = bytes
    offset = start
    line = mark.position.line
    column = mark.position.column
  }

  /// Passes by the anchor and the tag, which stand before the text.
  mutating func skipProperties(if hasProperties: Bool) {
    guard hasProperties else { return }
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "&"), UInt8(ascii: "!"):
        while offset < bytes.count, !isSpace(bytes[offset]) { advance() }
      case UInt8(ascii: "#"):
        while offset < bytes.count, bytes[offset] != 0x0A { advance() }
      default:
        guard isSpace(bytes[offset]) else { return }
        advance()
      }
    }
  }

  /// - Parameter end: the byte offset behind the scalar; unused for literal blocks.
  func textStart(of text: String, style: YAMLScalar.Style, end: Int) -> YAMLMark? {
    switch style {
    case .literal: literalStart(of: text)
    case .folded: nil
    case .plain: end - offset == text.utf8.count ? YAMLMark(line: line, column: column) : nil
    case .singleQuoted, .doubleQuoted:
      end - offset == text.utf8.count + 2 ? YAMLMark(line: line, column: column + 1) : nil
    }
  }

  /// Lines of a literal block are lines of its text; the first one with a character tells the indentation.
  private func literalStart(of text: String) -> YAMLMark? {
    let emptyLines = text.utf8.prefix { $0 == 0x0A }.count
    let ownSpaces = text.utf8.dropFirst(emptyLines).prefix { $0 == 0x20 }.count
    var place = offset
    for _ in 0...emptyLines {
      while place < bytes.count, bytes[place] != 0x0A { place += 1 }
      place += 1
    }
    var spaces = 0
    while place < bytes.count, bytes[place] == 0x20 {
      spaces += 1
      place += 1
    }
    return YAMLMark(line: line + 1, column: max(spaces - ownSpaces, 0) + 1)
  }

  private mutating func advance() {
    if bytes[offset] == 0x0A {
      line += 1
      column = 1
    } else {
      column += 1
    }
    offset += 1
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
}
