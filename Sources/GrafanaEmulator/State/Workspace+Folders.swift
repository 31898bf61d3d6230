internal import Documents

extension Workspace {
  /// What is to become of a folder.
  struct FolderChange {
    var title: String?
    var description: String?
    /// Empty for the root.
    var parentUID: String?
    /// Replaces the client's annotations; nil keeps them.
    var annotations: [String: String]?
  }

  /// Makes a folder. The caller has checked uid, title and parent.
  mutating func addFolder(
    uid: String, title: String, description: String? = nil, parentUID: String = "", by caller: Caller,
    annotations: [String: String] = [:], grantsPermissions: Bool = true,
    storedVersion: String = KubernetesKind.folder.version
  ) -> FolderRecord {
    let now = Moment.now
    let folder = FolderRecord(
      id: names.number(.object), uid: uid, title: Title(title, lens), description: description,
      parentUID: parentUID,
      created: now, createdBy: caller.author, updated: now, version: 1,
      permissions: ObjectPermission.initial(
        creator: userID(of: caller), isAtRoot: parentUID.isEmpty, lens, isGranted: grantsPermissions),
      metadata: KubernetesMetadata(
        uid: NameMaker.uuid(), resourceVersion: folderVersions.next(), annotations: annotations,
        storedVersion: storedVersion))
    folders[uid] = folder
    return folder
  }

  /// Changes a folder and counts a version. Nil where nothing differs and nothing was written.
  mutating func changeFolder(_ uid: String, _ change: FolderChange, by caller: Caller) -> FolderRecord? {
    guard var folder = folders[uid] else { return nil }
    let before = folder
    if let title = change.title { folder.title = Title(title, lens) }
    folder.description = change.description ?? folder.description
    folder.parentUID = change.parentUID ?? folder.parentUID
    folder.metadata.annotations = change.annotations ?? folder.metadata.annotations
    let contentDiffers =
      folder.title != before.title || folder.description != before.description
      || folder.parentUID != before.parentUID
    guard contentDiffers || folder.metadata.annotations != before.metadata.annotations else { return nil }
    // Annotations alone do not count as a generation; moving a folder does [12.4 folders_nested, kubernetes_apis].
    if contentDiffers { folder.version += 1 }
    touch(&folder, by: caller)
    folders[uid] = folder
    return folder
  }

  /// Notes who wrote a folder, and that it was written.
  mutating func touch(_ folder: inout FolderRecord, by caller: Caller) {
    folder.updated = .now
    folder.updatedBy = caller.author
    folder.metadata.resourceVersion = folderVersions.next()
  }

  /// The folders above one, from the top; a parent that does not exist ends the way.
  func ancestors(of folder: FolderRecord) -> [FolderRecord] {
    var result: [FolderRecord] = []
    var next = folders[folder.parentUID]
    while let parent = next, !result.contains(where: { $0.uid == parent.uid }) {
      result.insert(parent, at: 0)
      next = folders[parent.parentUID]
    }
    return result
  }

  /// The folders below one, at any depth. Folders whose parent was made after them may stand in a ring: each counts
  /// once.
  func descendants(of uid: String) -> [FolderRecord] {
    let children = Dictionary(grouping: folders.values, by: \.parentUID)
    var seen: Set = [uid]
    var result: [FolderRecord] = []
    var waiting = children[uid] ?? []
    while let next = waiting.popLast() {
      guard seen.insert(next.uid).inserted else { continue }
      result.append(next)
      waiting += children[next.uid] ?? []
    }
    return result
  }

  /// Deletes a folder with everything in it.
  mutating func deleteFolder(_ uid: String, by caller: Caller) {
    let doomed = [uid] + (lens.hasNestedFolders ? descendants(of: uid).map(\.uid) : [])
    for dashboard in dashboards.values where doomed.contains(dashboard.folderUID) {
      deleteDashboard(dashboard.uid, by: caller)
    }
    for uid in doomed { folders[uid] = nil }
    extras.forgetFolders(doomed)
    ruleBook.removeRules(inFolders: Set(doomed))
    _ = folderVersions.next()
  }

}
