import Base
import Documents
import Grafana
import Plan
import Render

/// Saves dashboards the way that the workspace is best at: from 12 on marked as managed, before and where that does not
/// answer by the older API.
struct DashboardWriting {
  let session: GrafanaSession
  let marked: MarkedWrites
  /// Whether a content as it is stored is the one that was sent.
  let isStored: @Sendable (_ wanted: JSON, _ stored: JSON) -> Bool

  /// - Parameter version: of what is there; nil for a new dashboard.
  /// - Returns: the version that the workspace has now.
  func save(
    _ model: JSON, _ action: Action, over version: Int?, message: String
  ) async throws(GrafanaError) -> Int {
    try await marked.write(.dashboards) { () async throws(GrafanaError) -> Int in
      try await saveMarked(model, action, over: version, message)
    } unmarked: { () async throws(GrafanaError) -> Int in
      try await saveUnmarked(model, action, over: version, message)
    }
  }

  private func saveMarked(
    _ model: JSON, _ action: Action, over version: Int?, _ message: String
  ) async throws(GrafanaError) -> Int {
    let uid = action.key.uid
    let saved = try await session.saveMarkedDashboard(
      model, uid: uid, version: version, folderUID: action.parentUID, mark: ManagedMark(action),
      message: message)
    let isProven = try await marked.provesDashboards { () async throws(GrafanaError) -> Bool? in
      guard let stored = try await session.dashboard(uid), stored.version == saved else { return nil }
      return isStored(model, stored.model)
    }
    return isProven ? saved : try await saveUnmarked(model, action, over: saved, message)
  }

  private func saveUnmarked(
    _ model: JSON, _ action: Action, over version: Int?, _ message: String
  ) async throws(GrafanaError) -> Int {
    try await session.saveDashboard(
      model, uid: action.key.uid, version: version, folderUID: action.parentUID, message: message
    ).version
  }
}

extension ManagedMark {
  init(_ action: Action) {
    self.init(
      sourcePath: action.origin.file, sourceChecksum: action.desiredDigest?.description ?? "")
  }
}
