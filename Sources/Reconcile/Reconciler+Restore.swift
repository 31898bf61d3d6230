import Apply
import Base
import Git
import Manifests
import Plan
import Render
import Secrets
import Store

/// Why a copy could not be put back.
public struct RestoreFailure: Error, Hashable, Sendable {
  public let message: String
  public let remedy: String?
}

extension Reconciler {
  /// Puts a copy back where it was taken from, and keeps what it replaces as a copy of its own. An object that is still
  /// in Git is brought to what Git says with the next cycle, so the caller tells that.
  public func restore(copy identifier: Int64) async throws(RestoreFailure) {
    let (listed, body) = try await copy(identifier)
    let target = listed.copy.target
    let copies = StoreCopies(store: store, target: target, revision: listed.copy.revision, time: time)
    do throws(TargetFailure) {
      let isFile = listed.copy.key.kind == .agentFile
      let copy = ObjectCopy(
        key: listed.copy.key, title: listed.copy.title, parentUID: listed.copy.parentUID,
        content: body, isSecret: listed.copy.key.kind.holdsSecrets, reason: "replaced by copy \(identifier)")
      if isFile {
        let directory = String(target.name.dropFirst(AgentRunner.targetPrefix.count))
        try await AgentDirectory(path: directory, key: digestKey, copies: copies).restore(copy)
      } else {
        let (workspace, lookup) = try await workspace(of: target)
        try await runner(for: workspace).restore(copy, to: workspace, lookup: lookup, copies: copies)
      }
    } catch {
      throw RestoreFailure(message: error.message, remedy: error.remedy)
    }
  }

  /// The manifests say how a workspace is reached.
  private func workspace(
    of target: TargetName
  ) async throws(TargetFailure) -> (WorkspaceRendering, ValueLookup) {
    let source = await readSource()
    guard let rendering = await render(source).rendering,
      let workspace = rendering.workspaces.first(where: { $0.name == target.name })
    else {
      throw TargetFailure(
        .refused, "no Grafana manifest names the workspace \(target.name) that the copy is from",
        remedy: source.failure?.description)
    }
    return (workspace, rendering.lookup)
  }

  private func copy(_ identifier: Int64) async throws(RestoreFailure) -> (ListedCopy, [UInt8]) {
    let found: (ListedCopy, [UInt8])?
    do throws(StoreError) {
      let listed = try await store.copies(named: nil).first { $0.id == identifier }
      let body = try await store.body(ofCopy: identifier)
      found = listed.flatMap { listed in body.map { (listed, $0) } }
    } catch {
      throw RestoreFailure(message: error.description, remedy: nil)
    }
    guard let found else {
      throw RestoreFailure(
        message: "there is no copy \(identifier)",
        remedy: "list the copies with sluice restore KIND/NAME --dry-run")
    }
    return found
  }
}
