internal import Base
internal import Documents

/// `/api/auth/keys`, of versions that still have API keys (reference/grafana-http-api.md, section 9.3).
enum APIKeyEndpoints {
  static func register(in routes: inout RouteTable) {
    guard routes.lens.accounts.hasAPIKeys else { return }
    routes.add("GET", "/api/auth/keys", .role(.admin, "apikeys:read"), list)
    routes.add("POST", "/api/auth/keys", .role(.admin, "apikeys:create"), create)
    routes.add("DELETE", "/api/auth/keys/:id", .role(.admin, "apikeys:delete"), delete)
  }

  private static let list: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let now = Moment.now
    let includesExpired = call.query("includeExpired") == "true"
    let shown = workspace.apiKeys.filter { includesExpired || !$0.hasExpired(at: now) }
      .sorted { $0.name < $1.name }
    return .json(
      .array(
        shown.map { key in
          var object = JSONObject(members: [
            ("id", JSON(key.id)), ("name", JSON(key.name)), ("role", JSON(key.role.rawValue)),
          ])
          if let expires = key.expires { object["expiration"] = JSON(expires.text) }
          if call.lens.accounts.apiKeysShowLastUse, let used = key.lastUsed {
            object["lastUsedAt"] = JSON(used.text)
          }
          return .object(object)
        }))
  }

  private static let create: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let body = try call.body.object()
    let name = body.text("name")
    guard !name.isEmpty, let role = Role(rawValue: body.text("role")), role > .none else {
      throw Refusal.badRequest
    }
    let life = body["secondsToLive"]?.intValue ?? 0
    guard life >= 0 else { throw Refusal.plain(400, "negative value for SecondsToLive") }
    guard !workspace.apiKeys.contains(where: { $0.name == name }) else {
      throw Refusal.plain(409, "API key, organization ID and name must be unique")
    }
    let key = workspace.addAPIKey(name, role: role, secondsToLive: life)
    return .json(["id": JSON(key.id), "name": JSON(name), "key": JSON(key.secret.revealed)])
  }

  private static let delete: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let place = workspace.apiKeys.firstIndex(where: { String($0.id) == call["id"] }) else {
      throw Refusal.failed(404, "Failed to delete API key")
    }
    workspace.apiKeys.remove(at: place)
    return .message("API key deleted")
  }
}
