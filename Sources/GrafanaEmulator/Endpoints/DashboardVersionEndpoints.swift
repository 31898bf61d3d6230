internal import Documents

/// The saved states of dashboards (reference/grafana-http-api.md, section 4.4).
enum DashboardVersionEndpoints {
  static func register(in routes: inout RouteTable) {
    var bases = ["/api/dashboards/uid/:uid"]
    if routes.lens.hasDashboardIDRoutes { bases.append("/api/dashboards/id/:id") }
    for base in bases {
      let access = Access.role(.editor, "dashboards:write")
      routes.add("GET", base + "/versions", access, list)
      routes.add("GET", base + "/versions/:version", access, get)
      routes.add("POST", base + "/restore", access, restore)
    }
  }

  /// By uid or by number, whichever the route has.
  static func dashboard(_ call: Call, _ workspace: Workspace) -> DashboardRecord? {
    call["id"].isEmpty
      ? workspace.dashboards[call["uid"]] : Int(call["id"]).flatMap { workspace.dashboard(id: $0) }
  }

  private static let list: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let record = dashboard(call, workspace) else {
      throw call.lens.hasKubernetesAPI
        ? .dashboardNotFound : .failed(400, "failed to get dashboard by UID")
    }
    let limit = call.count("limit", fallback: 1000)
    return call.lens.hasKubernetesAPI
      ? try unifiedList(record, call, limit) : plainList(record, call, limit)
  }

  private static func plainList(_ record: DashboardRecord, _ call: Call, _ limit: Int) -> Answer {
    let start = call.count("start", fallback: 0)
    let versions = record.history.reversed().dropFirst(start).prefix(limit).map { state -> JSON in
      [
        "id": JSON(state.row), "dashboardId": JSON(record.id), "dashboardUid": "",
        "parentVersion": JSON(state.parentVersion), "restoredFrom": JSON(state.restoredFrom),
        "version": JSON(state.version), "created": JSON(state.created.text),
        "createdBy": JSON((state.updatedBy ?? state.createdBy).displayName),
        "message": JSON(listedMessage(state)),
      ]
    }
    return .json(.array(versions))
  }

  /// With bodies, wrapped, and paged by a token; `start` is ignored [12.4 dashboard_versions].
  private static func unifiedList(
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
    guard let state = state(String(body["version"]?.intValue ?? 0), of: record) else {
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
    let front: JSON = [
      "id": JSON(isUnified ? state.version : state.row), "dashboardId": JSON(record.id),
      "uid": JSON(call["uid"]), "parentVersion": JSON(state.parentVersion),
      "restoredFrom": JSON(state.restoredFrom), "version": JSON(state.version),
      "created": JSON(state.created.text), "message": JSON(message),
    ]
    output.append(contentsOf: JSONWriter.bytes(front).dropLast())
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
