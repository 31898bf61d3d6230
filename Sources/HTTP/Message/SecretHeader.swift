import Base

/// A header field whose value must not be seen: it is sent, and appears nowhere else.
public struct SecretHeader: Sendable {
  public let name: String
  public let value: SecretValue

  public init(_ name: String, _ value: SecretValue) {
    self.name = name
    self.value = value
  }

  /// `Authorization: Bearer …`
  public static func bearer(_ token: SecretValue) -> SecretHeader {
    SecretHeader("Authorization", token.withBytes { SecretValue(Array("Bearer ".utf8) + $0) })
  }

  /// `Authorization: Basic …` (RFC 7617).
  public static func basic(user: String, password: SecretValue) -> SecretHeader {
    basic(password.withBytes { SecretValue(Array("\(user):".utf8) + $0) })
  }

  /// From `user:password`.
  static func basic(_ userInfo: SecretValue) -> SecretHeader {
    SecretHeader("Authorization", SecretValue("Basic " + userInfo.withBytes { Base64.encode($0) }))
  }
}
