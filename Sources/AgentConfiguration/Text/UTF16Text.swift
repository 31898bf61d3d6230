/// Texts of Windows editors: the agent reads UTF-16 where a byte order mark says so (static/config/encoder).
enum UTF16Text {
  /// The text in UTF-8; nil where there is no mark. What is no UTF-16 becomes a replacement character.
  static func utf8(of bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count >= 2 else { return nil }
    let isLittle: Bool
    switch (bytes[0], bytes[1]) {
    case (0xFF, 0xFE): isLittle = true
    case (0xFE, 0xFF): isLittle = false
    default: return nil
    }
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    for index in stride(from: 2, to: bytes.count - 1, by: 2) {
      let high = UInt16(bytes[isLittle ? index + 1 : index])
      let low = UInt16(bytes[isLittle ? index : index + 1])
      units.append(high << 8 | low)
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }
}
