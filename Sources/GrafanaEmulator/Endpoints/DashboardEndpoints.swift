internal import Documents

/// `/api/dashboards` without versions and permissions (reference/grafana-http-api.md, section 4).
enum DashboardEndpoints {
  static func register(in routes: inout RouteTable) {
    let write = Access.role(
      .editor, "any of dashboards:create, dashboards:write",
      unnamedDenial: .failed(403, "Access denied to save dashboard"))
    routes.add("POST", "/api/dashboards/db", write, save)
    routes.add("GET", "/api/dashboards/uid/:uid", .role(.viewer, "dashboards:read"), get)
    routes.add(
      "DELETE", "/api/dashboards/uid/:uid",
      .role(.editor, "dashboards:delete", unnamedDenial: .plain(403, "Access denied to this dashboard")),
      delete)
    routes.add("POST", "/api/dashboards/import", write, importDashboard)
    routes.add("GET", "/api/dashboards/tags", .signedIn, tags)
    if routes.lens.search.translatesNumbers {
      routes.add("GET", "/api/dashboards/ids/:ids", .role(.viewer, "dashboards:read"), uidsOfNumbers)
    }
    if routes.lens.dashboards.hasNumberRoutes { routes.add("POST", "/api/dashboards/trim", .signedIn, trim) }
    if routes.lens.dashboards.validation != .none {
      routes.add("POST", "/api/dashboards/validate", write, validate)
    }
  }

  private static let save: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let body = try call.body.object()
    guard body["dashboard"].map({ !$0.isNull }) ?? false else { throw Refusal.badRequest }
    let command = try SaveCommand(body, folderUID: folderUID(of: body, workspace))
    return .json(DashboardView.saved(try workspace.save(command, by: call.caller), call.lens))
  }

  /// The folder that a save names, by uid before number; the root where it names none.
  private static func folderUID(of body: JSONObject, _ workspace: Workspace) throws(Refusal) -> String {
    let isUnified = workspace.lens.hasKubernetesAPI
    let uid = body.text("folderUid")
    if !uid.isEmpty {
      if workspace.folders[uid] != nil { return uid }
      guard isUnified else { throw Refusal.failed(400, "Folder not found") }
      throw uid == "general"
        ? .plain(404, KubernetesKind.folder.notFoundMessage(uid)) : .plain(400, "folder not found")
    }
    guard let id = body["folderId"]?.intValue, id > 0 else { return "" }
    guard let folder = workspace.folder(id: id) else {
      throw isUnified ? .plain(400, "folder not found") : .failed(404, "Folder not found")
    }
    return folder.uid
  }

  private static let get: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let record = workspace.dashboards[call["uid"]] else { throw Refusal.dashboardNotFound }
    return .bytes(DashboardView.bytes(record, call, workspace))
  }

  /// The path of a dashboard deletes a folder too, where both share their uids [9.3 dashboards:
  /// delete-folder-by-dashboard-path].
  private static let delete: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let uid = call["uid"]
    if let record = workspace.dashboards[uid] {
      workspace.deleteDashboard(uid, by: call.caller)
      return deleted(record.title.text, id: record.id, uid, call.lens)
    }
    guard call.lens.uidsAreShared, let folder = workspace.folders[uid] else {
      throw Refusal.dashboardNotFound
    }
    workspace.deleteFolder(uid, by: call.caller)
    return deleted(folder.title.text, id: folder.id, uid, call.lens)
  }

  private static func deleted(_ title: String, id: Int, _ uid: String, _ lens: Lens) -> Answer {
    var object = JSONObject(members: [
      ("message", JSON("Dashboard \(title) deleted")), ("title", JSON(title)),
    ])
    if lens.hasKubernetesAPI {
      object["uid"] = JSON(uid)
    } else {
      object["id"] = JSON(id)
    }
    return .json(.object(object))
  }

  private static let importDashboard: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    var body = try call.body.object()
    let inputs = body["inputs"]?.arrayValue ?? []
    if let dashboard = body["dashboard"] { body["dashboard"] = ImportInputs.resolve(dashboard, inputs) }
    let command = try SaveCommand(body, folderUID: folderUID(of: body, workspace))
    guard case .dashboard(let record) = try workspace.save(command, by: call.caller) else {
      throw Refusal.badRequest
    }
    let folder = workspace.folders[record.folderUID]
    var object = JSONObject(members: [
      ("uid", JSON(record.uid)), ("pluginId", ""), ("title", JSON(record.title.text)), ("imported", true),
      ("importedUri", JSON("db/" + record.title.slug)), ("importedUrl", JSON(DashboardView.url(record))),
      ("slug", JSON(record.title.slug)), ("dashboardId", JSON(record.id)),
      ("folderId", JSON(call.lens.hasKubernetesAPI ? 0 : folder?.id ?? 0)),
    ])
    if call.lens.dashboards.importNamesFolderUID { object["folderUid"] = JSON(record.folderUID) }
    if call.lens.dashboards.importHasRevision {
      object["importedRevision"] = 1
      object["revision"] = 1
    }
    object["description"] = ""
    object["path"] = ""
    object["removed"] = false
    return .json(.object(object))
  }

  private static let tags: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    var counts: [String: Int] = [:]
    for record in workspace.dashboards.values {
      for tag in record.document.tags { counts[tag, default: 0] += 1 }
    }
    let sorted = counts.sorted { one, other in
      if call.lens.hasKubernetesAPI, one.value != other.value { return one.value > other.value }
      return one.key < other.key
    }
    return withCharset(.array(sorted.map { ["term": JSON($0.key), "count": JSON($0.value)] }))
  }

  private static let uidsOfNumbers: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let numbers = call["ids"].split(separator: ",").compactMap { Int($0) }
    return withCharset(.array(numbers.compactMap { workspace.dashboard(id: $0) }.map { JSON($0.uid) }))
  }

  /// Two old routes send a charset.
  private static func withCharset(_ value: JSON) -> Answer {
    Answer(contentType: Answer.jsonTypeWithCharset, body: .json(value))
  }

  /// Of Grafana's schema the one rule is played that the recorded dashboard breaks [9.3 dashboards: validate]: a number
  /// is no `null`.
  private static let validate: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let text = Array(try call.body.object().text("dashboard").utf8)
    guard let dashboard = try? JSONParser.parse(text, options: .lenient), dashboard.objectValue != nil else {
      throw Refusal.badRequest
    }
    guard call.lens.dashboards.validation == .strict, dashboard["id"]?.isNull ?? false else {
      return .json(["isValid": true])
    }
    let message =
      "data invalid against all versions (0.0), error against 0.0: <dashboard@v0.0>.id: validation failed, data is"
      + " not an instance:\n\tschema expected `null`\n\tbut data contained `int & >=-9223372036854775808 &"
      + " <=9223372036854775807`\n\t\tdashboard.json:1:8\n"
    return .json(["isValid": false, "message": JSON(message)], status: 422)
  }

  /// Removes defaults from a body; bodies without any come back as they are, which is all that is played.
  private static let trim: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let body = try call.body.object()
    return .json(["meta": body["meta"] ?? [:], "dashboard": body["dashboard"] ?? [:]])
  }
}
