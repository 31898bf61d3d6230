/// Replaces `${KEY}` and `$KEY` in a text (reference grafana-operator.md section 4).
enum PlaceholderText {
  /// Nil where the text has no such placeholder. `$KEY` counts only where no further letter, digit, hyphen or
  /// underscore follows: upstream also replaces the beginning of `$KEY2`, which is never what is meant.
  static func replace(_ key: String, by value: String, in text: String) -> String? {
    var result: [UInt8] = []
    var rest = Array(text.utf8)[...]
    let braced = Array("${\(key)}".utf8)
    let plain = Array("$\(key)".utf8)
    var found = false
    while let byte = rest.first {
      if rest.starts(with: braced) {
        result += value.utf8
        rest = rest.dropFirst(braced.count)
        found = true
      } else if rest.starts(with: plain), !continuesName(rest.dropFirst(plain.count).first) {
        result += value.utf8
        rest = rest.dropFirst(plain.count)
        found = true
      } else {
        result.append(byte)
        rest.removeFirst()
      }
    }
    return found ? String(decoding: result, as: UTF8.self) : nil
  }

  private static func continuesName(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"): true
    default: false
    }
  }
}
