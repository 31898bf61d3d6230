import Base
import Platform

/// Something worth knowing later, for `sluice events`.
public struct Event: Hashable, Sendable {
  public let at: Timestamp
  public let level: Log.Level
  public let environment: String
  /// The object concerned; nil for what concerns a source or the whole environment.
  public let reference: ObjectReference?
  /// A fixed word to filter by: `held-back`, `drift`.
  public let reason: String
  public let message: String

  public init(
    at: Timestamp, level: Log.Level, environment: String, reference: ObjectReference? = nil, reason: String,
    message: String
  ) {
    self.at = at
    self.level = level
    self.environment = environment
    self.reference = reference
    self.reason = reason
    self.message = message
  }
}
