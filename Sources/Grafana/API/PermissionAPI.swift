import Documents
import HTTP

extension GrafanaSession {
  /// The permissions of a folder itself, without inherited ones, in the form in which they are set.
  public func folderPermissions(_ uid: String) async throws(GrafanaError) -> [JSON] {
    let answer = try await get("/api/folders/\(PercentEncoding.encode(uid))/permissions")
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

  /// Replaces them all.
  public func setFolderPermissions(_ uid: String, _ items: [JSON]) async throws(GrafanaError) {
    try await write(
      .post, "/api/folders/\(PercentEncoding.encode(uid))/permissions", body: ["items": .array(items)])
  }
}
