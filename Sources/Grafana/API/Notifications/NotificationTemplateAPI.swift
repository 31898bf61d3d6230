import Documents
import HTTP

extension GrafanaSession {
  /// All templates of notifications as the server shows them (reference grafana-http-api.md section 6.6).
  public func notificationTemplates() async throws(GrafanaError) -> [JSON] {
    try await provisionedRows("/api/v1/provisioning/templates")
  }

  /// Nil where there is none of the name.
  public func notificationTemplate(_ name: String) async throws(GrafanaError) -> JSON? {
    try await provisionedObject(Self.templatePath(name))
  }

  /// Creates the template or replaces it.
  public func putNotificationTemplate(
    _ text: JSON, name: String, isEditable: Bool, isLocked: Bool?
  ) async throws(GrafanaError) {
    try await provision(
      .put, Self.templatePath(name), body: ["template": text], isEditable: isEditable, isLocked: isLocked)
  }

  /// That it is gone already is no error.
  public func deleteNotificationTemplate(_ name: String) async throws(GrafanaError) {
    do throws(GrafanaError) {
      try await write(.delete, Self.templatePath(name))
    } catch let error where error.kind == .notFound {
      return
    }
  }

  private static func templatePath(_ name: String) -> String {
    "/api/v1/provisioning/templates/\(PercentEncoding.encode(name))"
  }
}
