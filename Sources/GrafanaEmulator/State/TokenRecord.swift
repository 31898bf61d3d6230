internal import Base

/// A token of a service account, or an API key.
struct TokenRecord: Sendable {
  let id: Int
  let name: String
  let secret: SecretValue
  /// Of an API key; a token has its account's.
  let role: Role
  let created: Moment
  /// Nil where it never ends.
  var expires: Moment?
  var lastUsed: Moment?

  func hasExpired(at moment: Moment) -> Bool { expires.map { $0 <= moment } ?? false }
}
