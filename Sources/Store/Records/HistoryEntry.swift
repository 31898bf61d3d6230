import Base
import Plan

/// One thing that was done, or tried, to one object.
public struct HistoryEntry: Hashable, Sendable {
  public let key: ObjectKey
  public let reference: ObjectReference
  public let title: String
  public let verb: Action.Verb
  /// Why it was done, as a clause.
  public let reason: String
  /// The commit it was done for, in full.
  public let commit: String
  public let at: Timestamp
  /// Why it failed; nil where it succeeded.
  public let failure: String?
  /// The object's version in the target afterwards, where it has one.
  public let version: Int?

  public init(
    key: ObjectKey, reference: ObjectReference, title: String, verb: Action.Verb, reason: String,
    commit: String, at: Timestamp, failure: String? = nil, version: Int? = nil
  ) {
    self.key = key
    self.reference = reference
    self.title = title
    self.verb = verb
    self.reason = reason
    self.commit = commit
    self.at = at
    self.failure = failure
    self.version = version
  }
}
