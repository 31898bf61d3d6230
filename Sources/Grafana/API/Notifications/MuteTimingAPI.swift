import Documents
import HTTP

extension GrafanaSession {
  /// All mute timings as the server shows them (reference grafana-http-api.md section 6.5).
  public func muteTimings() async throws(GrafanaError) -> [JSON] {
    try await provisionedRows("/api/v1/provisioning/mute-timings")
  }

  /// Nil where there is none of the name.
  public func muteTiming(_ name: String) async throws(GrafanaError) -> JSON? {
    try await provisionedObject(Self.muteTimingPath(name))
  }

  public func createMuteTiming(_ timing: JSONObject, isEditable: Bool) async throws(GrafanaError) {
    try await provision(
      .post, "/api/v1/provisioning/mute-timings", body: .object(timing), isEditable: isEditable, isLocked: nil
    )
  }

  /// - Parameter timing: with the name that it has: another one is ignored, or not found.
  public func updateMuteTiming(
    _ timing: JSONObject, name: String, isEditable: Bool, isLocked: Bool?
  ) async throws(GrafanaError) {
    try await provision(
      .put, Self.muteTimingPath(name), body: .object(timing), isEditable: isEditable, isLocked: isLocked)
  }

  /// That it is gone already is no error. One that a policy or a rule names is refused.
  public func deleteMuteTiming(_ name: String) async throws(GrafanaError) {
    do throws(GrafanaError) {
      try await write(.delete, Self.muteTimingPath(name))
    } catch let error where error.kind == .notFound {
      return
    }
  }

  private static func muteTimingPath(_ name: String) -> String {
    "/api/v1/provisioning/mute-timings/\(PercentEncoding.encode(name))"
  }
}
