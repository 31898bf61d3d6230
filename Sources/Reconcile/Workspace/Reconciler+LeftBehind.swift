import Base
import Git
import Manifests
import Plan
import Render
import Store

/// What is owned although nothing in Git names it any more.
struct LeftBehind: Sendable {
  /// Workspaces without their manifests: nothing is wanted in them.
  var workspaces: [WorkspaceRendering] = []
  /// The revision that named them last, by workspace: it knows how they are reached.
  var renderings: [String: Rendering] = [:]
  /// Where the path is missing: what the revision that had it last says of everything else.
  var past: Rendering?
  var problems: [Diagnostic] = []
}

extension Reconciler {
  /// Finds the workspaces in which objects are owned and that no manifest names any more: because their manifest left,
  /// because its URL changed, or because the whole path is missing. How to reach them stands in the last revision that
  /// named them; whether their objects go is for the guards to ask.
  func leftBehind(_ revision: RenderedRevision, isDryRun: Bool) async -> LeftBehind {
    var result = LeftBehind()
    do throws(StoreError) {
      var namings = try await store.setting(namingsSetting).map { Namings($0) } ?? Namings()
      let known = namings
      let commit = revision.commit?.description ?? ""
      if let rendering = revision.rendering {
        namings.path = commit
        for workspace in rendering.workspaces { namings.workspaces[workspace.name] = commit }
        if rendering.mayNameMore { return result }
      } else if revision.isPathMissing {
        result.past = await pastRendering(namings.path)
      } else {
        return result
      }
      for (url, last) in namings.workspaces.sorted(by: { $0.key < $1.key }) where last != commit {
        let owned = try await store.inventory(of: TargetName(environment: environment.name, name: url)).count
        if owned == 0 {
          namings.workspaces[url] = nil
        } else if environment.prune.isEnabled {
          await add(url, last, owned: owned, to: &result)
        }
      }
      if namings != known, !isDryRun { try await store.set(namingsSetting, to: namings.text) }
    } catch {
      result.problems.append(
        Diagnostic(
          .warning, code: "state-unusable", "the state directory cannot be used: \(error.description)"))
    }
    return result
  }

  private func add(_ url: String, _ commit: String, owned: Int, to result: inout LeftBehind) async {
    if let rendering = await pastRendering(commit),
      let workspace = rendering.workspaces.first(where: { $0.name == url })
    {
      guard !workspace.instance.isSuspended else { return }
      result.workspaces.append(workspace.holdingNothing)
      result.renderings[url] = rendering
      return
    }
    result.problems.append(
      Diagnostic(
        .warning, code: "workspace-left",
        "no Grafana manifest names \(url) any more; \(owned) objects in it were made from here and stay, since the "
          + "revision \(commit.prefix(7)) that named it last cannot be read",
        remedy: "put the manifest back to look after them, or delete them there"))
  }

  /// A revision of the past, rendered once.
  private func pastRendering(_ commit: String?) async -> Rendering? {
    guard let commit, let identifier = GitObjectIdentifier(commit), let mirror = await source.openMirror
    else {
      return nil
    }
    if let known = pastRenderings[commit] { return known }
    let tree = GitSourceTree(mirror: mirror, commit: identifier)
    let rendering = try? await renderer.render(tree, path: environment.path, isPast: true)
    pastRenderings = [commit: rendering].compactMapValues { $0 }
    return rendering
  }

  private var namingsSetting: String { "namings \(environment.name)" }
}

extension Rendering {
  /// A manifest that cannot be read may be that of a workspace.
  fileprivate var mayNameMore: Bool {
    !unreadableFiles.isEmpty || heldBack.keys.contains { $0.kind == GrafanaInstance.kind }
  }
}
