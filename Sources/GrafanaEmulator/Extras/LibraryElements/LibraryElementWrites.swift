internal import Documents

/// The writes of library elements.
enum LibraryElementWrites {
  static let create: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let body = try call.body.object()
    guard let number = body["kind"]?.intValue, number != 0 else { throw Refusal.badRequest }
    let uid = body.text("uid")
    if let problem = ObjectUID.problem(of: uid) { throw Refusal.failed(400, problem) }
    let folder = try folderUID(of: body, workspace) ?? ""
    let kind = LibraryElementRecord.Kind(rawValue: number)
    guard let kind, kind == .panel || call.lens.extras.libraryTakesVariables,
      let model = body["model"]?.objectValue
    else { throw Refusal.failed(500, "Failed to create library element") }
    let name = body.text("name")
    try checkNames(uid: uid, name: name, folderUID: folder, kind: kind, except: nil, workspace)
    let now = Moment.now
    let account = call.caller.accountID ?? 0
    let chosen = uid.isEmpty ? workspace.names.uid() : uid
    let made = workspace.extras.libraryElements.insert { id in
      var element = LibraryElementRecord(
        id: id, uid: chosen, folderUID: folder, name: name, kind: kind, model: sorted(model), created: now,
        makerID: account, updated: now, changerID: account)
      element.synchronise()
      element.model = sorted(element.model)
      return element
    }
    return .json([
      "result": LibraryElementView.json(
        made, workspace, connections: [:], place: .asked(uid: folder), isNew: true)
    ])
  }

  /// Members that are absent stay. Without a folder nothing moves, although the answer shows the root.
  static let change: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let body = try call.body.object()
    guard let number = body["kind"]?.intValue, number != 0, let version = body["version"]?.intValue,
      version != 0
    else { throw Refusal.badRequest }
    guard let before = LibraryElementEndpoints.element(call, workspace) else {
      throw call.lens.extras.libraryHasPermissions
        ? .denied("library.panels:write") : LibraryElementEndpoints.notFound
    }
    guard before.version == version else {
      throw Refusal.failed(412, "the library element has been changed by someone else")
    }
    var element = before
    let uid = body.text("uid")
    if !uid.isEmpty, uid != before.uid {
      if let problem = ObjectUID.problem(of: uid) { throw Refusal.failed(400, problem) }
      element.uid = uid
    }
    if !body.text("name").isEmpty { element.name = body.text("name") }
    if let model = body["model"]?.objectValue { element.model = model }
    let folder = try folderUID(of: body, workspace)
    element.folderUID = folder ?? before.folderUID
    try checkNames(
      uid: element.uid, name: element.name, folderUID: element.folderUID, kind: element.kind,
      except: element.id, workspace)
    element.synchronise()
    element.model = sorted(element.model)
    element.version += 1
    element.updated = .now
    element.changerID = call.caller.accountID ?? 0
    workspace.extras.libraryElements[element.id] = element
    return .json([
      "result": LibraryElementView.json(
        element, workspace, connections: workspace.libraryConnectionCounts(),
        place: .asked(uid: folder ?? ""), isChanged: true)
    ])
  }

  static let delete: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let element = LibraryElementEndpoints.element(call, workspace) else {
      throw LibraryElementEndpoints.notFound
    }
    if call.lens.extras.libraryConnectionsBind, !workspace.connections(of: element).isEmpty {
      throw Refusal.failed(403, "the library element has connections")
    }
    workspace.extras.libraryElements[element.id] = nil
    return .json(["id": JSON(element.id), "message": "Library element deleted"])
  }

  /// Runs a write for who may do it: editors, told so in the words of the version.
  static func guarded(_ permission: String, _ endpoint: @escaping Endpoint) -> Endpoint {
    { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
      guard call.caller.role >= .editor else {
        throw call.lens.extras.libraryHasPermissions
          ? .denied(permission) : .failed(403, "access denied to folder")
      }
      return try endpoint(call, &workspace)
    }
  }

  /// The folder that a body names, by uid where the version knows those; nil where it names none.
  private static func folderUID(of body: JSONObject, _ workspace: Workspace) throws(Refusal) -> String? {
    if workspace.lens.extras.libraryKnowsFolderUIDs, let uid = body["folderUid"]?.stringValue {
      guard uid.isEmpty || uid == "general" || workspace.folders[uid] != nil else {
        throw Refusal.failed(400, "failed to get folder")
      }
      return uid == "general" ? "" : uid
    }
    guard let id = body["folderId"]?.intValue, id > 0 else { return nil }
    guard let folder = workspace.folder(id: id) else {
      throw workspace.lens.extras.libraryKnowsFolderUIDs
        ? .failed(400, "failed to get folder") : .failed(404, "folder not found")
    }
    return folder.uid
  }

  private static func checkNames(
    uid: String, name: String, folderUID: String, kind: LibraryElementRecord.Kind, except id: Int?,
    _ workspace: Workspace
  ) throws(Refusal) {
    let isTaken = workspace.extras.libraryElements.rows.contains { other in
      guard other.id != id else { return false }
      if other.uid == uid { return true }
      return workspace.lens.extras.libraryNamesAreUnique && other.name == name && other.folderUID == folderUID
        && other.kind == kind
    }
    guard !isTaken else {
      throw Refusal.failed(400, "library element with that name or UID already exists")
    }
  }

  /// As Go writes a map.
  private static func sorted(_ model: JSONObject) -> JSONObject {
    JSONObject(
      model.members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { ($0.key, $0.value) })
  }
}
