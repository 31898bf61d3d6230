import Base

/// What Sluice remembers of an object that it owns in a target.
public struct InventoryEntry: Sendable {
  public let key: ObjectKey
  public let reference: ObjectReference
  public let origin: SourceLocation
  public let title: String
  public let parentUID: String
  /// Digest of the content that was wanted when it was last found or made equal.
  public var desiredDigest: Digest
  /// Digest of the content as the target gave it back (or, not read yet, as it is known to give it back).
  public var observedDigest: Digest
  public let version: Int?
  public var marker: String?
  /// It was there before Sluice: deleting it deletes somebody's work, so a copy is always kept.
  public let isAdopted: Bool
  public let isPruned: Bool
  public let isImplicit: Bool
  /// The commit that it was last applied from, in full.
  public let commit: String
  /// When it was last written or found equal, seconds since 1970.
  public let applied: Int64

  public init(
    key: ObjectKey, reference: ObjectReference, origin: SourceLocation, title: String, parentUID: String,
    desiredDigest: Digest, observedDigest: Digest, version: Int?, marker: String?, isAdopted: Bool,
    isPruned: Bool = true, isImplicit: Bool = false, commit: String, applied: Int64
  ) {
    self.key = key
    self.reference = reference
    self.origin = origin
    self.title = title
    self.parentUID = parentUID
    self.desiredDigest = desiredDigest
    self.observedDigest = observedDigest
    self.version = version
    self.marker = marker
    self.isAdopted = isAdopted
    self.isPruned = isPruned
    self.isImplicit = isImplicit
    self.commit = commit
    self.applied = applied
  }

  /// Stands for the content of an object of which only a part could be written: no content has this digest.
  public static let partDigest = Digest(of: "written in part")

  var isPart: Bool { desiredDigest == Self.partDigest }
}
