internal import Documents
internal import HTTPServer

/// Preferences of the organisation, of teams and of the caller, and the home dashboard that follows from them
/// (reference/grafana-http-api.md, section 8.3).
enum PreferenceEndpoints {
  static func register(in routes: inout RouteTable) {
    let places: [(String, Access, Access)] = [
      (
        "/api/org/preferences", .role(.admin, "orgs.preferences:read"),
        .role(.admin, "orgs.preferences:write")
      ),
      ("/api/teams/:id/preferences", .role(.admin, "teams:read"), .role(.admin, "teams:write")),
      ("/api/user/preferences", .signedIn, .signedIn),
    ]
    for (path, read, write) in places {
      routes.add("GET", path, read, get)
      routes.add("PUT", path, write, replace)
      if routes.lens.extras.preferencesCanBePatched { routes.add("PATCH", path, write, change) }
    }
    routes.add("GET", "/api/dashboards/home", .signedIn, home)
  }

  /// Whose preferences a path means. Tokens and keys have none of their own.
  private static func owner(_ call: Call, _ workspace: Workspace) throws(Refusal) -> PreferenceOwner {
    switch call.request.segments.dropFirst().first {
    case "teams": return .team(try TeamEndpoints.team(call, workspace).id)
    case "user": return .user(workspace.userID(of: call.caller) ?? 0)
    default: return .organisation
    }
  }

  private static let get: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let stored = workspace.extras.preferences[try owner(call, workspace)] ?? Preferences()
    return .json(PreferencesView.json(stored, workspace))
  }

  private static let replace: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    try write(call, over: Preferences(), &workspace)
  }

  private static let change: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    try write(call, over: workspace.extras.preferences[try owner(call, workspace)], &workspace)
  }

  private static func write(
    _ call: Call, over stored: Preferences?, _ workspace: inout Workspace
  ) throws(Refusal) -> Answer {
    let body = try call.body.object()
    let owner = try owner(call, workspace)
    var preferences = stored ?? Preferences()
    try preferences.change(body, workspace)
    workspace.extras.preferences[owner] = preferences
    return .message("Preferences updated")
  }

  /// The caller's own choice comes before that of a team, and that before the organisation's.
  private static let home: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    var owners: [PreferenceOwner] = []
    if let id = workspace.userID(of: call.caller) {
      owners.append(.user(id))
      owners += workspace.extras.teams.rows.filter { $0.members.contains { $0.userID == id } }
        .map { .team($0.id) }
    }
    for owner in owners + [.organisation] {
      if let record = workspace.extras.preferences[owner]?.home(workspace) {
        return .json(["redirectUri": JSON(DashboardView.url(record))])
      }
    }
    return .json(HomeDashboard.json(call.lens))
  }
}
