import Base
import Manifests
import Secrets

/// Everything that a revision says, ready to be compared with what there is.
public struct Rendering: Sendable {
  public let workspaces: [WorkspaceRendering]
  /// All objects without errors of their own, long texts left out; agent configurations are made of these.
  public let manifests: [ManifestObject]
  /// Sorted by file and line.
  public let diagnostics: [Diagnostic]
  /// Objects that cannot be applied from this revision.
  public let heldBack: [ObjectReference: SourceLocation]
  public let unreadableFiles: Set<String>
  public let skipped: [SkippedDocument]
  public let lookup: ValueLookup
  public let bodies: BodySource
}
