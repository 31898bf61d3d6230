internal import Documents

/// A folder as the old API shows it.
enum FolderView {
  /// - Parameter isNew: whether this answers the create, where a version without the Kubernetes-style store prints
  ///   times that were never in its database.
  static func json(
    _ folder: FolderRecord, _ workspace: Workspace, _ rights: Rights, isNew: Bool = false
  ) -> JSON {
    var object = bare(folder, workspace.lens, rights, isNew: isNew)
    if workspace.lens.hasNestedFolders, !folder.parentUID.isEmpty {
      let parents = workspace.ancestors(of: folder)
      if !parents.isEmpty {
        object["parents"] = .array(parents.map { .object(bare($0, workspace.lens, rights, isNew: false)) })
      }
    }
    return .object(object)
  }

  private static func bare(
    _ folder: FolderRecord, _ lens: Lens, _ rights: Rights, isNew: Bool
  ) -> JSONObject {
    let isPrecise = isNew && lens.folders.newTimesArePrecise
    var object = JSONObject(members: [("id", JSON(folder.id)), ("uid", JSON(folder.uid))])
    if lens.folders.showsOrganisation { object["orgId"] = 1 }
    object["title"] = JSON(folder.title.text)
    object["url"] = JSON(url(folder))
    object["hasAcl"] = false
    object["canSave"] = JSON(rights.canSave)
    object["canEdit"] = JSON(rights.canSave)
    object["canAdmin"] = JSON(rights.canAdmin)
    if lens.folders.showsRightToDelete { object["canDelete"] = JSON(rights.canSave) }
    object["createdBy"] = JSON(folder.createdBy.displayName)
    object["created"] = JSON(isPrecise ? folder.created.preciseText : folder.created.text)
    object["updatedBy"] = JSON(updater(folder, lens))
    object["updated"] = JSON(isPrecise ? folder.updated.preciseText : folder.updated.text)
    object["version"] = JSON(folder.version)
    if lens.folders.rootsHaveParentUID || !folder.parentUID.isEmpty {
      object["parentUid"] = JSON(folder.parentUID)
    }
    if let manager = folder.metadata.annotations["grafana.app/managedBy"] {
      object["managedBy"] = JSON(manager)
    }
    return object
  }

  /// The Kubernetes-style store knows nobody until the first change.
  private static func updater(_ folder: FolderRecord, _ lens: Lens) -> String {
    if let updatedBy = folder.updatedBy { return updatedBy.displayName }
    return lens.hasKubernetesAPI ? Author.unknown : folder.createdBy.displayName
  }

  static func url(_ folder: FolderRecord) -> String { "/dashboards/f/\(folder.uid)/\(folder.title.slug)" }

  /// The root, as the folder `general` [12.4 folders: get-general].
  static func general(_ caller: Caller) -> JSON {
    let rights = Rights(caller, [])
    return [
      "id": 0, "uid": "general", "orgId": 0, "title": "Dashboards", "url": "", "hasAcl": false,
      "canSave": JSON(rights.canSave), "canEdit": JSON(rights.canSave), "canAdmin": JSON(rights.canAdmin),
      "canDelete": JSON(rights.canSave), "createdBy": JSON(Author.unknown), "created": JSON(Moment.zeroText),
      "updatedBy": JSON(Author.unknown), "updated": JSON(Moment.zeroText),
    ]
  }
}
