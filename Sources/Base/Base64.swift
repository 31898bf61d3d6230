internal import CCrypto

/// Standard base64 (RFC 4648 section 4) over libcrypto.
public enum Base64 {
  public static func encode(_ bytes: [UInt8]) -> String {
    var text = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
    let length = EVP_EncodeBlock(&text, bytes, Int32(bytes.count))
    return String(decoding: text.prefix(Int(length)), as: UTF8.self)
  }

  /// Takes the text with or without line breaks, which YAML block strings and `base64` add.
  /// Nil where anything else is not base64, or where the padding is missing or wrong.
  public static func decode(_ text: String) -> [UInt8]? {
    let digits = text.utf8.filter { $0 != 0x0A && $0 != 0x0D && $0 != 0x20 && $0 != 0x09 }
    guard digits.count.isMultiple(of: 4) else { return nil }
    if digits.isEmpty { return [] }
    let padding = digits.suffix(2).count { $0 == 0x3D }
    guard digits.dropLast(padding).allSatisfy(isDigit) else { return nil }
    var bytes = [UInt8](repeating: 0, count: digits.count / 4 * 3)
    let length = EVP_DecodeBlock(&bytes, Array(digits), Int32(digits.count))
    guard length >= 0 else { return nil }
    return Array(bytes.prefix(Int(length) - padding))
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2F: true
    default: false
    }
  }
}
