/// Finds what follows `name:` in a text that cannot be read as YAML.
enum NamesInText {
  static func find(in text: [UInt8]) -> Set<String> {
    var names: Set<String> = []
    var place = text.startIndex
    while let start = text[place...].firstIndex(of: UInt8(ascii: "n")) {
      place = start + 1
      var rest = text[start...]
      guard rest.starts(with: word) else { continue }
      rest = rest.dropFirst(word.count).drop(while: isQuote).drop(while: isBlank)
      guard rest.first == UInt8(ascii: ":") else { continue }
      let name = rest.dropFirst().drop(while: isBlank).drop(while: isQuote).prefix(while: isNameByte).prefix(
        253)
      if !name.isEmpty { names.insert(String(decoding: name, as: UTF8.self)) }
    }
    return names
  }

  private static let word = Array("name".utf8)

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."): true
    default: false
    }
  }
}
