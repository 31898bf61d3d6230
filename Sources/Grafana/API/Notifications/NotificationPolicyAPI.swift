import Documents
import HTTP

extension GrafanaSession {
  private static let policyPath = "/api/v1/provisioning/policies"

  /// The tree of notification policies, which is always there (reference grafana-http-api.md section 6.4).
  public func notificationPolicies() async throws(GrafanaError) -> JSON {
    try await get(Self.policyPath)
  }

  /// Replaces the whole tree.
  public func putNotificationPolicies(
    _ tree: JSONObject, isEditable: Bool, isLocked: Bool?
  ) async throws(GrafanaError) {
    try await provision(
      .put, Self.policyPath, body: .object(tree), isEditable: isEditable, isLocked: isLocked)
  }

  /// Puts the tree of a new workspace in its place, which nobody has locked.
  public func resetNotificationPolicies() async throws(GrafanaError) {
    try await write(.delete, Self.policyPath)
  }
}
