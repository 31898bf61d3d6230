internal import Base
internal import Documents

/// `/api/serviceaccounts` (reference/grafana-http-api.md, section 9.3).
enum ServiceAccountEndpoints {
  static func register(in routes: inout RouteTable) {
    guard routes.lens.accounts.hasServiceAccounts else { return }
    let base = "/api/serviceaccounts"
    let read = Access.permission(.admin, "serviceaccounts:read")
    let write = Access.permission(.admin, "serviceaccounts:write")
    routes.add("GET", base + "/search", read, search)
    routes.add("POST", base, .permission(.admin, "serviceaccounts:create"), create)
    routes.add("GET", base + "/:id", read, get)
    routes.add("PATCH", base + "/:id", write, update)
    routes.add("DELETE", base + "/:id", .permission(.admin, "serviceaccounts:delete"), delete)
    routes.add("GET", base + "/:id/tokens", read, tokens)
    routes.add("POST", base + "/:id/tokens", write, createToken)
    routes.add("DELETE", base + "/:id/tokens/:token", write, deleteToken)
    if routes.lens.accounts.hasMigrationStatus {
      routes.add("GET", base + "/migrationstatus", read, migrationStatus)
    }
  }

  private static let search: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let query = (call.query("query") ?? "").lowercased()
    let page = call.count("page", fallback: 1)
    let size = call.count("perpage", fallback: 1000)
    let found = workspace.serviceAccounts.filter { account in
      query.isEmpty || account.name.lowercased().contains(query)
        || account.login.lowercased().contains(query)
    }
    let shown = found.dropFirst((page - 1) * size).prefix(size)
    return .json([
      "totalCount": JSON(found.count),
      "serviceAccounts": .array(shown.map { .object(summary($0, call.lens, isNew: false)) }),
      "page": JSON(page), "perPage": JSON(size),
    ])
  }

  private static let create: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let body = try? call.body.object() else { throw badRequest }
    let name = body.text("name")
    guard !name.isEmpty, let role = body["role"].map({ Role(rawValue: $0.stringValue ?? "") }) ?? .viewer
    else {
      throw badRequest
    }
    guard !workspace.serviceAccounts.contains(where: { $0.name == name }) else {
      throw refusal(
        call, 400, ("serviceaccounts.ErrAlreadyExists", "service account already exists"),
        (400, "Failed to create service account"))
    }
    let account = workspace.addServiceAccount(name, role: role, isDisabled: body.flag("isDisabled"))
    return .json(.object(summary(account, call.lens, isNew: true)), status: 201)
  }

  private static let get: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    .json(.object(view(workspace.serviceAccounts[try place(of: call, workspace)], call.lens)))
  }

  private static let update: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let body = try call.body.object()
    let place = try place(of: call, workspace)
    if let name = body["role"]?.stringValue {
      guard let role = Role(rawValue: name) else { throw badRequest }
      workspace.serviceAccounts[place].role = role
    }
    if let name = body["name"]?.stringValue { workspace.serviceAccounts[place].name = name }
    if let flag = body["isDisabled"]?.boolValue { workspace.serviceAccounts[place].isDisabled = flag }
    workspace.serviceAccounts[place].updated = .now
    let account = workspace.serviceAccounts[place]
    return .json([
      "id": JSON(account.id), "message": "Service account updated", "name": JSON(account.name),
      "serviceaccount": .object(view(account, call.lens)),
    ])
  }

  private static let delete: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let place = workspace.serviceAccounts.firstIndex(where: { String($0.id) == call["id"] }) else {
      throw call.lens.accounts.knowsMissingServiceAccounts
        ? .coded(404, notFound.0, notFound.1) : .failed(500, "Service account deletion error")
    }
    workspace.serviceAccounts.remove(at: place)
    return .message("Service account deleted")
  }

  private static let tokens: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let account = workspace.serviceAccounts[try place(of: call, workspace)]
    let now = Moment.now
    return .json(
      .array(
        account.tokens.sorted { $0.name < $1.name }.map { token in
          [
            "id": JSON(token.id), "name": JSON(token.name), "created": JSON(token.created.text),
            "lastUsedAt": JSON(orNull: call.lens.accounts.tokensShowLastUse ? token.lastUsed?.text : nil),
            "expiration": JSON(orNull: token.expires?.text),
            "secondsUntilExpiration": JSON(secondsLeft(token, now)),
            "hasExpired": JSON(token.hasExpired(at: now)), "isRevoked": false,
          ]
        }))
  }

  /// Only told in the last week.
  private static func secondsLeft(_ token: TokenRecord, _ now: Moment) -> Int {
    guard let expires = token.expires, expires > now else { return 0 }
    let seconds = (expires.nanoseconds - now.nanoseconds) / 1_000_000_000
    return seconds < 7 * 24 * 3600 ? seconds : 0
  }

  private static let createToken: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let place = try place(of: call, workspace)
    guard let body = try? call.body.object(), !body.text("name").isEmpty else { throw badRequest }
    let name = body.text("name")
    let life = body["secondsToLive"]?.intValue ?? 0
    guard life >= 0 else {
      let text = "invalid SecondsToLive value"
      throw call.lens.errorsAreCoded
        ? .coded(400, "serviceaccounts.ErrInvalidInput", text) : .plain(400, text)
    }
    guard !workspace.serviceAccounts.contains(where: { $0.tokens.contains { $0.name == name } }) else {
      let text = "service account token with given name already exists in the organization"
      throw call.lens.errorsAreCoded
        ? .coded(400, "serviceaccounts.ErrTokenAlreadyExists", text) : .plain(409, text)
    }
    let token = workspace.addToken(name, toAccountAt: place, secondsToLive: life)
    return .json([
      "id": JSON(token.id), "name": JSON(name), "key": JSON(token.secret.revealed),
    ])
  }

  private static let deleteToken: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let place = try place(of: call, workspace)
    let tokens = workspace.serviceAccounts[place].tokens
    guard let token = tokens.firstIndex(where: { String($0.id) == call["token"] }) else {
      throw refusal(
        call, 404, ("serviceaccounts.ErrTokenNotFound", "service account token not found"),
        (500, "Failed to delete service account token"))
    }
    workspace.serviceAccounts[place].tokens.remove(at: token)
    return .message("Service account token deleted")
  }

  private static let migrationStatus: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in .json(["migrated": false])
  }

  /// Spelt with a capital here only.
  private static let badRequest = Refusal.failed(400, "Bad request data")
  private static let notFound = ("serviceaccounts.ErrNotFound", "service account not found")

  private static func place(of call: Call, _ workspace: Workspace) throws(Refusal) -> Int {
    guard Int(call["id"]) != nil else {
      throw call.lens.hasKubernetesAPI ? .noRoute : .failed(400, "Service Account ID is invalid")
    }
    guard let place = workspace.serviceAccounts.firstIndex(where: { String($0.id) == call["id"] }) else {
      throw refusal(call, 404, notFound, (404, "Failed to retrieve service account"))
    }
    return place
  }

  private static func refusal(
    _ call: Call, _ status: Int, _ coded: (String, String), _ old: (Int, String)
  ) -> Refusal {
    call.lens.errorsAreCoded ? .coded(status, coded.0, coded.1) : .failed(old.0, old.1)
  }

  private static func summary(_ account: ServiceAccountRecord, _ lens: Lens, isNew: Bool) -> JSONObject {
    var object = JSONObject(members: [("id", JSON(account.id))])
    if lens.peopleHaveUIDs { object["uid"] = JSON(account.uid) }
    object["name"] = JSON(account.name)
    object["login"] = JSON(account.login)
    // The answer to a create is filled in carelessly [9.3 service_accounts: create].
    object["orgId"] = JSON(isNew && !lens.accounts.newServiceAccountsNameOrganisation ? -1 : 1)
    object["isDisabled"] = JSON(account.isDisabled)
    object["role"] = JSON(account.role.rawValue)
    object["tokens"] = JSON(account.tokens.count)
    object["avatarUrl"] = JSON(isNew ? "" : account.avatarURL)
    return object
  }

  private static func view(_ account: ServiceAccountRecord, _ lens: Lens) -> JSONObject {
    var object = JSONObject(members: [("id", JSON(account.id))])
    if lens.peopleHaveUIDs { object["uid"] = JSON(account.uid) }
    object["name"] = JSON(account.name)
    object["login"] = JSON(account.login)
    object["orgId"] = 1
    object["isDisabled"] = JSON(account.isDisabled)
    object["createdAt"] = JSON(account.created.text)
    object["updatedAt"] = JSON(account.updated.text)
    object["avatarUrl"] = JSON(account.avatarURL)
    object["role"] = JSON(account.role.rawValue)
    object["teams"] = .null
    return object
  }
}
