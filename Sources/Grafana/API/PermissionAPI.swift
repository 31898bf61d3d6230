import Documents
import HTTP

extension GrafanaSession {
  /// The permissions of a folder itself, without inherited ones, in the form in which they are set.
  public func folderPermissions(_ uid: String) async throws(GrafanaError) -> [JSON] {
    try await permissions(at: "/api/folders/\(PercentEncoding.encode(uid))/permissions")
  }

  /// Replaces them all.
  public func setFolderPermissions(_ uid: String, _ items: [JSON]) async throws(GrafanaError) {
    try await write(
      .post, "/api/folders/\(PercentEncoding.encode(uid))/permissions", body: ["items": .array(items)])
  }

  /// The permissions of a dashboard itself, without those of its folder; from 9 on (reference section 9.2).
  public func dashboardPermissions(_ uid: String) async throws(GrafanaError) -> [JSON] {
    try await permissions(at: "/api/dashboards/uid/\(PercentEncoding.encode(uid))/permissions")
  }

  /// Replaces them all.
  public func setDashboardPermissions(_ uid: String, _ items: [JSON]) async throws(GrafanaError) {
    try await write(
      .post, "/api/dashboards/uid/\(PercentEncoding.encode(uid))/permissions", body: ["items": .array(items)])
  }

  private func permissions(at path: String) async throws(GrafanaError) -> [JSON] {
    let answer = try await get(path)
    return (answer.arrayValue ?? []).compactMap { entry in
      if entry["inherited"]?.boolValue == true { return nil }
      guard let permission = entry["permission"] else { return nil }
      if let role = entry["role"]?.stringValue, !role.isEmpty {
        return ["role": .string(role), "permission": permission]
      }
      for subject in ["teamId", "userId"] {
        if let number = entry[subject]?.intValue, number != 0 {
          return .object(JSONObject([(subject, .number(JSONNumber(number))), ("permission", permission)]))
        }
      }
      return nil
    }
  }
}
