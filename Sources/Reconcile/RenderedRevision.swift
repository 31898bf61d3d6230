import Base
import Git
import Render

/// What asking the source gave.
struct SourceReading: Sendable {
  /// Nil where the source has never been read.
  let state: SourceState?
  /// Why it could not be asked this time.
  let failure: GitError?
}

/// A revision and what it renders to.
struct RenderedRevision: Sendable {
  var commit: GitObjectIdentifier?
  var state: SourceState?
  var rendering: Rendering?
  /// Counts renderings of this process.
  var number = 0
  /// Why there is no rendering.
  var problem: Diagnostic?
  var isPathMissing = false

  var diagnostics: [Diagnostic] { (rendering?.diagnostics ?? []) + (problem.map { [$0] } ?? []) }
  /// Short names of the workspaces.
  var targets: [String] { (rendering?.workspaces ?? []).map { WorkspaceRunner.label(of: $0) } }
  var objectCount: Int { (rendering?.manifests.count ?? 0) + (rendering?.heldBack.count ?? 0) }
  var skippedCount: Int { rendering?.skipped.count ?? 0 }
}
