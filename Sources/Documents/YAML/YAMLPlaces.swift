internal import Base

/// Turns libyaml's marks, which count characters, into byte offsets, lines and columns.
///
/// libyaml also counts U+0085, U+2028 and U+2029 as line breaks; editors do not, so lines are counted here.
struct YAMLPlaces {
  let bytes: UnsafeBufferPointer<UInt8>
  private let isASCII: Bool
  private var character = 0
  private var offset = 0
  private var line = 1
  private var lineStart = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    isASCII = Self.isASCII(bytes)
  }

  /// Eight bytes at a time.
  private static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let raw = UnsafeRawBufferPointer(bytes)
    let wholeWords = raw.count & ~7
    var seen: UInt64 = 0
    for offset in stride(from: 0, to: wholeWords, by: 8) {
      seen |= raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }
    for byte in raw[wholeWords...] { seen |= UInt64(byte) }
    return seen & 0x8080_8080_8080_8080 == 0
  }

  /// The byte offset of a mark. Marks come in rising order or close to the last one, so this moves a cursor.
  /// - Parameter lineHint: the mark's line, counted from 0, which is right as long as the text is ASCII.
  mutating func move(toCharacter index: Int, lineHint: Int, columnHint: Int) -> (offset: Int, mark: YAMLMark)
  {
    if isASCII {
      return (min(index, bytes.count), YAMLMark(line: lineHint + 1, column: columnHint + 1))
    }
    while character < index, offset < bytes.count {
      if bytes[offset] == 0x0A {
        line += 1
        lineStart = offset + 1
      }
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      character += 1
    }
    while character > index, offset > 0 {
      offset -= 1
      while offset > 0, bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
      character -= 1
      if bytes[offset] == 0x0A {
        line -= 1
        lineStart = offset
        while lineStart > 0, bytes[lineStart - 1] != 0x0A { lineStart -= 1 }
      }
    }
    return (offset, YAMLMark(line: line, column: offset - lineStart + 1))
  }

  /// The position of a byte, by counting from the beginning.
  func position(ofOffset offset: Int) -> Position {
    var line = 1
    var lineStart = 0
    for index in 0..<min(offset, bytes.count) where bytes[index] == 0x0A {
      line += 1
      lineStart = index + 1
    }
    return Position(line: line, column: offset - lineStart + 1)
  }
}
