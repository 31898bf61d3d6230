import Documents
import HTTP

/// Preferences of the organisation (reference grafana-http-api.md section 8.3).
extension GrafanaSession {
  /// The uid of the dashboard that the workspace shows first; nil where it has none.
  public func homeDashboardUID() async throws(GrafanaError) -> String? {
    try await get("/api/org/preferences")["homeDashboardUID"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Sets it, and leaves the other preferences alone.
  /// - Parameter uid: nil takes it away.
  public func setHomeDashboard(_ uid: String?) async throws(GrafanaError) {
    try await write(.patch, "/api/org/preferences", body: ["homeDashboardUID": .string(uid ?? "")])
  }
}
