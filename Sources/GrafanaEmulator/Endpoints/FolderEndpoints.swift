internal import Documents

/// `/api/folders` (reference/grafana-http-api.md, section 3).
enum FolderEndpoints {
  static func register(in routes: inout RouteTable) {
    let read = Access.role(.viewer, "folders:read")
    let write = Access.role(.editor, "folders:write", unnamedDenial: .failed(403, "Access denied"))
    routes.add("GET", "/api/folders", read, list)
    routes.add(
      "POST", "/api/folders", .role(.editor, "folders:create", unnamedDenial: .failed(403, "Access denied")),
      create)
    routes.add("GET", "/api/folders/:uid", read, get)
    routes.add("GET", "/api/folders/id/:id", read, getByNumber)
    routes.add("PUT", "/api/folders/:uid", write, update)
    if routes.lens.folders.hasMoves { routes.add("POST", "/api/folders/:uid/move", write, move) }
    routes.add(
      "DELETE", "/api/folders/:uid",
      .role(.editor, "folders:delete", unnamedDenial: .failed(403, "Access denied")), delete)
    if routes.lens.folders.counts != nil { routes.add("GET", "/api/folders/:uid/counts", read, counts) }
  }

  private static let list: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let parent = call.query("parentUid") ?? ""
    var folders = Array(workspace.folders.values)
    if call.lens.hasNestedFolders { folders.removeAll { $0.parentUID != parent } }
    let page = SearchOrder.page(
      folders, title: \.title, uid: \.uid, number: call.count("page", fallback: 1),
      size: call.count("limit", fallback: 1000), order: .standard(call.lens))
    return .json(
      .array(
        page.map { folder in
          var item = JSONObject(members: [
            ("id", JSON(folder.id)), ("uid", JSON(folder.uid)), ("title", JSON(folder.title.text)),
          ])
          if !folder.parentUID.isEmpty { item["parentUid"] = JSON(folder.parentUID) }
          return .object(item)
        }))
  }

  private static let get: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    if call["uid"] == "general", call.lens.hasNestedFolders { return .json(FolderView.general(call.caller)) }
    guard let folder = workspace.folders[call["uid"]] else { throw Refusal.folderNotFound }
    return .json(FolderView.json(folder, workspace, Rights(call.caller, folder.permissions)))
  }

  private static let getByNumber: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let folder = Int(call["id"]).flatMap({ workspace.folder(id: $0) }) else {
      throw Refusal.folderNotFound
    }
    return .json(FolderView.json(folder, workspace, Rights(call.caller, folder.permissions)))
  }

  private static let create: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let body = try call.body.object()
    let parent = call.lens.hasNestedFolders ? body.text("parentUid") : ""
    let folder = try workspace.createFolder(
      uid: body.text("uid"), title: body.text("title"), description: body["description"]?.stringValue,
      parentUID: parent, by: call.caller)
    let rights = Rights(atCreationBy: call.caller, call.lens)
    return .json(FolderView.json(folder, workspace, rights, isNew: true))
  }

  private static let update: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let body = try call.body.object()
    guard let folder = workspace.folders[call["uid"]] else { throw Refusal.folderNotFound }
    let changed = try workspace.updateFolder(folder, with: body, by: call.caller)
    return .json(FolderView.json(changed, workspace, Rights(call.caller, changed.permissions)))
  }

  private static let move: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard call.lens.hasNestedFolders else {
      throw Refusal.plain(404, "To use this service, you need to activate nested folder feature.")
    }
    let body = try call.body.object()
    guard let folder = workspace.folders[call["uid"]] else { throw Refusal.folderNotFound }
    let moved = try workspace.moveFolder(folder, to: body.text("parentUid"), by: call.caller)
    return .json(FolderView.json(moved, workspace, Rights(call.caller, moved.permissions)))
  }

  private static let delete: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let uid = call["uid"]
    guard let folder = workspace.folders[uid] else {
      throw call.lens.hasKubernetesAPI
        ? .plain(404, KubernetesKind.folder.notFoundMessage(uid)) : .folderNotFound
    }
    try workspace.checkLibraryElements(inFolder: uid)
    try workspace.checkRules(inFolder: uid, call)
    workspace.deleteFolder(uid, by: call.caller)
    switch call.lens.folders.deletionAnswer {
    case .title:
      let title = folder.title.text
      return .json(["id": JSON(folder.id), "message": JSON("Folder \(title) deleted"), "title": JSON(title)])
    case .nothing: return .bytes([])
    case .message: return .message("Folder deleted")
    }
  }

  private static let counts: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let uid = call["uid"]
    guard workspace.folders[uid] != nil else { throw Refusal.folderNotFound }
    let below = workspace.descendants(of: uid).map(\.uid)
    let inside = Set(below + [uid])
    let dashboards = workspace.dashboards.values.count { inside.contains($0.folderUID) }
    let panels = workspace.extras.libraryElements.rows.count { inside.contains($0.folderUID) }
    let counts = [
      "dashboard": dashboards, "folder": below.count, "librarypanel": panels,
      "alertrule": workspace.ruleBook.rules.values.count { inside.contains($0.folderUID) },
    ]
    return .json(
      .object(JSONObject((call.lens.folders.counts ?? []).map { ($0, JSON(counts[$0] ?? 0)) })))
  }
}
