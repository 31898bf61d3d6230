import Base
import Documents

extension GrafanaSession {
  /// Finds out what the server is and can do: its version from `/api/health`, or where that hides it (or a managed front
  /// end keeps it back) from the settings of the front end. Reference sections 2.1 and 0.
  public func probe() async throws(GrafanaError) -> ServerCapabilities {
    if let version = try await healthVersion(),
      version < ServerVersion(10, 0) || version >= ServerVersion(11, 0)
    {
      return ServerCapabilities(version)
    }
    let settings = try await get("/api/frontend/settings")
    guard let version = settings["buildInfo"]?["version"]?.stringValue.flatMap({ ServerVersion($0) }) else {
      throw GrafanaError(
        kind: .unexpected, status: 200, call: "GET /api/frontend/settings",
        message: "the answer names no version; is this a Grafana server?")
    }
    let toggle = settings["featureToggles"]?["nestedFolders"]?.boolValue ?? false
    return ServerCapabilities(version, nestedFoldersToggle: toggle)
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
