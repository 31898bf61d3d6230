internal import Base

/// What can be told of a private key without opening it.
enum SSHPrivateKeyFormat {
  /// True for a key that needs a passphrase: an OpenSSH key whose cipher is not `none` (PROTOCOL.key in OpenSSH), or
  /// a PEM key whose header says so.
  static func isEncrypted(_ key: SecretValue) -> Bool {
    key.withBytes { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      if text.contains("Proc-Type: 4,ENCRYPTED") || text.contains("BEGIN ENCRYPTED PRIVATE KEY") {
        return true
      }
      guard text.contains("BEGIN OPENSSH PRIVATE KEY") else { return false }
      let body = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("-----") }.joined()
      guard let content = Base64.decode(body) else { return false }
      return cipher(in: content).map { $0 != "none" } ?? false
    }
  }

  private static func cipher(in content: [UInt8]) -> String? {
    let magic = Array("openssh-key-v1\0".utf8)
    guard content.starts(with: magic), content.count >= magic.count + 4 else { return nil }
    let length = content[magic.count..<magic.count + 4].reduce(0) { $0 << 8 | Int($1) }
    let rest = content[(magic.count + 4)...]
    return length <= rest.count ? String(decoding: rest.prefix(length), as: UTF8.self) : nil
  }
}
