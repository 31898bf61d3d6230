internal import Documents

/// The saved states of dashboards (reference/grafana-http-api.md, section 4.4).
enum DashboardVersionEndpoints {
  static func register(in routes: inout RouteTable) {
    for base in bases(routes.lens) {
      let access = Access.role(.editor, "dashboards:write")
      routes.add("GET", base + "/versions", access, list)
      routes.add("GET", base + "/versions/:version", access, get)
      routes.add("POST", base + "/restore", access, restore)
    }
    if routes.lens.dashboards.hasNumberRoutes {
      routes.add("POST", "/api/dashboards/calculate-diff", .signedIn, compare)
    }
  }

  /// How the paths about one dashboard begin.
  static func bases(_ lens: Lens) -> [String] {
    var bases: [String] = []
    if lens.dashboards.hasUIDRoutes { bases.append("/api/dashboards/uid/:uid") }
    if lens.dashboards.hasNumberRoutes { bases.append("/api/dashboards/id/:id") }
    return bases
  }

  /// By uid or by number, whichever the route has.
  static func dashboard(_ call: Call, _ workspace: Workspace) -> DashboardRecord? {
    call["id"].isEmpty
      ? workspace.dashboards[call["uid"]] : Int(call["id"]).flatMap { workspace.dashboard(id: $0) }
  }

  private static let list: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let record = dashboard(call, workspace) else {
      throw call.lens.dashboards.history == .withEmptyUID
        ? .failed(400, "failed to get dashboard by UID") : .dashboardNotFound
    }
    let limit = call.count("limit", fallback: 1000)
    if call.lens.dashboards.history == .wrapped { return try wrappedList(record, call, limit) }
    let start = call.count("start", fallback: 0)
    var output: [UInt8] = [UInt8(ascii: "[")]
    for (index, state) in record.history.reversed().dropFirst(start).prefix(limit).enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      writeItem(state, record, call, workspace, into: &output)
    }
    output.append(UInt8(ascii: "]"))
    return .bytes(output)
  }

  /// An item of a list that is not wrapped.
  private static func writeItem(
    _ state: DashboardVersion, _ record: DashboardRecord, _ call: Call, _ workspace: Workspace,
    into output: inout [UInt8]
  ) {
    let author = state.updatedBy ?? state.createdBy
    var front = JSONObject(members: [("id", JSON(state.row)), ("dashboardId", JSON(record.id))])
    var createdBy = JSON(author.displayName)
    switch call.lens.dashboards.history {
    case .plain: break
    case .withEmptyUID: front["dashboardUid"] = ""
    case .withAuthorNumber:
      front["dashboardUid"] = ""
      createdBy = JSON(workspace.users.first { $0.author == author }?.id ?? 0)
    case .withBodies, .wrapped: front["uid"] = JSON(record.uid)
    }
    front["parentVersion"] = JSON(state.parentVersion)
    front["restoredFrom"] = JSON(state.restoredFrom)
    front["version"] = JSON(state.version)
    front["created"] = JSON(state.created.text)
    front["createdBy"] = createdBy
    front["message"] = JSON(listedMessage(state))
    output.append(contentsOf: JSONWriter.bytes(.object(front)))
    guard [.withAuthorNumber, .withBodies].contains(call.lens.dashboards.history) else { return }
    output.removeLast()
    output.append(text: ",\"data\":")
    DashboardView.write(
      state.document, id: bodyNumber(state, record), uid: record.uid, version: state.version, into: &output)
    output.append(UInt8(ascii: "}"))
  }

  /// The number in a past body as a list shows it: the first body is kept as it came, before it had one.
  private static func bodyNumber(_ state: DashboardVersion, _ record: DashboardRecord) -> JSON? {
    guard state.parentVersion == 0 else { return JSON(record.id) }
    return state.document.hasNullID ? .some(.null) : .none
  }

  /// With bodies, wrapped, and paged by a token; `start` is ignored [12.4 dashboard_versions].
  private static func wrappedList(
    _ record: DashboardRecord, _ call: Call, _ limit: Int
  ) throws(Refusal) -> Answer {
    var start = 0
    if let text = call.query("continueToken"), !text.isEmpty { start = try ListToken(text).offset }
    let rest = record.history.reversed().dropFirst(start)
    let page = rest.prefix(limit)
    let token =
      rest.count > page.count
      ? ListToken(offset: start + page.count, resourceVersion: record.metadata.resourceVersion + 1).text : ""
    var output = Array("{\"continueToken\":\"\(token)\",\"versions\":[".utf8)
    for (index, state) in page.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      write(
        state, record, call, message: listedMessage(state), author: state.updatedBy ?? state.createdBy,
        into: &output)
    }
    output.append(text: "]}")
    return .bytes(output)
  }

  private static let get: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let record = dashboard(call, workspace) else { throw Refusal.dashboardNotFound }
    guard let state = state(call["version"], of: record) else {
      throw Refusal.failed(
        500, "Dashboard version \(call["version"]) not found for dashboardId \(record.id)")
    }
    var output: [UInt8] = []
    // A version alone does not know who made the dashboard in the unified store.
    let author = call.lens.hasKubernetesAPI ? state.updatedBy : state.updatedBy ?? state.createdBy
    write(state, record, call, message: state.message, author: author, into: &output)
    return .bytes(output)
  }

  private static let restore: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let body = try call.body.object()
    guard let record = dashboard(call, workspace) else { throw Refusal.dashboardNotFound }
    let isLost = call.lens.dashboards.restoreByUIDFindsNothing && call["id"].isEmpty
    guard !isLost, let state = state(String(body["version"]?.intValue ?? 0), of: record) else {
      throw Refusal.plain(
        404, call.lens.hasKubernetesAPI ? "Dashboard not found" : "Dashboard version not found")
    }
    var object = state.document.object
    object["uid"] = JSON(record.uid)
    let command = SaveCommand(
      object: object, folderUID: record.folderUID, message: "Restored from version \(state.version)",
      restoredFrom: state.version)
    return .json(DashboardView.saved(try workspace.save(command, by: call.caller), call.lens))
  }

  private static let compare: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let body = try call.body.object()
    let old = try saved(body["base"], workspace)
    let new = try saved(body["new"], workspace)
    return Answer(contentType: "text/html", body: .bytes(DashboardDiffPage.bytes(old: old, new: new)))
  }

  /// A version's body, of `{"dashboardId","version"}`.
  private static func saved(_ place: JSON?, _ workspace: Workspace) throws(Refusal) -> JSON {
    let version = String(place?["version"]?.intValue ?? 0)
    guard let record = workspace.dashboard(id: place?["dashboardId"]?.intValue ?? 0),
      let state = state(version, of: record)
    else { throw Refusal.failed(404, "Dashboard version not found") }
    var object = state.document.object
    object["id"] = JSON(record.id)
    object["uid"] = JSON(record.uid)
    object["version"] = JSON(state.version)
    return .object(object)
  }

  private static func state(_ version: String, of record: DashboardRecord) -> DashboardVersion? {
    record.history.last { String($0.version) == version }
  }

  private static func listedMessage(_ state: DashboardVersion) -> String {
    state.parentVersion == 0 ? "Initial save" : state.message
  }

  private static func write(
    _ state: DashboardVersion, _ record: DashboardRecord, _ call: Call, message: String, author: Author?,
    into output: inout [UInt8]
  ) {
    let isUnified = call.lens.hasKubernetesAPI
    var front = JSONObject(members: [
      ("id", JSON(isUnified ? state.version : state.row)), ("dashboardId", JSON(record.id)),
    ])
    switch call.lens.dashboards.history {
    case .plain: break
    case .withEmptyUID, .withAuthorNumber: front["uid"] = JSON(call["uid"])
    case .withBodies, .wrapped: front["uid"] = JSON(record.uid)
    }
    front["parentVersion"] = JSON(state.parentVersion)
    front["restoredFrom"] = JSON(state.restoredFrom)
    front["version"] = JSON(state.version)
    front["created"] = JSON(state.created.text)
    front["message"] = JSON(message)
    output.append(contentsOf: JSONWriter.bytes(.object(front)).dropLast())
    output.append(text: ",\"data\":")
    // What a create left in the body, every later save removes.
    var id: JSON? = JSON(record.id)
    if isUnified { id = state.parentVersion == 0 && state.document.hasNullID ? .some(.null) : .none }
    DashboardView.write(state.document, id: id, uid: record.uid, version: state.version, into: &output)
    output.append(text: ",\"createdBy\":")
    output.append(contentsOf: JSONWriter.bytes(JSON(author?.displayName ?? Author.unknown)))
    output.append(UInt8(ascii: "}"))
  }
}

extension [UInt8] {
  /// Adds a text's UTF-8.
  fileprivate mutating func append(text: String) { append(contentsOf: text.utf8) }
}
