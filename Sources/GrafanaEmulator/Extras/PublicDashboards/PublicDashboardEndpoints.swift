internal import Documents

/// Dashboards for everybody, of versions that have them switched on [12.4 public_dashboards]. Refusals that no
/// recording has are recalled: `invalidUid`, `invalidAccessToken`, `invalidShareType`, `notEnabled`.
enum PublicDashboardEndpoints {
  static func register(in routes: inout RouteTable) {
    guard routes.lens.extras.hasPublicDashboards else { return }
    let write = Access.role(.admin, "dashboards.public:write")
    let base = "/api/dashboards/uid/:uid/public-dashboards"
    routes.add("GET", "/api/dashboards/public-dashboards", .role(.viewer, "dashboards:read"), list)
    routes.add("GET", base, .role(.viewer, "dashboards:read"), get)
    routes.add("POST", base, write, create)
    routes.add("PATCH", base + "/:public", write, change)
    routes.add("DELETE", base + "/:public", write, delete)
    routes.add("GET", "/api/public/dashboards/:token", .open, view)
  }

  private static func refusal(_ status: Int, _ name: String, _ message: String) -> Refusal {
    .coded(status, "publicdashboards." + name, message)
  }

  private static let notFound = refusal(404, "notFound", "Dashboard not found")

  private static func record(_ call: Call, _ workspace: Workspace) throws(Refusal) -> PublicDashboardRecord {
    guard let record = workspace.extras.publicDashboards[call["uid"]],
      call["public"].isEmpty || record.uid == call["public"]
    else { throw notFound }
    return record
  }

  private static let list: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let text = (call.query("query") ?? "").lowercased()
    let found = workspace.extras.publicDashboards.values.compactMap { record in
      workspace.dashboards[record.dashboardUID].map { (record: record, title: $0.title) }
    }.filter { text.isEmpty || $0.title.lowercased.contains(text) }
      .sorted { ($0.title.text, $0.record.uid) < ($1.title.text, $1.record.uid) }
    let page = call.count("page", fallback: 1)
    let size = call.count("perpage", fallback: 1000)
    return .json([
      "publicDashboards": .array(
        found.dropFirst((page - 1) * size).prefix(size).map { record, title in
          [
            "uid": JSON(record.uid), "accessToken": JSON(record.accessToken), "title": JSON(title.text),
            "dashboardUid": JSON(record.dashboardUID), "isEnabled": JSON(record.isEnabled),
            "slug": JSON(title.slug),
          ]
        }),
      "totalCount": JSON(found.count), "page": JSON(page), "perPage": JSON(size),
    ])
  }

  private static let get: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    .json(try record(call, workspace).json())
  }

  private static let create: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let body = try call.body.object()
    try check(body)
    guard workspace.dashboards[call["uid"]] != nil else {
      throw refusal(404, "dashboardNotFound", "Dashboard not found")
    }
    guard workspace.extras.publicDashboards[call["uid"]] == nil else {
      throw refusal(400, "dashboardIsPublic", "Dashboard is already public")
    }
    let now = Moment.now
    let account = call.caller.accountID ?? 0
    let uid = body.text("uid")
    let token = body.text("accessToken")
    var record = PublicDashboardRecord(
      uid: uid.isEmpty ? workspace.names.uid() : uid, dashboardUID: call["uid"],
      accessToken: token.isEmpty ? NameMaker.uuid().filter { $0 != "-" } : token, created: now,
      makerID: account,
      updated: now, changerID: account)
    record.change(body)
    workspace.extras.publicDashboards[record.dashboardUID] = record
    return .json(record.json())
  }

  private static let change: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let body = try call.body.object()
    try check(body)
    var record = try record(call, workspace)
    record.change(body)
    record.updated = .now
    record.changerID = call.caller.accountID ?? 0
    workspace.extras.publicDashboards[record.dashboardUID] = record
    return .json(record.json(isChanged: true))
  }

  private static let delete: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    workspace.extras.publicDashboards[try record(call, workspace).dashboardUID] = nil
    return .empty(call.lens)
  }

  /// The dashboard as somebody without credentials sees it.
  private static let view: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard isToken(call["token"]) else { throw refusal(400, "invalidAccessToken", "Invalid access token") }
    let found = workspace.extras.publicDashboards.values.first { $0.accessToken == call["token"] }
    guard let found, let dashboard = workspace.dashboards[found.dashboardUID] else { throw notFound }
    guard found.isEnabled else { throw refusal(403, "notEnabled", "Dashboard paused") }
    var meta = DashboardMeta.blank(call.lens)
    meta["type"] = "db"
    meta["slug"] = JSON(dashboard.title.slug)
    meta["created"] = JSON(dashboard.created.text)
    meta["updated"] = JSON(dashboard.updated.text)
    meta["version"] = JSON(dashboard.version)
    meta["publicDashboardEnabled"] = true
    var output = Array(#"{"meta":"#.utf8)
    output += JSONWriter.bytes(.object(meta))
    output += Array(#","dashboard":"#.utf8)
    DashboardView.write(
      dashboard.document, id: .null, uid: dashboard.uid, version: dashboard.version, into: &output)
    output += Array("}".utf8)
    return .bytes(output)
  }

  private static func check(_ body: JSONObject) throws(Refusal) {
    guard ObjectUID.problem(of: body.text("uid")) == nil else {
      throw refusal(400, "invalidUid", "UID contains illegal characters")
    }
    let token = body.text("accessToken")
    guard token.isEmpty || isToken(token) else {
      throw refusal(400, "invalidAccessToken", "Invalid access token")
    }
    if let share = body["share"]?.stringValue, !["public", "email"].contains(share) {
      throw refusal(400, "invalidShareType", "Invalid share type")
    }
  }

  /// 32 hexadecimal digits.
  private static func isToken(_ text: String) -> Bool {
    text.utf8.count == 32 && text.allSatisfy { $0.isASCII && $0.isHexDigit }
  }
}
