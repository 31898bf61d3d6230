internal import Base
internal import CCrypto
internal import CZlib

/// Digests that Grafana shows in places where nothing depends on their strength.
enum Fingerprint {
  /// 40 hexadecimal digits.
  static func sha1(_ text: String) -> String { digest(text, EVP_sha1()) }

  /// 32 hexadecimal digits, as in the path of an avatar.
  static func md5(_ text: String) -> String { digest(text, EVP_md5()) }

  /// Eight hexadecimal digits [recordings: the keys in service_accounts].
  static func tokenChecksum(_ text: String) -> String {
    let content = Array(text.utf8)
    let checksum = UInt32(truncatingIfNeeded: crc32(0, content, UInt32(content.count)))
    return Hexadecimal.encode(withUnsafeBytes(of: checksum.littleEndian) { Array($0) })
  }

  private static func digest(_ text: String, _ method: OpaquePointer?) -> String {
    let content = Array(text.utf8)
    var result = [UInt8](repeating: 0, count: 64)
    var length: UInt32 = 0
    let done = EVP_Digest(content, content.count, &result, &length, method, nil)
    precondition(done == 1, "libcrypto lacks a digest")
    return Hexadecimal.encode(result.prefix(Int(length)))
  }
}
