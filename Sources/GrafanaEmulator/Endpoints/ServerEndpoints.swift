internal import Documents

/// Health, settings, the organisation.
enum ServerEndpoints {
  /// What the recorded servers say; nothing depends on it.
  static let commit = "rec"

  static func register(in routes: inout RouteTable) {
    routes.add("GET", "/api/health", .open, health)
    routes.add("GET", "/healthz", .open, liveness)
    routes.add("GET", "/api/frontend/settings", .signedIn, settings)
    routes.add("GET", "/api/admin/settings", .server("settings:read"), adminSettings)
    routes.add("GET", "/api/admin/stats", .server("server.stats:read"), statistics)
    routes.add("GET", "/api/login/ping", .signedIn, ping)
    routes.add("GET", "/api/org", .role(.viewer, "orgs:read"), organisation)
    routes.add("GET", "/api/orgs", .server("orgs:read"), organisations)
    routes.add("GET", "/api/org/quotas", .role(.admin, "orgs.quotas:read"), quotas)
  }

  private static let health: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    Answer(
      contentType: Answer.jsonTypeWithCharset,
      body: .json([
        "commit": JSON(commit), "database": "ok", "version": JSON(call.lens.versionText),
      ]))
  }

  private static let liveness: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in .text("Ok")
  }

  private static let settings: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    Answer(
      contentType: Answer.jsonTypeWithCharset, body: .json(FrontendSettings.json(workspace)))
  }

  private static let adminSettings: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    .json([
      "DEFAULT": ["app_mode": "production", "instance_name": "emulator"],
      "alerting": ["enabled": JSON(legacyAlertingSetting(call.lens))],
      "unified_alerting": ["enabled": call.lens.alerting == .unified ? "true" : "false"],
    ])
  }

  private static func legacyAlertingSetting(_ lens: Lens) -> String {
    guard lens.offersLegacyAlerting else { return "" }
    return lens.alerting == .legacy ? "true" : "false"
  }

  private static let statistics: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let users = workspace.users
    let tags = Set(workspace.dashboards.values.flatMap(\.document.tags)).count
    var object = JSONObject(members: [
      ("orgs", 1), ("dashboards", JSON(workspace.dashboards.count)),
      ("snapshots", JSON(workspace.extras.snapshots.rows.count)), ("tags", JSON(tags)),
      ("datasources", JSON(workspace.dataSources.count)),
      ("playlists", JSON(workspace.extras.playlists.rows.count)),
      ("stars", JSON(users.reduce(0) { $0 + $1.starredDashboards.count })), ("alerts", 0),
      ("users", JSON(users.count)), ("admins", JSON(users.count { $0.role == .admin })),
      ("editors", JSON(users.count { $0.role == .editor })),
      ("viewers", JSON(users.count { $0.role == .viewer })), ("activeUsers", JSON(users.count)),
    ])
    for key in [
      "activeAdmins", "activeEditors", "activeViewers", "activeSessions", "dailyActiveUsers",
      "dailyActiveAdmins", "dailyActiveEditors", "dailyActiveViewers", "dailyActiveSessions",
      "monthlyActiveUsers",
    ] { object[key] = 0 }
    if call.lens.hasKubernetesAPI { object["activeDevices"] = 0 }
    return .json(.object(object))
  }

  private static let ping: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    call.lens.server.pingAnswersJSON ? .message("Logged in") : .bytes(Array("Logged in".utf8))
  }

  private static let organisation: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    .json([
      "id": 1, "name": "Main Org.",
      "address": [
        "address1": "", "address2": "", "city": "", "zipCode": "", "state": "", "country": "",
      ],
    ])
  }

  private static let organisations: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    .json([["id": 1, "name": "Main Org."]])
  }

  /// Quotas are off by default, and asking for them is an error then [recordings: basics].
  private static let quotas: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    if workspace.quotas.areOn { return .json(workspace.quotas.listing(workspace)) }
    throw call.lens.server.quotasThatAreOffFail
      ? Refusal.failed(500, "failed to get quota") : .plain(404, "Quotas not enabled")
  }
}
