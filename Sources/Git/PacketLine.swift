/// Git's packet lines: four hexadecimal digits of the whole length, then the content (gitprotocol-common(5)).
enum PacketLine: Equatable {
  case content([UInt8])
  /// `0000`
  case flush
  /// `0001`
  case delimiter

  static func encode(_ text: String) -> [UInt8] {
    let digits = String(text.utf8.count + 4, radix: 16)
    return Array(String(repeating: "0", count: 4 - digits.count).utf8) + Array(digits.utf8) + Array(text.utf8)
  }

  /// Takes an answer apart; nil where it is not made of whole packet lines.
  static func decode(_ bytes: [UInt8]) -> [PacketLine]? {
    var lines: [PacketLine] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      guard rest.count >= 4, let length = Int(String(decoding: rest.prefix(4), as: UTF8.self), radix: 16)
      else { return nil }
      switch length {
      case 0: lines.append(.flush)
      case 1: lines.append(.delimiter)
      case 4...rest.count: lines.append(.content(Array(rest.dropFirst(4).prefix(length - 4))))
      default: return nil
      }
      rest = rest.dropFirst(max(4, length))
    }
    return lines
  }

  /// The content as text without its line end; nil for the two marks.
  var text: String? {
    guard case .content(let bytes) = self else { return nil }
    return String(decoding: bytes.last == 0x0A ? bytes.dropLast() : bytes[...], as: UTF8.self)
  }
}
