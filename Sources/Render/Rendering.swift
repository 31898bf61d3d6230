import Base
import Manifests
import Secrets

/// An object that may render otherwise the next time, and what it was made of.
struct VolatileContent: Sendable {
  enum Mark: Hashable, Sendable {
    /// Nil where it could not be made.
    case digest(Digest?)
    case fetched([URLContentCache.Standing])
  }

  let object: ManifestObject
  let marks: [Mark]
}

/// Everything that a revision says, ready to be compared with what there is.
public struct Rendering: Sendable {
  public let workspaces: [WorkspaceRendering]
  /// All objects without errors of their own, long texts left out; agent configurations are made of these.
  public let manifests: [ManifestObject]
  /// Sorted by file and line.
  public let diagnostics: [Diagnostic]
  /// Objects that cannot be applied from this revision.
  public let heldBack: [ObjectReference: SourceLocation]
  /// Their labels and annotations, as far as they could be read.
  public let heldBackMetadata: [ObjectReference: ObjectMetadata]
  public let unreadableFiles: Set<String>
  /// The files in which names stand that such a file has, by the names: objects may have moved there.
  public let doubtfulFiles: [String: String]
  public let skipped: [SkippedDocument]
  public let lookup: ValueLookup
  public let bodies: BodySource
  /// Objects whose content depends on more than the revision: values from a directory, content from URLs.
  let volatile: [VolatileContent]
  /// When programs are evaluated once more that did not come to an end.
  let retries: [EvaluationRetry]

  /// Everything that is declared. What is held back for another reason than its own errors is among the manifests as well.
  public var objectCount: Int { Set(manifests.map(\.reference)).union(heldBack.keys).count }

  /// Names that stand in files which cannot be read.
  public var doubtfulNames: Set<String> { Set(doubtfulFiles.keys) }

  /// The same with nothing in it, as a revision is in which the path is missing.
  public var emptied: Rendering {
    Rendering(
      workspaces: [], manifests: [], diagnostics: [], heldBack: [:], heldBackMetadata: [:],
      unreadableFiles: [],
      doubtfulFiles: [:], skipped: [], lookup: lookup, bodies: bodies, volatile: [], retries: [])
  }
}
