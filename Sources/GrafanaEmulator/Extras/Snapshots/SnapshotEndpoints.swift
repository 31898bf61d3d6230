internal import Documents

/// Snapshots of dashboards [recordings: snapshots_and_others]; none is sent to another server.
enum SnapshotEndpoints {
  static func register(in routes: inout RouteTable) {
    routes.add("POST", "/api/snapshots", .signedIn, create)
    routes.add("GET", "/api/snapshots/:key", .open, get)
    routes.add("DELETE", "/api/snapshots/:key", .signedIn, delete)
    routes.add("GET", "/api/snapshots-delete/:key", .open, deleteBySecret)
    routes.add("GET", "/api/dashboard/snapshots", .signedIn, list)
  }

  private static func live(_ workspace: Workspace) -> [SnapshotRecord] {
    let now = Moment.now
    return workspace.extras.snapshots.rows.filter { $0.expires > now }
  }

  /// The name must match as a whole: the query is a pattern without wildcards of its own.
  private static let list: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let name = (call.query("query") ?? "").lowercased()
    let found = live(workspace).filter { record in
      (name.isEmpty || record.name.lowercased() == name)
        && (call.caller.role >= .admin || record.personID == call.caller.accountID)
    }.prefix(call.count("limit", fallback: 1000))
    return .json(
      .array(
        found.map { record in
          [
            "id": JSON(record.id), "name": JSON(record.name), "key": JSON(record.key), "orgId": 1,
            "userId": JSON(record.personID), "external": false, "externalUrl": "",
            "expires": JSON(record.expires.text), "created": JSON(record.created.text),
            "updated": JSON(record.created.text),
          ]
        }))
  }

  private static let create: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let body = try call.body.object()
    guard let dashboard = body["dashboard"]?.objectValue else { throw Refusal.badRequest }
    if call.lens.extras.snapshotsNeedTheirDashboard, workspace.dashboards[dashboard.text("uid")] == nil {
      // [recalled; that the dashboard is looked for is recorded]
      return .problem(400, "Dashboard not found", call.lens)
    }
    let now = Moment.now
    let life = body["expires"]?.intValue ?? 0
    let name = body.text("name")
    let (key, deleteKey) = (NameMaker.keySecret(), NameMaker.keySecret())
    let record = workspace.extras.snapshots.insert { id in
      SnapshotRecord(
        id: id, name: name.isEmpty ? "Unnamed snapshot" : name,
        key: body.text("key").isEmpty ? key : body.text("key"),
        deleteKey: body.text("deleteKey").isEmpty ? deleteKey : body.text("deleteKey"), dashboard: dashboard,
        created: now, expires: now.adding(seconds: life > 0 ? life : SnapshotRecord.longestLife),
        personID: call.caller.accountID ?? 0)
    }
    let base = ownURL(call)
    var object = JSONObject(members: [
      ("deleteKey", JSON(record.deleteKey)),
      ("deleteUrl", JSON("\(base)api/snapshots-delete/\(record.deleteKey)")),
    ])
    if call.lens.extras.snapshotsTellNumber { object["id"] = JSON(record.id) }
    object["key"] = JSON(record.key)
    object["url"] = JSON("\(base)dashboard/snapshot/\(record.key)")
    return .withCharset(.object(object))
  }

  /// The address under which the caller reached the server, with a slash at its end.
  static func ownURL(_ call: Call) -> String { "http://\(call.header("Host") ?? "localhost:3000")/" }

  private static let get: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let record = live(workspace).first(where: { $0.key == call["key"] }) else {
      throw notFound(call, "Dashboard snapshot not found")
    }
    var meta = DashboardMeta.blank(call.lens)
    meta["isSnapshot"] = true
    meta["type"] = "snapshot"
    meta["expires"] = JSON(record.expires.text)
    meta["created"] = JSON(record.created.text)
    var dashboard = record.dashboard
    if call.lens.extras.snapshotsTellOrigin {
      dashboard["snapshot"] = ["originalUrl": JSON("/d/" + dashboard.text("uid"))]
    }
    return .json(["meta": .object(meta), "dashboard": .object(dashboard)])
  }

  private static let delete: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let record = live(workspace).first(where: { $0.key == call["key"] }) else {
      throw notFound(call, "Failed to get dashboard snapshot")
    }
    guard call.caller.role >= .editor || record.personID == call.caller.accountID else {
      throw Refusal.plain(403, "Access denied to this snapshot")
    }
    return deleted(record, &workspace)
  }

  private static let deleteBySecret: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let record = live(workspace).first(where: { $0.deleteKey == call["key"] }) else {
      throw notFound(call, "Failed to get dashboard snapshot")
    }
    return deleted(record, &workspace)
  }

  private static func deleted(_ record: SnapshotRecord, _ workspace: inout Workspace) -> Answer {
    workspace.extras.snapshots[record.id] = nil
    return .json([
      "id": JSON(record.id),
      "message": "Snapshot deleted. It might take an hour before it's cleared from any CDN caches.",
    ])
  }

  /// [recalled]
  private static func notFound(_ call: Call, _ old: String) -> Refusal {
    call.lens.errorsAreCoded
      ? .coded(404, "dashboardsnapshots.not-found", "Snapshot not found") : .failed(404, old)
  }
}
