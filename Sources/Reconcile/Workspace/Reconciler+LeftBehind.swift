import Base
import Git
import Manifests
import Plan
import Render
import Report
import Store

/// What is owned although nothing in Git names it any more.
struct LeftBehind: Sendable {
  /// A workspace without its manifest, and the revision that had it last.
  struct Place: Sendable {
    let commit: String
    /// How many objects are owned there.
    let owned: Int
  }

  /// Workspaces without their manifests: nothing is wanted in them.
  var workspaces: [WorkspaceRendering] = []
  /// The revision that named them last, by workspace: it knows how they are reached.
  var renderings: [String: Rendering] = [:]
  var places: [String: Place] = [:]
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
    guard let state = revision.state, let mirror = await source.openMirror else { return result }
    let answers = CommitAnswers(state.commit, in: mirror)
    do throws(StoreError) {
      var namings = try await store.setting(namingsSetting).map { Namings($0) } ?? Namings()
      let known = namings
      let commit = revision.commit?.description ?? ""
      if let rendering = revision.rendering {
        namings.path = commit
        for workspace in rendering.workspaces { namings.name(workspace.name, in: commit) }
        if rendering.mayNameMore { return result }
      } else if revision.isPathMissing {
        result.past = await pastRendering(namings.path)
      } else {
        return result
      }
      let requests = await forgetRequests(&namings, commit, answers)
      let candidates = Array(namings.workspaces.keys)
      for (url, last) in namings.workspaces.sorted(by: { $0.key < $1.key }) where last != commit {
        let target = TargetName(environment: environment.name, name: url)
        let owned = try await store.inventory(of: target).values.sorted { $0.key < $1.key }
        if owned.isEmpty {
          namings.close(url)
        } else if try await isForgotten(target, answers) {
          result.problems.append(Self.forgotten(url, owned.count))
          namings.close(url)
          if !isDryRun { try await store.record(owned.map { .forget($0.key) }, in: target) }
        } else if environment.prune.isEnabled {
          await add(url, last, owned: owned.count, to: &result)
        }
      }
      result.problems += await answer(
        requests, namings, known: candidates, named: revision.rendering?.workspaces ?? [])
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
      result.places[url] = LeftBehind.Place(commit: commit, owned: owned)
      return
    }
    result.problems.append(
      WorkspaceNotice.left.finding(
        "no Grafana manifest names \(url) any more; \(Self.objects(owned)) made from here and stay, since the "
          + "revision \(commit.prefix(7)) that named it last cannot be read",
        remedy: "put the manifest back to look after them, or delete them there; \(Self.forgetting(url))"))
  }

  // MARK: Workspaces that are gone

  private func isForgotten(_ target: TargetName, _ answers: CommitAnswers) async throws(StoreError) -> Bool {
    if environment.forgottenWorkspaces.contains(target.name) { return true }
    let converged = try await ConvergedCommit(of: target, in: store).commit()
    return await answers.forgottenWorkspaces(since: converged).contains {
      WorkspaceName.normal($0) == target.name
    }
  }

  private static func forgotten(_ url: String, _ owned: Int) -> Diagnostic {
    WorkspaceNotice.forgotten.finding(
      "\(url) is forgotten, as was asked for: \(objects(owned)) made from here and stay as they are")
  }

  /// A workspace that nothing names and that cannot be reached is told, and is no fault of the revision.
  func telling(_ result: TargetResult, _ place: LeftBehind.Place?) -> TargetResult {
    guard let place, let failure = result.failure else { return result }
    return result.left(
      WorkspaceNotice.left.finding(
        "no Grafana manifest names \(result.name) any more, the last was in \(place.commit.prefix(7)); \(Self.objects(place.owned)) made "
          + "from here, and it cannot be asked: \(failure)",
        remedy:
          "see to it that it answers, then whether they go is asked for; \(Self.forgetting(result.name))"))
  }

  private static func objects(_ count: Int) -> String {
    "\(Amount.count(count, "object")) in it \(count == 1 ? "was" : "were")"
  }

  private static func forgetting(_ url: String) -> String {
    "where it is gone for good, forget it by the commit trailer \"Sluice-Forget-Workspace: \(url)\" or with "
      + "--forget-workspace \(url)"
  }

  /// What an earlier revision wanted of a target; nil where nobody can know.
  func pastWants(of target: String, at commit: GitObjectIdentifier) async -> Wants? {
    do throws(SourceTreeError) {
      guard let rendering = try await pastRendering(of: commit), !rendering.mayNameMore else { return nil }
      if TargetName(environment: environment.name, name: target).isOfAgents {
        return Wants(agentsOf: rendering)
      }
      let workspace = rendering.workspaces.first { $0.name == target }
      return workspace.map { Wants($0, rendering) } ?? Wants(errorsOf: rendering)
    } catch {
      return error.kind == .pathMissing ? Wants() : nil
    }
  }

  private func pastRendering(_ commit: String?) async -> Rendering? {
    guard let identifier = commit.flatMap({ GitObjectIdentifier($0) }) else { return nil }
    return (try? await pastRendering(of: identifier)) ?? nil
  }

  /// A revision of the past, rendered once.
  private func pastRendering(of commit: GitObjectIdentifier) async throws(SourceTreeError) -> Rendering? {
    guard let mirror = await source.openMirror else { return nil }
    if let known = pastRenderings[commit.description] { return known }
    let tree = GitSourceTree(mirror: mirror, commit: commit)
    let rendering = try await renderer.render(tree, path: environment.path, isPast: true)
    pastRenderings = [commit.description: rendering]
    return rendering
  }

  private var namingsSetting: String { "namings \(environment.name)" }
}

extension Rendering {
  /// A manifest that cannot be read may be that of a workspace.
  var mayNameMore: Bool {
    !unreadableFiles.isEmpty || heldBack.keys.contains { $0.kind == GrafanaInstance.kind }
  }
}
