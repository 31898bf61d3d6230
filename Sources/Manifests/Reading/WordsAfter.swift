/// Finds what follows `name:` or `kind:` in a text that cannot be read as YAML.
enum WordsAfter {
  /// - Parameter field: without its colon; in the text it may stand in quotes and with blanks around it.
  /// - Returns: words of letters, digits, hyphens and points.
  static func find(_ field: String, in text: ArraySlice<UInt8>) -> Set<String> {
    let field = Array(field.utf8)
    var words: Set<String> = []
    var place = text.startIndex
    while let start = text[place...].firstIndex(of: field[0]) {
      place = start + 1
      var rest = text[start...]
      guard rest.starts(with: field) else { continue }
      rest = rest.dropFirst(field.count).drop(while: isQuote).drop(while: isBlank)
      guard rest.first == UInt8(ascii: ":") else { continue }
      let word = rest.dropFirst().drop(while: isBlank).drop(while: isQuote).prefix(while: isWordByte).prefix(
        253)
      if !word.isEmpty { words.insert(String(decoding: word, as: UTF8.self)) }
    }
    return words
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."): true
    default: false
    }
  }
}
