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

  /// Of a copy that was put back by hand.
  private static let restoration = "a copy was put back by sluice restore"

  /// A copy was put back by hand: no cycle did it, and it is not what a commit wants.
  public var isRestoration: Bool { reason == Self.restoration }

  /// What putting back a copy leaves behind.
  /// - Parameter isNew: the object was not there.
  public static func restoration(
    of copy: KeptCopy, reference: ObjectReference, isNew: Bool, at: Timestamp
  ) -> HistoryEntry {
    HistoryEntry(
      key: copy.key, reference: reference, title: copy.title, verb: isNew ? .create : .update,
      reason: restoration, commit: "", at: at)
  }
}
