import Documents
import HTTP

extension GrafanaSession {
  /// The permissions of a folder itself, without inherited ones, in the form in which they are set.
  public func folderPermissions(_ uid: String) async throws(GrafanaError) -> [JSON] {
    try await permissions(at: "/api/folders/\(PercentEncoding.encode(uid))/permissions")
  }

  /// Replaces them all.
  public func setFolderPermissions(_ uid: String, _ items: [JSON]) async throws(GrafanaError) {
    try await setPermissions(at: "/api/folders/\(PercentEncoding.encode(uid))/permissions", items)
  }

  /// The permissions of a dashboard itself, without those of its folder; from 9 on (reference section 9.2).
  public func dashboardPermissions(_ uid: String) async throws(GrafanaError) -> [JSON] {
    try await permissions(at: "/api/dashboards/uid/\(PercentEncoding.encode(uid))/permissions")
  }

  /// Replaces them all.
  public func setDashboardPermissions(_ uid: String, _ items: [JSON]) async throws(GrafanaError) {
    try await setPermissions(at: "/api/dashboards/uid/\(PercentEncoding.encode(uid))/permissions", items)
  }

  private func setPermissions(at path: String, _ items: [JSON]) async throws(GrafanaError) {
    try await write(.post, path, body: ["items": .array(items)])
  }

  /// Grafana 8 stores permissions of users that it does not have (reference section 18); later ones refuse them.
  public func requireUsers(of items: [JSON], call: String) async throws(GrafanaError) {
    let named = Set(items.compactMap { $0["userId"]?.intValue }.filter { $0 > 0 })
    guard !named.isEmpty, let known = try await users() else { return }
    let missing = named.subtracting(known).sorted().map(String.init).joined(separator: ", ")
    if missing.isEmpty { return }
    throw GrafanaError(
      kind: .refused, status: nil, call: call,
      message: "the workspace has no user with the number \(missing)")
  }

  /// Permissions of whom the workspace still has: of roles, of its users and service accounts, of its teams.
  public func present(_ items: [JSON]) async throws(GrafanaError) -> [JSON] {
    let users = try await users()
    var found: [JSON] = []
    for item in items {
      if let user = item["userId"]?.intValue, user > 0 {
        if users?.contains(user) == false, try await !isThere(at: "/api/serviceaccounts/\(user)") { continue }
      } else if let team = item["teamId"]?.intValue, team > 0 {
        if try await !isThere(at: "/api/teams/\(team)") { continue }
      }
      found.append(item)
    }
    return found
  }

  private func isThere(at path: String) async throws(GrafanaError) -> Bool {
    do throws(GrafanaError) {
      _ = try await get(path)
      return true
    } catch let error where error.kind == .notFound {
      return false
    } catch let error where error.kind == .forbidden {
      return true
    }
  }

  /// The numbers of all users; nil where the workspace does not tell them.
  private func users() async throws(GrafanaError) -> Set<Int>? {
    do throws(GrafanaError) {
      return Set((try await get("/api/org/users").arrayValue ?? []).compactMap { $0["userId"]?.intValue })
    } catch let error where error.kind == .forbidden || error.kind == .notFound {
      return nil
    }
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
