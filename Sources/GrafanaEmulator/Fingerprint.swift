internal import Base
internal import CCrypto
internal import CZlib

/// Digests that Grafana shows in places where nothing depends on their strength.
enum Fingerprint {
  /// 40 hexadecimal digits.
  static func sha1(_ text: String) -> String { Hexadecimal.encode(digest(Array(text.utf8), EVP_sha1())) }

  /// A UUID of version 5 (RFC 9562) in the name space of object identifiers.
  static func uuid(_ name: String) -> String {
    let nameSpace: [UInt8] = [
      0x6B, 0xA7, 0xB8, 0x12, 0x9D, 0xAD, 0x11, 0xD1, 0x80, 0xB4, 0x00, 0xC0, 0x4F, 0xD4, 0x30, 0xC8,
    ]
    var bytes = Array(digest(nameSpace + Array(name.utf8), EVP_sha1()).prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x50
    bytes[8] = bytes[8] & 0x3F | 0x80
    return NameMaker.uuid(of: bytes)
  }

  /// 32 hexadecimal digits, as in the path of an avatar.
  static func md5(_ text: String) -> String { Hexadecimal.encode(digest(Array(text.utf8), EVP_md5())) }

  /// Eight hexadecimal digits [recordings: the keys in service_accounts].
  static func tokenChecksum(_ text: String) -> String {
    let content = Array(text.utf8)
    let checksum = UInt32(truncatingIfNeeded: crc32(0, content, UInt32(content.count)))
    return Hexadecimal.encode(withUnsafeBytes(of: checksum.littleEndian) { Array($0) })
  }

  private static func digest(_ content: [UInt8], _ method: OpaquePointer?) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: 64)
    var length: UInt32 = 0
    let done = EVP_Digest(content, content.count, &result, &length, method, nil)
    precondition(done == 1, "libcrypto lacks a digest")
    return Array(result.prefix(Int(length)))
  }
}
