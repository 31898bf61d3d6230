import Base
import Manifests

/// What agent configurations are made from.
public struct AgentInput: Sendable {
  /// An object that is named in the repository and has errors.
  public struct HeldBack: Sendable {
    public let reference: ObjectReference
    /// Nil where it is not known.
    public let metadata: ObjectMetadata?
    public let origin: SourceLocation

    public init(reference: ObjectReference, metadata: ObjectMetadata?, origin: SourceLocation) {
      self.reference = reference
      self.metadata = metadata
      self.origin = origin
    }
  }

  /// All objects of the repository without errors; kinds that mean nothing here are passed over.
  public var objects: [ManifestObject]
  public var heldBack: [HeldBack]
  /// Files that could not be read far enough to know their objects.
  public var unreadableFiles: Set<String>
  /// The files of the objects that each GrafanaAgent was made of the last time, as `AgentFile.sources` told.
  public var lastFiles: [ObjectReference: Set<String>]

  /// - Parameter metadata: of objects that are held back, as far as it is known.
  public init(
    objects: [ManifestObject], heldBack: [ObjectReference: SourceLocation] = [:],
    metadata: [ObjectReference: ObjectMetadata] = [:], unreadableFiles: Set<String> = [],
    lastFiles: [ObjectReference: Set<String>] = [:]
  ) {
    self.objects = objects
    self.heldBack = heldBack.map { HeldBack(reference: $0.key, metadata: metadata[$0.key], origin: $0.value) }
    self.unreadableFiles = unreadableFiles
    self.lastFiles = lastFiles
  }
}

extension AgentInput {
  /// What a loaded set declares.
  public init(_ set: ManifestSet<ManifestObject>, lastFiles: [ObjectReference: Set<String>] = [:]) {
    self.init(
      objects: set.items, heldBack: set.heldBack, metadata: set.heldBackMetadata,
      unreadableFiles: set.unreadableFiles, lastFiles: lastFiles)
  }
}
