internal import Documents

/// `/api/annotations` (reference/grafana-http-api.md, section 8.4).
enum AnnotationEndpoints {
  static func register(in routes: inout RouteTable) {
    let base = "/api/annotations"
    let read = Access.role(.viewer, "annotations:read")
    let write = Access.role(.viewer, "annotations:write")
    routes.add("GET", base, read, list)
    routes.add("POST", base, .role(.viewer, "annotations:create"), create)
    routes.add("GET", base + "/tags", read, tags)
    if routes.lens.extras.annotationsCanBeRead { routes.add("GET", base + "/:id", read, get) }
    routes.add("PUT", base + "/:id", write, replace)
    routes.add("PATCH", base + "/:id", write, change)
    routes.add("DELETE", base + "/:id", .role(.viewer, "annotations:delete"), delete)
  }

  private static let list: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let found = AnnotationQuery(call, workspace).results(in: workspace.extras.annotations.rows)
    return .json(.array(found.map { AnnotationView.json($0, workspace) }))
  }

  private static let create: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let body = try call.body.object()
    let dashboard = try dashboardID(body, workspace)
    try checkRights(call, dashboardID: dashboard, "save")
    let now = Moment.now
    let given = body["time"]?.intValue ?? 0
    let start = given == 0 ? now.milliseconds : given
    let end = body["timeEnd"]?.intValue ?? 0
    let text = body.text("text")
    guard !text.isEmpty, end == 0 || start <= end else {
      throw Refusal.failed(400, "Failed to save annotation")
    }
    let record = workspace.extras.annotations.insert { id in
      AnnotationRecord(
        id: id, dashboardID: dashboard, panelID: body["panelId"]?.intValue ?? 0,
        personID: call.caller.accountID ?? 0, created: now, updated: now, start: start,
        end: end == 0 ? start : end, text: text, tags: tagList(body) ?? [],
        data: body["data"]?.objectValue ?? JSONObject())
    }
    return .json(["id": JSON(record.id), "message": "Annotation added"])
  }

  /// The dashboard that a body names; 0 for the organisation, which gets what belongs to nothing known.
  private static func dashboardID(_ body: JSONObject, _ workspace: Workspace) throws(Refusal) -> Int {
    let lens = workspace.lens.extras
    let uid = body.text("dashboardUID")
    let id = body["dashboardId"]?.intValue ?? 0
    guard lens.annotationsKnowUIDs, !uid.isEmpty else {
      guard id == 0 || !lens.annotationsNeedTheirDashboard || workspace.dashboard(id: id) != nil else {
        throw unknownDashboard
      }
      return id
    }
    if let record = workspace.dashboards[uid] { return record.id }
    guard !lens.annotationsNeedTheirDashboard else { throw unknownDashboard }
    return id
  }

  private static let unknownDashboard = Refusal.plain(500, "Error while checking annotation permissions")

  /// Marks of the organisation are for editors; on a dashboard viewers may set some where the version lets them.
  private static func checkRights(_ call: Call, dashboardID: Int, _ verb: String) throws(Refusal) {
    let isAllowed =
      call.caller.role >= .editor
      || (dashboardID != 0 && call.lens.dashboards.annotationRights == .ofEverybody)
    guard isAllowed else {
      // [recalled]
      throw Refusal.plain(
        403,
        call.lens.extras.annotationsNeedTheirDashboard
          ? "Access denied to \(verb) the annotation" : "Access denied to this dashboard")
    }
  }

  private static func tagList(_ body: JSONObject) -> [String]? {
    body["tags"]?.arrayValue?.compactMap(\.stringValue)
  }

  private static let get: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let record = Int(call["id"]).flatMap({ workspace.extras.annotations[$0] }) else {
      throw Refusal.plain(404, "Annotation not found")
    }
    return .json(AnnotationView.json(record, workspace))
  }

  private static let replace: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let body = try call.body.object()
    var record = try record(call, workspace)
    guard !body.text("text").isEmpty else { throw Refusal.failed(400, "Failed to update annotation") }
    record.text = body.text("text")
    record.start = body["time"]?.intValue ?? record.start
    record.end = body["timeEnd"]?.intValue ?? record.start
    record.tags = tagList(body) ?? []
    if let data = body["data"]?.objectValue { record.data = data }
    return keep(record, "Annotation updated", &workspace)
  }

  private static let change: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let body = try call.body.object()
    var record = try record(call, workspace)
    let text = body.text("text")
    if !text.isEmpty { record.text = text }
    if let time = body["time"]?.intValue, time > 0 { record.start = time }
    if let time = body["timeEnd"]?.intValue, time > 0 { record.end = time }
    record.tags = tagList(body) ?? record.tags
    if let data = body["data"]?.objectValue { record.data = data }
    return keep(record, "Annotation patched", &workspace)
  }

  private static func keep(
    _ record: AnnotationRecord, _ message: String, _ workspace: inout Workspace
  ) -> Answer {
    var record = record
    record.updated = .now
    workspace.extras.annotations[record.id] = record
    return .message(message)
  }

  private static let delete: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let isKnown = Int(call["id"]).map { workspace.extras.annotations[$0] != nil } ?? false
    if isKnown || call.lens.extras.missingAnnotation != .deleted {
      workspace.extras.annotations[try record(call, workspace).id] = nil
    }
    return .message("Annotation deleted")
  }

  /// The annotation that is to change, where the caller may do that.
  private static func record(_ call: Call, _ workspace: Workspace) throws(Refusal) -> AnnotationRecord {
    guard let id = Int(call["id"]) else { throw Refusal.failed(400, "annotationId is invalid") }
    guard let record = workspace.extras.annotations[id] else {
      throw call.lens.extras.missingAnnotation == .internalError
        ? .plain(500, "Could not find annotation to update") : .plain(404, "Annotation not found")
    }
    try checkRights(call, dashboardID: record.dashboardID, "change")
    return record
  }

  private static let tags: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let text = (call.query("tag") ?? "").lowercased()
    var counts: [String: Int] = [:]
    for tag in workspace.extras.annotations.rows.flatMap(\.tags) {
      if text.isEmpty || tag.lowercased().contains(text) { counts[tag, default: 0] += 1 }
    }
    let sorted = counts.sorted { $0.key < $1.key }.prefix(call.count("limit", fallback: 100))
    return .json([
      "result": ["tags": .array(sorted.map { ["tag": JSON($0.key), "count": JSON($0.value)] })]
    ])
  }
}
