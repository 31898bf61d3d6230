/// `%41` and, in queries, `+` (RFC 3986 section 2.1; HTML form encoding).
enum PercentEncoding {
  /// A broken escape stays as it is.
  static func decode(_ text: some StringProtocol, plusIsBlank: Bool = false) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || (plusIsBlank && $0 == UInt8(ascii: "+")) })
    else { return String(text) }
    let source = Array(text.utf8)
    var decoded: [UInt8] = []
    decoded.reserveCapacity(source.count)
    var place = 0
    while place < source.count {
      let byte = source[place]
      if byte == UInt8(ascii: "%"), place + 2 < source.count, let high = digit(source[place + 1]),
        let low = digit(source[place + 2])
      {
        decoded.append(high << 4 | low)
        place += 3
      } else {
        decoded.append(plusIsBlank && byte == UInt8(ascii: "+") ? 0x20 : byte)
        place += 1
      }
    }
    return String(decoding: decoded, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
