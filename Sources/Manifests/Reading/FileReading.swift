import Base

/// Something that stands for one object of the repository.
public protocol ManifestItem: Sendable {
  var reference: ObjectReference { get }
  var origin: SourceLocation { get }
}

extension ManifestObject: ManifestItem {}

/// What one file gave.
public struct FileReading<Item: ManifestItem>: Sendable {
  public internal(set) var items: [Item] = []
  public internal(set) var diagnostics: [Diagnostic] = []
  /// Objects that the file names and that have errors.
  public internal(set) var heldBack: [ObjectReference: SourceLocation] = [:]
  /// The metadata of those.
  public internal(set) var heldBackMetadata: [ObjectReference: ObjectMetadata] = [:]
  /// Documents that are not ours.
  public internal(set) var skipped: [SkippedDocument] = []
  /// Everything that the file names, with or without errors, for finding what stands twice.
  var declared: [(reference: ObjectReference, origin: SourceLocation, metadata: ObjectMetadata?)] = []
  /// The file could not be read far enough to know its objects.
  public internal(set) var isUnreadable = false
  /// Names that objects of an unreadable file may have.
  var doubtfulNames: Set<String> = []
  /// Kinds that they may have.
  var doubtfulKinds: Set<String> = []
  /// The tree did not give the file's content.
  var isRefused = false
}

/// A document that Sluice does not read, because it is not of a kind that means something to it.
public struct SkippedDocument: Hashable, Sendable {
  public let apiVersion: String
  public let kind: String
  public let name: String
  public let origin: SourceLocation

  /// `deploy/web.yaml:12: Deployment web of apps/v1 is skipped, Sluice does not read it`.
  public var line: String {
    let what =
      apiVersion.isEmpty && (kind.isEmpty || kind.hasPrefix("a "))
      ? (kind.isEmpty ? "a document without apiVersion and kind" : kind)
      : [kind.isEmpty ? "a document" : kind, name, apiVersion.isEmpty ? "" : "of \(apiVersion)"]
        .filter { !$0.isEmpty }.joined(separator: " ")
    return "\(origin.fileAndLine): \(what) is skipped, Sluice does not read it"
  }
}
