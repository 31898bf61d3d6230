import Base

/// What a target would not take, so that it is not sent again with every cycle.
public struct Refusal: Hashable, Sendable {
  /// Of the finding that takes the place of a write which would be refused again.
  public static let findingCode = "refused-before"

  public let key: ObjectKey
  /// `Action.circumstances` of the write.
  public let digest: Digest
  public let message: String
  /// How often in a row the same was refused.
  public let attempts: Int
  public let nextAttempt: Timestamp

  public init(key: ObjectKey, digest: Digest, message: String, attempts: Int, nextAttempt: Timestamp) {
    self.key = key
    self.digest = digest
    self.message = message
    self.attempts = attempts
    self.nextAttempt = nextAttempt
  }

  /// A refusal once more: the wait doubles from ten minutes up to a day.
  public static func after(
    _ earlier: Refusal?, key: ObjectKey, digest: Digest, message: String, now: Timestamp
  ) -> Refusal {
    let attempts = earlier?.digest == digest ? (earlier?.attempts ?? 0) + 1 : 1
    let wait = min(600 << min(attempts - 1, 10), 86_400)
    return Refusal(
      key: key, digest: digest, message: message, attempts: attempts, nextAttempt: now + .seconds(wait))
  }
}
