import Base
import Git
import Manifests
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
  /// What it was rendered from.
  var tree: GitSourceTree?
  /// Counts renderings of this process.
  var number = 0
  /// Why there is no rendering.
  var problem: Diagnostic?
  var isPathMissing = false
  /// What is to be told beside the findings in the manifests, this cycle.
  var notices: [Diagnostic] = []

  var diagnostics: [Diagnostic] {
    (rendering?.diagnostics ?? []) + suspensions + notices + (problem.map { [$0] } ?? [])
  }
  /// Short names of the workspaces.
  var targets: [String] {
    (rendering?.workspaces ?? []).filter { !$0.instance.isSuspended }.map { WorkspaceRunner.label(of: $0) }
  }

  private var suspensions: [Diagnostic] {
    (rendering?.workspaces ?? []).filter(\.instance.isSuspended).map { workspace in
      Diagnostic(
        .notice, code: "suspended", subject: workspace.reference, at: workspace.origin,
        "the workspace \(workspace.name) is suspended: nothing is read from it or written to it",
        remedy: "remove spec.suspend to go on")
    }
  }

  var objectCount: Int { rendering?.objectCount ?? 0 }
  var skipped: [String] { (rendering?.skipped ?? []).map(\.line) }
}
