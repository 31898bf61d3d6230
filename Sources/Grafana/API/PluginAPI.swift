import Documents

/// A plugin of a workspace.
public struct InstalledPlugin: Hashable, Sendable {
  public let id: String
  /// Empty for those that come with the server.
  public let version: String
}

/// Reference grafana-http-api.md section 10.
extension GrafanaSession {
  /// All of them, those that come with the server among them. Bodies are about 50 KB.
  public func plugins() async throws(GrafanaError) -> [InstalledPlugin] {
    (try await get("/api/plugins?embedded=0").arrayValue ?? []).compactMap { row in
      row["id"]?.stringValue.map {
        InstalledPlugin(id: $0, version: row["info"]?["version"]?.stringValue ?? "")
      }
    }
  }
}
