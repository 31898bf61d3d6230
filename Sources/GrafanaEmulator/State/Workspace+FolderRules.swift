internal import Documents

/// What the old API checks before it makes or changes a folder.
extension Workspace {
  /// How many levels may stand below a top folder [12.4 folders_nested: level-6].
  private static let folderDepthLimit = 4

  mutating func createFolder(
    uid: String, title: String, description: String?, parentUID: String, by caller: Caller
  ) throws(Refusal) -> FolderRecord {
    let title = Text.trimmed(title)
    guard !title.isEmpty else { throw Refusal.plain(400, "folder title cannot be empty") }
    if lens.titles != .free, title.lowercased() == "general" {
      throw Refusal.failed(400, "A folder with that name already exists")
    }
    try checkFolderUID(uid)
    guard folders[uid] == nil, !(lens.uidsAreShared && dashboards[uid] != nil) else {
      throw folderConflict
    }
    try checkFolderTitle(title, parentUID: parentUID)
    try checkParent(parentUID)
    try checkDepth(parentUID: parentUID)
    var folder = addFolder(
      uid: uid.isEmpty ? names.uid() : uid, title: title,
      description: lens.hasKubernetesAPI ? description ?? "" : description, parentUID: parentUID, by: caller)
    if let entry = LegacyManager.folderEntry(parentUID: parentUID, lens) {
      folder.metadata.managedFields = [entry]
      folders[folder.uid] = folder
    }
    return folder
  }

  mutating func updateFolder(
    _ folder: FolderRecord, with body: JSONObject, by caller: Caller
  ) throws(Refusal) -> FolderRecord {
    let title = Text.trimmed(body.text("title"))
    let overwrites = body.flag("overwrite")
    if !lens.folders.titleIsOptional, title.isEmpty {
      throw Refusal.plain(400, "folder title cannot be empty")
    }
    guard overwrites || body["version"]?.intValue ?? 0 == folder.version else {
      throw lens.hasKubernetesAPI
        ? Refusal.plain(412, "The dashboard has been changed by someone else") : folderConflict
    }
    if lens.hasKubernetesAPI {
      let change = FolderChange(
        title: title.isEmpty ? nil : title, description: body["description"]?.stringValue)
      return changeFolder(folder.uid, change, by: caller) ?? folder
    }
    return try overwriteFolder(
      folder, title: title.isEmpty ? folder.title.text : title, newUID: body.text("uid"), overwrites,
      by: caller)
  }

  /// Every PUT counts a version here, a taken title makes it count at the other folder, and a uid in the body renames
  /// [9.3 folders: update-title-clash, update-change-uid].
  private mutating func overwriteFolder(
    _ folder: FolderRecord, title: String, newUID: String, _ overwrites: Bool, by caller: Caller
  ) throws(Refusal) -> FolderRecord {
    var target = folder
    if let other = folderWithTitle(title, parentUID: folder.parentUID), other.uid != folder.uid {
      guard overwrites else { throw Refusal.plain(409, Self.titleTaken) }
      target = other
    } else if !newUID.isEmpty, newUID != folder.uid {
      try checkFolderUID(newUID)
      guard folders[newUID] == nil, dashboards[newUID] == nil else { throw folderConflict }
      target.uid = newUID
      folders[folder.uid] = nil
      for uid in dashboards.keys where dashboards[uid]?.folderUID == folder.uid {
        dashboards[uid]?.folderUID = newUID
      }
    }
    target.title = Title(title, lens)
    target.version += 1
    touch(&target, by: caller)
    folders[target.uid] = target
    return target
  }

  mutating func moveFolder(
    _ folder: FolderRecord, to parentUID: String, by caller: Caller
  ) throws(Refusal) -> FolderRecord {
    if !parentUID.isEmpty {
      guard folders[parentUID] != nil else { throw Refusal.folderNotFound }
      guard parentUID != folder.uid, !descendants(of: folder.uid).contains(where: { $0.uid == parentUID })
      else {
        let text = "cannot move folder under its own descendant, this would create a circular reference"
        throw lens.folders.nestingIsCoded
          ? .coded(400, "folder.circular-reference", text) : .plain(500, text)
      }
    }
    return changeFolder(folder.uid, FolderChange(parentUID: parentUID), by: caller) ?? folder
  }

  private static let titleTaken =
    "a folder or dashboard in the general folder with the same name already exists"

  /// A taken uid reads like a stale version; only the old store says so in `status` too.
  var folderConflict: Refusal {
    let text = "the folder has been changed by someone else"
    return lens.hasKubernetesAPI ? .plain(412, text) : .status(412, text, "version-mismatch")
  }

  private func checkFolderUID(_ uid: String) throws(Refusal) {
    if lens.hasKubernetesAPI, uid.contains("/") {
      throw Refusal.plain(
        422,
        "Folder.folder.grafana.app \"\(uid)\" is invalid: metadata.name: Invalid value: \"\(uid)\":"
          + " may not contain '/'")
    }
    if let problem = ObjectUID.problem(of: uid) { throw Refusal.failed(400, problem) }
  }

  private func checkFolderTitle(_ title: String, parentUID: String) throws(Refusal) {
    let title = Title(title, lens)
    let isTaken =
      folderWithTitle(title.text, parentUID: parentUID) != nil
      || dashboards.values.contains { $0.folderUID == parentUID && $0.title.clashes(with: title, lens) }
    if isTaken { throw Refusal.plain(409, Self.titleTaken) }
  }

  /// A folder in the same place whose title clashes.
  func folderWithTitle(_ text: String, parentUID: String) -> FolderRecord? {
    guard lens.titles != .free else { return nil }
    let title = Title(text, lens)
    return folders.values.first { $0.parentUID == parentUID && $0.title.clashes(with: title, lens) }
  }

  /// The Kubernetes-style store takes a parent that is not there [12.4 folders_nested: create-missing-parent]; 10.4 is
  /// not recorded, and refuses it in Grafana's source as far as it is remembered.
  private func checkParent(_ uid: String) throws(Refusal) {
    guard !lens.hasKubernetesAPI, !uid.isEmpty, folders[uid] == nil else { return }
    throw Refusal.folderNotFound
  }

  func checkDepth(parentUID: String) throws(Refusal) {
    guard let parent = folders[parentUID], ancestors(of: parent).count >= Self.folderDepthLimit else {
      return
    }
    let text = "folder max depth exceeded, max depth is \(Self.folderDepthLimit)"
    throw lens.folders.nestingIsCoded
      ? .coded(400, "folder.maximum-depth-reached", text) : .plain(500, "Folder API error: " + text)
  }
}
