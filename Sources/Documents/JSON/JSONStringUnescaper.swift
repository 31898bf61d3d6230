/// Reads the rest of a string from its first backslash on.
struct JSONStringUnescaper {
  struct Problem: Error {
    let problem: String
    let offset: Int
  }

  let bytes: UnsafeBufferPointer<UInt8>
  /// The next byte; behind the closing quote when the string is done.
  var place: Int
  let replacesInvalidText: Bool
  /// What was read so far, as UTF-8.
  var decoded: [UInt8] = []

  /// The whole string. Broken UTF-8 was refused by `run` or becomes U+FFFD here.
  var text: String { String(decoding: decoded, as: UTF8.self) }

  mutating func run() throws(Problem) {
    let start = place
    while place < bytes.count {
      let byte = bytes[place]
      if byte == UInt8(ascii: "\"") {
        place += 1
        if !replacesInvalidText, !text.utf8.elementsEqual(decoded) {
          throw Problem(problem: "the string is not UTF-8", offset: start)
        }
        return
      }
      if byte < 0x20 {
        throw Problem(problem: "a control character in a string must be escaped", offset: place)
      }
      if byte == UInt8(ascii: "\\") {
        try escape()
      } else {
        decoded.append(byte)
        place += 1
      }
    }
    throw Problem(problem: "the string is not closed", offset: start)
  }

  private mutating func escape() throws(Problem) {
    let start = place
    guard place + 1 < bytes.count else { throw Problem(problem: "the string is not closed", offset: start) }
    let letter = bytes[place + 1]
    place += 2
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(letter)
    case UInt8(ascii: "b"): decoded.append(0x08)
    case UInt8(ascii: "f"): decoded.append(0x0C)
    case UInt8(ascii: "n"): decoded.append(0x0A)
    case UInt8(ascii: "r"): decoded.append(0x0D)
    case UInt8(ascii: "t"): decoded.append(0x09)
    case UInt8(ascii: "u"): try unicodeEscape(from: start)
    default: throw Problem(problem: "there is no such escape", offset: start)
    }
  }

  private mutating func unicodeEscape(from start: Int) throws(Problem) {
    guard let unit = hexadecimalUnit() else {
      throw Problem(problem: "expected four hexadecimal digits after \\u", offset: start)
    }
    var scalar = UInt32(unit)
    if (0xD800...0xDBFF).contains(unit), bytes.count - place >= 6, bytes[place] == UInt8(ascii: "\\"),
      bytes[place + 1] == UInt8(ascii: "u")
    {
      let back = place
      place += 2
      guard let low = hexadecimalUnit() else {
        throw Problem(problem: "expected four hexadecimal digits after \\u", offset: back)
      }
      if (0xDC00...0xDFFF).contains(low) {
        scalar = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
      } else {
        place = back
      }
    }
    if let character = Unicode.Scalar(scalar) {
      decoded.append(contentsOf: Array(String(Character(character)).utf8))
    } else if replacesInvalidText {
      decoded.append(contentsOf: [0xEF, 0xBF, 0xBD])
    } else {
      throw Problem(problem: "half of a surrogate pair is no character", offset: start)
    }
  }

  private mutating func hexadecimalUnit() -> UInt16? {
    guard bytes.count - place >= 4 else { return nil }
    var unit: UInt16 = 0
    for index in place..<place + 4 {
      let digit = bytes[index]
      switch digit {
      case 0x30...0x39: unit = unit << 4 | UInt16(digit - 0x30)
      case 0x41...0x46: unit = unit << 4 | UInt16(digit - 0x41 + 10)
      case 0x61...0x66: unit = unit << 4 | UInt16(digit - 0x61 + 10)
      default: return nil
      }
    }
    place += 4
    return unit
  }
}
