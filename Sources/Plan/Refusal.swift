import Base

/// What a target would not take, so that it is not sent again with every cycle.
public struct Refusal: Hashable, Sendable {
  /// Of the finding that takes the place of a write which would be refused again.
  public static let findingCode = "refused-before"
  /// Of the finding that takes the place of a write into what is not made for that reason.
  public static let consequenceCode = "needs-refused"

  /// What the answer had to do with, which tells how soon another one may come.
  public enum Cause: String, Hashable, Sendable, CaseIterable {
    /// The content: the same is refused until something changes.
    case content
    /// The role of the credentials, which somebody can raise without their changing.
    case access
    /// The server itself. Most such answers pass; some are as lasting as a refusal (reference grafana-http-api.md sections
    /// 4.1 and 6.2: a tag of more than 50 characters, a folder whose uid is taken).
    case fault

    /// The wait after the first such answer in a row; it doubles with each.
    fileprivate var firstWait: Int64 {
      switch self {
      case .content: 600
      case .access: 30
      case .fault: 5
      }
    }

    fileprivate var longestWait: Int64 {
      switch self {
      case .content, .fault: 86_400
      case .access: 600
      }
    }
  }

  public let key: ObjectKey
  /// `Action.circumstances` of the write.
  public let digest: Digest
  public let cause: Cause
  public let message: String
  /// What to do about it.
  public let remedy: String?
  /// How often in a row the same was refused.
  public let attempts: Int
  public let nextAttempt: Timestamp

  public init(
    key: ObjectKey, digest: Digest, cause: Cause, message: String, remedy: String?, attempts: Int,
    nextAttempt: Timestamp
  ) {
    self.key = key
    self.digest = digest
    self.cause = cause
    self.message = message
    self.remedy = remedy
    self.attempts = attempts
    self.nextAttempt = nextAttempt
  }

  /// A refusal, the first under these circumstances and for this cause or once more.
  public static func after(
    _ earlier: Refusal?, key: ObjectKey, digest: Digest, cause: Cause, message: String, remedy: String?,
    now: Timestamp
  ) -> Refusal {
    let isSame = earlier?.digest == digest && earlier?.cause == cause
    let attempts = isSame ? (earlier?.attempts ?? 0) + 1 : 1
    let wait = min(cause.firstWait << Int64(min(attempts - 1, 20)), cause.longestWait)
    return Refusal(
      key: key, digest: digest, cause: cause, message: message, remedy: remedy, attempts: attempts,
      nextAttempt: now + .seconds(wait))
  }
}
