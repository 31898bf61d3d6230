import Base

/// Something in a target that was not written by Sluice, taken before it was overwritten or deleted.
public struct KeptCopy: Sendable {
  public let target: TargetName
  public let key: ObjectKey
  public let title: String
  /// The folder that it lay in; empty at the top level.
  public let parentUID: String
  /// Why it was about to go, as a clause.
  public let reason: String
  public let taken: Timestamp
  /// The revision that was being applied.
  public let revision: String
  /// The target's number of the state, where it has one; nil once it is kept.
  public let version: Int?

  public init(
    target: TargetName, key: ObjectKey, title: String, parentUID: String, reason: String, taken: Timestamp,
    revision: String, version: Int? = nil
  ) {
    self.version = version
    self.target = target
    self.key = key
    self.title = title
    self.parentUID = parentUID
    self.reason = reason
    self.taken = taken
    self.revision = revision
  }
}

/// A copy in a list, without its body.
public struct ListedCopy: Sendable {
  public let id: Int64
  public let copy: KeptCopy
  /// Bytes of the body.
  public let size: Int
  /// Tells equal bodies; keyed where the body may hold secrets.
  public let digest: Digest
}
