import Base
import Documents

extension GrafanaSession {
  /// Finds out what the server is and can do: its version from `/api/health`, or where that hides it (or a managed front
  /// end keeps it back) from the settings of the front end. These also tell which alerting a server before 11 runs, and
  /// whether one of 10 has folders in folders. Reference sections 2.1 and 0.
  public func probe() async throws(GrafanaError) -> ServerCapabilities {
    let told = try await healthVersion()
    if let told, told >= ServerVersion(11, 0) { return ServerCapabilities(told) }
    let settings = try await get("/api/frontend/settings")
    let shown = settings["buildInfo"]?["version"]?.stringValue.flatMap { ServerVersion($0) }
    guard let version = told ?? shown else {
      throw GrafanaError(
        kind: .unexpected, status: 200, call: "GET /api/frontend/settings",
        message: "the answer names no version; is this a Grafana server?")
    }
    let isUnified = settings["unifiedAlertingEnabled"]?.boolValue ?? (version >= ServerVersion(9, 0))
    return ServerCapabilities(
      version, alerting: isUnified ? .unified : .legacy,
      nestedFoldersToggle: settings["featureToggles"]?["nestedFolders"]?.boolValue ?? false)
  }

  private func healthVersion() async throws(GrafanaError) -> ServerVersion? {
    do throws(GrafanaError) {
      return try await get("/api/health")["version"]?.stringValue.flatMap { ServerVersion($0) }
    } catch {
      // Only a server that answers at all is asked for more.
      if error.status == nil || error.isPassing { throw error }
      return nil
    }
  }
}
