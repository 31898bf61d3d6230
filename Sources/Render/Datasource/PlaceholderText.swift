/// Replaces `${KEY}` and `$KEY` in a text (reference grafana-operator.md section 4).
enum PlaceholderText {
  /// The text with every placeholder of the given keys replaced, and the keys that were found. What is put in is not
  /// looked at again: a value that contains `$OTHER` stays as it is.
  ///
  /// `$KEY` counts only where no further letter, digit, hyphen or underscore follows: upstream also replaces the beginning
  /// of `$KEY2`, which is never what is meant.
  static func replace(_ values: [String: String], in text: String) -> (text: String, found: Set<String>) {
    var result: [UInt8] = []
    var rest = Array(text.utf8)[...]
    var found: Set<String> = []
    // The longest first: `$tls.crt` is not `$tls` with something behind it, where both are keys.
    let keys = values.keys.sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
    while let byte = rest.first {
      if byte == UInt8(ascii: "$"), let (key, length) = placeholder(at: rest, of: keys) {
        result += (values[key] ?? "").utf8
        rest = rest.dropFirst(length)
        found.insert(key)
      } else {
        result.append(byte)
        rest.removeFirst()
      }
    }
    return (String(decoding: result, as: UTF8.self), found)
  }

  /// The first key whose placeholder the bytes begin with, and how many bytes that is.
  private static func placeholder(
    at bytes: ArraySlice<UInt8>, of keys: [String]
  ) -> (key: String, length: Int)? {
    for key in keys {
      let braced = Array("${\(key)}".utf8)
      if bytes.starts(with: braced) { return (key, braced.count) }
      let plain = Array("$\(key)".utf8)
      if bytes.starts(with: plain), !continuesName(bytes.dropFirst(plain.count).first) {
        return (key, plain.count)
      }
    }
    return nil
  }

  private static func continuesName(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"): true
    default: false
    }
  }
}
