internal import Base

/// Makes the names and numbers that a server chooses itself.
struct NameMaker: Sendable {
  private let rule: Lens.GeneratedUIDRule
  private let hasLargeIDs: Bool
  private var counters: [Counter: Int] = [:]

  /// Rows that are numbered on their own. Folders and dashboards share a table.
  enum Counter: Sendable {
    case object, dashboardVersion, dataSource, person, token, permission
  }

  init(_ lens: Lens) {
    rule = lens.generatedUIDs
    hasLargeIDs = lens.hasKubernetesAPI
  }

  /// The next number of a table. In the Kubernetes-style store the numbers of objects have 16 digits and grow in steps
  /// of 2^22 [12.4].
  mutating func number(_ counter: Counter) -> Int {
    let next = (counters[counter] ?? 0) + 1
    counters[counter] = next
    return counter == .object && hasLargeIDs ? 2_918_778_833_829_888 + next << 22 : next
  }

  /// A uid for a dashboard that came without one.
  func dashboardUID() -> String {
    rule == .short ? Self.text(9, of: Self.shortAlphabet) : Self.uuid()
  }

  /// A uid for a folder, data source or person that came without one.
  func uid() -> String {
    switch rule {
    case .short: Self.text(9, of: Self.shortAlphabet)
    case .uuid: Self.uuid()
    case .unified: String("abcdef".randomElement() ?? "a") + Self.text(13, of: Self.base36)
    }
  }

  /// A random UUID (RFC 9562 version 4).
  static func uuid() -> String {
    var bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    return uuid(of: bytes)
  }

  /// The form of a UUID, of sixteen bytes.
  static func uuid(of bytes: [UInt8]) -> String {
    let digits = Array(Hexadecimal.encode(bytes))
    return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
  }

  /// `glsa_`, 32 letters and digits, and the CRC-32 of all that, its last byte first.
  static func serviceAccountToken() -> String {
    let front = "glsa_" + text(32, of: alphanumeric)
    return "\(front)_\(Fingerprint.tokenChecksum(front))"
  }

  /// Whether a text has the parts and the checksum of a service account's token.
  static func hasTokenForm(_ text: String) -> Bool {
    let parts = text.split(separator: "_", omittingEmptySubsequences: false)
    return parts.count == 3 && parts[0] == "glsa" && parts[1].count == 32
      && parts[2] == Fingerprint.tokenChecksum("glsa_\(parts[1])")
  }

  /// The secret part of an API key.
  static func keySecret() -> String { text(32, of: alphanumeric) }

  /// Nine letters, digits, `-` and `_`, whatever the version.
  static func shortUID() -> String { text(9, of: shortAlphabet) }

  /// `ACE` and ten digits: the reference of a denial in the server's log.
  static func denialReference() -> String { "ACE" + text(10, of: Array("0123456789")) }

  private static func text(_ count: Int, of alphabet: [Character]) -> String {
    String((0..<count).map { _ in alphabet[Int.random(in: alphabet.indices)] })
  }

  private static let base36 = Array("0123456789abcdefghijklmnopqrstuvwxyz")
  private static let alphanumeric = Array("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
  private static let shortAlphabet = alphanumeric + Array("-_")
}
