import Base

/// What a server would not take, so that it is not sent again every cycle.
public struct Refusal: Hashable, Sendable {
  public let key: ObjectKey
  /// Digest of everything the answer depended on: the object, what it needs, and the server's version.
  public let digest: Digest
  public let message: String
  /// The answer's HTTP status; 0 where there was none.
  public let status: Int
  /// How often in a row the same was refused.
  public let attempts: Int
  public let nextAttempt: Timestamp

  public init(
    key: ObjectKey, digest: Digest, message: String, status: Int, attempts: Int, nextAttempt: Timestamp
  ) {
    self.key = key
    self.digest = digest
    self.message = message
    self.status = status
    self.attempts = attempts
    self.nextAttempt = nextAttempt
  }
}
