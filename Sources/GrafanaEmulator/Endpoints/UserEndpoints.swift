internal import Base
internal import Documents

/// Users, and what belongs to one.
enum UserEndpoints {
  static func register(in routes: inout RouteTable) {
    routes.add("GET", "/api/user", .signedIn, own)
    routes.add("GET", "/api/user/orgs", .signedIn, ownOrganisations)
    routes.add("GET", "/api/org/users", .role(.admin, "org.users:read"), ofOrganisation)
    routes.add("PATCH", "/api/org/users/:id", .role(.admin, "org.users:write"), setRole)
    routes.add("GET", "/api/users", .server("users:read"), all)
    routes.add("POST", "/api/admin/users", .server("users:create"), create)
    routes.add("DELETE", "/api/admin/users/:id", .server("users:delete"), delete)
    if routes.lens.dashboards.hasUIDRoutes {
      routes.add("POST", "/api/user/stars/dashboard/uid/:uid", .signedIn, star)
      routes.add("DELETE", "/api/user/stars/dashboard/uid/:uid", .signedIn, unstar)
    }
    if routes.lens.dashboards.hasNumberRoutes {
      routes.add("POST", "/api/user/stars/dashboard/:id", .signedIn, star)
      routes.add("DELETE", "/api/user/stars/dashboard/:id", .signedIn, unstar)
    }
  }

  private static let own: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    if let user = workspace.user(of: call.caller) { return .json(view(user, call.lens)) }
    guard call.lens.peopleHaveUIDs,
      let account = workspace.serviceAccounts.first(where: { $0.id == call.caller.accountID })
    else { throw Refusal.plain(404, "user not found") }
    return .json([
      "id": 0, "uid": JSON("service-account:\(account.id)"), "email": JSON(account.login),
      "name": JSON(account.name), "login": JSON(account.login), "theme": "", "orgId": 1,
      "isGrafanaAdmin": false, "isDisabled": false, "isExternal": false, "isExternallySynced": false,
      "isGrafanaAdminExternallySynced": false, "authLabels": .null, "updatedAt": JSON(Moment.zeroText),
      "createdAt": JSON(Moment.zeroText), "avatarUrl": "", "isProvisioned": false,
    ])
  }

  private static func view(_ user: UserRecord, _ lens: Lens) -> JSON {
    var object = JSONObject(members: [("id", JSON(user.id))])
    if lens.peopleHaveUIDs { object["uid"] = JSON(user.uid) }
    object["email"] = JSON(user.email)
    object["name"] = JSON(user.name)
    object["login"] = JSON(user.login)
    object["theme"] = ""
    object["orgId"] = 1
    object["isGrafanaAdmin"] = JSON(user.isServerAdmin)
    object["isDisabled"] = false
    object["isExternal"] = false
    if lens.server.usersShowSynchronisation {
      object["isExternallySynced"] = false
      object["isGrafanaAdminExternallySynced"] = false
    }
    object["authLabels"] = []
    object["updatedAt"] = JSON(user.created.text)
    object["createdAt"] = JSON(user.created.text)
    object["avatarUrl"] = JSON(user.avatarURL)
    if lens.peopleHaveUIDs { object["isProvisioned"] = false }
    return .object(object)
  }

  private static let ownOrganisations: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    .json([["orgId": 1, "name": "Main Org.", "role": JSON(call.caller.role.rawValue)]])
  }

  private static let ofOrganisation: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let now = Moment.now.text
    return .json(
      .array(
        workspace.users.map { user in
          var object = JSONObject(members: [("orgId", 1), ("userId", JSON(user.id))])
          if call.lens.peopleHaveUIDs { object["uid"] = JSON(user.uid) }
          object["email"] = JSON(user.email)
          object["name"] = JSON(user.name)
          object["avatarUrl"] = JSON(user.avatarURL)
          object["login"] = JSON(user.login)
          object["role"] = JSON(user.role.rawValue)
          object["lastSeenAt"] = JSON(now)
          if call.lens.peopleHaveUIDs { object["created"] = JSON(user.created.text) }
          object["lastSeenAtAge"] = "< 1 minute"
          let shown = call.lens.server
          if shown.usersShowDisabled { object["isDisabled"] = false }
          if shown.usersShowAuthentication { object["authLabels"] = .null }
          if shown.usersShowSynchronisation { object["isExternallySynced"] = false }
          if call.lens.peopleHaveUIDs { object["isProvisioned"] = false }
          return .object(object)
        }))
  }

  private static let setRole: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let body = try call.body.object()
    guard let role = Role(rawValue: body.text("role")) else { throw Refusal.badRequest }
    guard let place = workspace.users.firstIndex(where: { String($0.id) == call["id"] }) else {
      throw Refusal.failed(404, "user not found")
    }
    workspace.users[place].role = role
    return .message("Organization user updated")
  }

  private static let all: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    .json(
      .array(
        workspace.users.map { user in
          [
            "id": JSON(user.id), "name": JSON(user.name), "login": JSON(user.login),
            "email": JSON(user.email), "avatarUrl": JSON(user.avatarURL), "isAdmin": JSON(user.isServerAdmin),
            "isDisabled": false, "authLabels": [],
          ]
        }))
  }

  private static let create: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let body = try call.body.object()
    let email = body.text("email")
    let login = body.text("login").isEmpty ? email : body.text("login")
    guard !login.isEmpty else {
      throw Refusal.failed(400, "Validation error, need specify either username or email")
    }
    let isTaken = workspace.users.contains { user in
      user.login == login || (!email.isEmpty && user.email == email)
    }
    guard !isTaken else {
      throw Refusal.failed(412, "User with email '\(email)' or username '\(login)' already exists")
    }
    let user = workspace.addUser(
      login: login, email: email, name: body.text("name"), password: SecretValue(body.text("password")),
      role: .viewer)
    var object = JSONObject(members: [("id", JSON(user.id))])
    if call.lens.peopleHaveUIDs { object["uid"] = JSON(user.uid) }
    object["message"] = "User created"
    return .json(.object(object))
  }

  private static let delete: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let place = workspace.users.firstIndex(where: { String($0.id) == call["id"] }) else {
      throw Refusal.failed(404, "user not found")
    }
    workspace.users.remove(at: place)
    return .message("User deleted")
  }

  /// A dashboard that is starred already cannot be starred again [9.3 dashboard_versions: star-by-id].
  private static let star: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let place = try place(of: call, workspace)
    guard let record = DashboardVersionEndpoints.dashboard(call, workspace) else {
      throw Refusal.dashboardNotFound
    }
    let isNew = workspace.users[place].starredDashboards.insert(record.uid).inserted
    guard isNew || !call.lens.dashboards.starringTwiceFails else {
      throw Refusal.failed(500, "Failed to star dashboard")
    }
    return .message("Dashboard starred!")
  }

  private static let unstar: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let place = try place(of: call, workspace)
    guard let record = DashboardVersionEndpoints.dashboard(call, workspace) else {
      throw Refusal.dashboardNotFound
    }
    workspace.users[place].starredDashboards.remove(record.uid)
    return .message("Dashboard unstarred")
  }

  private static func place(of call: Call, _ workspace: Workspace) throws(Refusal) -> Int {
    guard let id = workspace.userID(of: call.caller),
      let place = workspace.users.firstIndex(where: { $0.id == id })
    else { throw Refusal.failed(400, "Only users and service accounts can star dashboards") }
    return place
  }
}
