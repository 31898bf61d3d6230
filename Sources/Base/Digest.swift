internal import CCrypto

/// A SHA-256 digest.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
  /// The 32 bytes.
  public let bytes: [UInt8]

  private init(checked bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// From the 32 bytes of a digest; nil for any other number of bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  /// Digest of a run of bytes.
  public init(of content: some Sequence<UInt8>) {
    var hasher = Hasher()
    hasher.update(Array(content))
    self = hasher.finish()
  }

  /// Digest of a text's UTF-8.
  public init(of text: String) {
    self.init(of: Array(text.utf8))
  }

  /// The 40 hexadecimal digits of a text's SHA-1, for identifiers that other programs made with it; for nothing else.
  public static func sha1(_ text: String) -> String {
    guard let digits = digits(of: text, EVP_sha1(), count: 20) else {
      preconditionFailure("libcrypto has no SHA-1")
    }
    return digits
  }

  /// The 32 hexadecimal digits of a text's MD5, for names that other programs made with it; for nothing else. Nil on
  /// machines whose rules forbid it.
  public static func md5(_ text: String) -> String? { digits(of: text, EVP_md5(), count: 16) }

  private static func digits(of text: String, _ algorithm: OpaquePointer?, count: Int) -> String? {
    let content = Array(text.utf8)
    var result = [UInt8](repeating: 0, count: count)
    var length = UInt32(count)
    let done = EVP_Digest(content, content.count, &result, &length, algorithm, nil)
    guard done == 1, length == count else { return nil }
    return Hexadecimal.encode(result)
  }

  /// Keyed digest (HMAC-SHA-256): tells whether a secret changed without giving a way to guess it.
  public init(of content: [UInt8], key: [UInt8]) {
    var result = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 32
    let done = HMAC(EVP_sha256(), key, Int32(key.count), content, content.count, &result, &length)
    precondition(done != nil && length == 32, "libcrypto has no HMAC-SHA-256")
    bytes = result
  }

  /// Reads 64 hexadecimal digits.
  public init?(hexadecimal text: String) {
    guard let bytes = Hexadecimal.decode(text), bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  /// 64 hexadecimal digits.
  public var description: String { Hexadecimal.encode(bytes) }

  /// The first 12 hexadecimal digits, for people.
  public var short: String { Hexadecimal.encode(bytes.prefix(6)) }
}

extension Digest {
  /// Takes content piece by piece.
  public struct Hasher: ~Copyable {
    private let context: OpaquePointer

    public init() {
      guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
        preconditionFailure("libcrypto has no SHA-256")
      }
      self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    public mutating func update(_ bytes: [UInt8]) {
      EVP_DigestUpdate(context, bytes, bytes.count)
    }

    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
      EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }

    /// Ends the digest. Later updates have no meaning.
    public mutating func finish() -> Digest {
      var result = [UInt8](repeating: 0, count: 32)
      EVP_DigestFinal_ex(context, &result, nil)
      return Digest(checked: result)
    }
  }
}
