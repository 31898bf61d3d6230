import Apply
import Base
import Git
import Grafana
import Manifests
import Plan
import Render
import Store

/// Why a copy could not be put back.
public struct RestoreFailure: Error, Hashable, Sendable {
  public let message: String
  public let remedy: String?
}

extension Reconciler {
  /// Puts a copy back into the workspace that it was taken from. An object that is still in Git is brought to what Git
  /// says with the next cycle, so the caller tells that.
  public func restore(copy identifier: Int64) async throws(RestoreFailure) {
    let (listed, body) = try await copy(identifier)
    let source = await readSource()
    let revision = await render(source)
    guard let rendering = revision.rendering,
      let workspace = rendering.workspaces.first(where: { $0.instance.url == listed.copy.target.name })
    else {
      throw RestoreFailure(
        message: "no Grafana manifest names the workspace \(listed.copy.target.name) that the copy is from",
        remedy: source.failure?.description)
    }
    let copy = ObjectCopy(
      key: listed.copy.key, title: listed.copy.title, parentUID: listed.copy.parentUID, content: body,
      reason: listed.copy.reason)
    do throws(TargetFailure) {
      try await runner(for: workspace).restore(copy, to: workspace, lookup: rendering.lookup)
    } catch {
      throw RestoreFailure(message: error.message, remedy: error.remedy)
    }
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
        message: "there is no copy \(identifier)", remedy: "list the copies with sluice restore KIND/NAME")
    }
    return found
  }
}
