internal import Documents

/// `/api/teams` (reference/grafana-http-api.md, section 9.1). Groups of a directory are a route of Enterprise.
enum TeamEndpoints {
  static func register(in routes: inout RouteTable) {
    let read = Access.role(.admin, "teams:read")
    let write = Access.role(.admin, "teams:write")
    routes.add("GET", "/api/teams/search", read, search)
    routes.add("POST", "/api/teams", .role(.admin, "teams:create"), create)
    routes.add("GET", "/api/teams/:id", read, get)
    routes.add("PUT", "/api/teams/:id", write, update)
    routes.add("DELETE", "/api/teams/:id", .role(.admin, "teams:delete"), delete)
    routes.add("GET", "/api/teams/:id/members", .role(.admin, "teams.permissions:read"), members)
    let change = Access.role(.admin, "teams.permissions:write")
    routes.add("POST", "/api/teams/:id/members", change, addMember)
    routes.add("PUT", "/api/teams/:id/members/:user", change, changeMember)
    routes.add("DELETE", "/api/teams/:id/members/:user", change, removeMember)
  }

  private static let notFound = Refusal.failed(404, "Team not found")

  /// The team that a path names, by number or, where there are uids, by uid.
  static func team(_ call: Call, _ workspace: Workspace) throws(Refusal) -> TeamRecord {
    let name = call["id"]
    if let id = Int(name), let team = workspace.extras.teams[id] { return team }
    if call.lens.extras.teamsHaveUIDs, let team = workspace.extras.teams.rows.first(where: { $0.uid == name })
    {
      return team
    }
    guard Int(name) != nil || call.lens.extras.teamsHaveUIDs else {
      throw Refusal.failed(400, "teamId is invalid")
    }
    throw notFound
  }

  private static let search: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let name = call.query("name") ?? ""
    let text = (call.query("query") ?? "").lowercased()
    let found = workspace.extras.teams.rows.filter { team in
      (name.isEmpty || team.name == name) && (text.isEmpty || team.name.lowercased().contains(text))
    }.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    let page = call.count("page", fallback: 1)
    let size = call.count("perpage", fallback: 1000)
    let shown = found.dropFirst((page - 1) * size).prefix(size).map { TeamView.json($0, workspace) }
    return .json([
      "totalCount": JSON(found.count), "teams": .array(shown), "page": JSON(page), "perPage": JSON(size),
    ])
  }

  private static let create: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let body = try call.body.object()
    let name = body.text("name")
    guard !name.isEmpty else { throw Refusal.badRequest }
    guard !workspace.extras.teams.rows.contains(where: { $0.name == name }) else {
      throw Refusal.failed(409, "Team name taken")
    }
    let team = workspace.addTeam(name, email: body.text("email"), by: call.caller)
    var object = JSONObject(members: [("message", "Team created"), ("teamId", JSON(team.id))])
    if call.lens.extras.teamsAreProvisioned { object["uid"] = JSON(team.uid) }
    return .json(.object(object))
  }

  private static let get: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    .json(TeamView.json(try team(call, workspace), workspace))
  }

  private static let update: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let body = try call.body.object()
    var team = try team(call, workspace)
    let name = body.text("name")
    guard !workspace.extras.teams.rows.contains(where: { $0.name == name && $0.id != team.id }) else {
      throw Refusal.failed(400, "Team name taken")
    }
    team.name = name
    team.email = body.text("email")
    workspace.extras.teams[team.id] = team
    return .message("Team updated")
  }

  private static let delete: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let team = try? team(call, workspace) else {
      throw call.lens.extras.teamsAreProvisioned
        ? notFound : .plain(404, "Failed to delete Team. ID not found")
    }
    workspace.extras.teams[team.id] = nil
    workspace.extras.preferences[.team(team.id)] = nil
    return .message("Team deleted")
  }

  private static let members: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let team = try team(call, workspace)
    return .json(
      .array(workspace.members(of: team).map { TeamView.member($0.member, $0.user, of: team, call.lens) }))
  }

  private static let addMember: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let body = try call.body.object()
    guard let userID = body["userId"]?.intValue, userID != 0 else { throw Refusal.badRequest }
    let team = try team(call, workspace)
    guard !team.members.contains(where: { $0.userID == userID }) else {
      throw Refusal.plain(400, "User is already added to this team")
    }
    guard workspace.users.contains(where: { $0.id == userID }) else {
      throw Refusal.failed(500, "Failed to add Member to Team")
    }
    workspace.addMember(userID, permission: 0, toTeam: team.id)
    return .message("Member added to Team")
  }

  private static let changeMember: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let body = try call.body.object()
    let (team, place) = try member(call, workspace)
    workspace.extras.teams[team.id]?.members[place].permission = body["permission"]?.intValue ?? 0
    return .message("Team member updated")
  }

  private static let removeMember: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let (team, place) = try member(call, workspace)
    workspace.extras.teams[team.id]?.members.remove(at: place)
    return .message("Team Member removed")
  }

  private static func member(
    _ call: Call, _ workspace: Workspace
  ) throws(Refusal) -> (team: TeamRecord, place: Int) {
    let team = try team(call, workspace)
    guard let place = team.members.firstIndex(where: { String($0.userID) == call["user"] }) else {
      throw Refusal.failed(404, "Team member not found")
    }
    return (team, place)
  }
}
