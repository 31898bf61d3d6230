import Base
import Documents
import Grafana

extension WorkspaceTarget {
  /// Whether workspaces keep past states of a kind by themselves.
  public static func keepsVersions(of kind: ObjectKind) -> Bool { kind == .dashboard }

  /// Past states of an object that the workspace keeps by itself, newest first: the version history of a dashboard, and
  /// from 12 on the trash. Other kinds have none.
  public func keptVersions(of key: ObjectKey) async throws(TargetFailure) -> [KeptVersion] {
    guard Self.keepsVersions(of: key.kind) else { return [] }
    do throws(GrafanaError) {
      let versions = try await session.versions(
        ofDashboard: key.uid, byUID: capabilities.hasDatasourceWritesByUID)
      guard versions.isEmpty, capabilities.hasKubernetesLists else { return versions }
      return try await session.trashedDashboard(key.uid).map { [$0.version] } ?? []
    } catch {
      throw TargetFailure(error, access)
    }
  }

  /// A past state as a copy; nil where it is not kept any more.
  public func copy(
    _ key: ObjectKey, of version: KeptVersion, reason: String
  ) async throws(TargetFailure) -> ObjectCopy? {
    guard Self.keepsVersions(of: key.kind) else { return nil }
    do throws(GrafanaError) {
      switch version.place {
      case .version(let number):
        let model = try await session.model(
          ofDashboard: key.uid, version: number, byUID: capabilities.hasDatasourceWritesByUID)
        guard let model, let present = try await session.dashboard(key.uid) else { return nil }
        return ObjectCopy(
          key: key, title: model["title"]?.stringValue ?? key.uid, parentUID: present.folderUID,
          content: JSONWriter.bytes(model), reason: reason)
      case .trash:
        guard let trashed = try await session.trashedDashboard(key.uid) else { return nil }
        return ObjectCopy(
          key: key, title: trashed.title, parentUID: trashed.version.folderUID ?? "",
          content: JSONWriter.bytes(trashed.model), reason: reason)
      }
    } catch {
      throw TargetFailure(error, access)
    }
  }
}
