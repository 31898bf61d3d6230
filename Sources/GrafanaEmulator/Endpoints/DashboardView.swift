internal import Documents

/// A dashboard as the old API shows it.
enum DashboardView {
  /// `{"meta","dashboard"}`, the body spliced in as it is stored.
  static func bytes(_ record: DashboardRecord, _ call: Call, _ workspace: Workspace) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(record.document.byteCount + 1500)
    output.append(contentsOf: #"{"meta":"#.utf8)
    output.append(contentsOf: JSONWriter.bytes(.object(meta(record, call, workspace))))
    output.append(contentsOf: #","dashboard":"#.utf8)
    let document = record.document.shown(in: workspace)
    write(document, id: JSON(record.id), uid: record.uid, version: record.version, into: &output)
    output.append(UInt8(ascii: "}"))
    return output
  }

  /// A body with the members that belong to its row. Nil leaves `id` out.
  static func write(
    _ document: DashboardDocument, id: JSON?, uid: String, version: Int, into output: inout [UInt8]
  ) {
    var additions: [(key: String, value: [UInt8])] = []
    if let id { additions.append((key: "id", value: JSONWriter.bytes(id))) }
    additions.append((key: "uid", value: JSONWriter.bytes(JSON(uid))))
    additions.append((key: "version", value: JSONWriter.bytes(JSON(version))))
    document.write(into: &output, with: additions)
  }

  static func url(_ record: DashboardRecord) -> String { "/d/\(record.uid)/\(record.title.slug)" }

  /// The answer to a save.
  static func saved(_ object: SavedObject, _ lens: Lens) -> JSON {
    switch object {
    case .folder(let folder):
      [
        "id": JSON(folder.id), "slug": JSON(folder.title.slug), "status": "success", "uid": JSON(folder.uid),
        "url": JSON(FolderView.url(folder)), "version": JSON(folder.version),
      ]
    case .dashboard(let record):
      .object(savedDashboard(record, lens))
    }
  }

  private static func savedDashboard(_ record: DashboardRecord, _ lens: Lens) -> JSONObject {
    var object = JSONObject()
    if lens.hasKubernetesAPI { object["folderUid"] = JSON(record.folderUID) }
    object["id"] = JSON(record.id)
    object["slug"] = JSON(record.title.slug)
    object["status"] = "success"
    object["uid"] = JSON(record.uid)
    object["url"] = JSON(url(record))
    object["version"] = JSON(record.version)
    return object
  }

  private static func meta(_ record: DashboardRecord, _ call: Call, _ workspace: Workspace) -> JSONObject {
    let lens = call.lens
    let rights = Rights(call.caller, record.permissions)
    var meta = JSONObject()
    if workspace.isStarred(record.uid, by: call.caller) { meta["isStarred"] = true }
    meta["type"] = "db"
    meta["canSave"] = JSON(rights.canSave)
    meta["canEdit"] = JSON(rights.canSave)
    meta["canAdmin"] = JSON(rights.canAdmin)
    meta["canStar"] = true
    if lens.dashboards.showsRightToDelete { meta["canDelete"] = JSON(rights.canSave) }
    meta["slug"] = JSON(record.title.slug)
    meta["url"] = JSON(url(record))
    meta["expires"] = JSON(Moment.zeroText)
    meta["created"] = JSON(record.created.text)
    meta["updated"] = JSON(record.updated.text)
    meta["updatedBy"] = JSON(updater(record, lens))
    meta["createdBy"] = JSON(creator(record, lens))
    meta["version"] = JSON(record.version)
    meta["hasAcl"] = false
    meta["isFolder"] = false
    if lens.hasKubernetesAPI { meta["apiVersion"] = JSON(KubernetesKind.legacyDashboardVersion) }
    addFolder(workspace.folders[record.folderUID], to: &meta)
    meta["provisioned"] = false
    meta["provisionedExternalId"] = ""
    if let rights = annotationRights(call.caller, rights, lens) { meta["annotationsPermissions"] = rights }
    if workspace.isPublic(record) { meta["publicDashboardEnabled"] = true }
    addPublicKeys(lens, to: &meta)
    return meta
  }

  /// No dashboard is public: two of the keys are flags, two texts.
  static func addPublicKeys(_ lens: Lens, to meta: inout JSONObject) {
    for key in lens.dashboards.publicKeys {
      meta[key] = key.hasPrefix("has") || key.hasSuffix("Enabled") ? false : ""
    }
  }

  private static func addFolder(_ folder: FolderRecord?, to meta: inout JSONObject) {
    meta["folderId"] = JSON(folder?.id ?? 0)
    meta["folderUid"] = JSON(folder?.uid ?? "")
    meta["folderTitle"] = JSON(folder?.title.text ?? "General")
    meta["folderUrl"] = JSON(folder.map(FolderView.url) ?? "")
  }

  private static func annotationRights(_ caller: Caller, _ rights: Rights, _ lens: Lens) -> JSON? {
    func all(_ flag: Bool) -> JSON { ["canAdd": JSON(flag), "canEdit": JSON(flag), "canDelete": JSON(flag)] }
    let ofOrganisation = all(caller.role >= .editor)
    switch lens.dashboards.annotationRights {
    case .absent: return nil
    case .denied: return ["dashboard": all(false), "organization": all(false)]
    case .ofEverybody: return ["dashboard": all(true), "organization": ofOrganisation]
    case .ofEditors: return ["dashboard": all(rights.canSave), "organization": ofOrganisation]
    }
  }

  /// The Kubernetes-style store shows neither maker until the first change [12.4 dashboards].
  private static func creator(_ record: DashboardRecord, _ lens: Lens) -> String {
    lens.hasKubernetesAPI && record.updatedBy == nil ? Author.unknown : record.createdBy.displayName
  }

  private static func updater(_ record: DashboardRecord, _ lens: Lens) -> String {
    if let updatedBy = record.updatedBy { return updatedBy.displayName }
    return lens.hasKubernetesAPI ? Author.unknown : record.createdBy.displayName
  }
}
