import Base
import Documents
import Grafana
import Plan
import Render

/// Folders, with their places and permissions.
struct FolderHandler: ObjectHandler {
  let session: GrafanaSession
  let marked: MarkedWrites
  let capabilities: ServerCapabilities
  let copies: any CopyKeeper
  let memory: any ObjectMemory

  func inspect(_ subject: InspectionSubject) async throws(GrafanaError) -> Inspection {
    guard case .folder(let wanted) = subject.body else { return Inspection(digest: nil) }
    // Listings show title and place; permissions are read only where the manifest sets them, or did.
    let title = subject.observed.title
    var changes: [Change] = []
    if title != wanted.title { changes.append(Change("title", before: title, after: wanted.title)) }
    let isOurs = wanted.permissions == nil && subject.entry != nil
    let kept = isOurs ? try await former(subject.key).kept() : nil
    var permissions: [JSON]?
    if wanted.permissions != nil || kept != nil {
      permissions = try await session.folderPermissions(subject.key.uid)
    }
    let stored = FolderBody(title: title, permissions: permissions)
    if let permissions = stored.permissions,
      let change = FormerPermissions.change(stored: permissions, wanted: wanted.permissions, kept: kept)
    {
      changes.append(change)
    }
    return Inspection(
      digest: changes.isEmpty ? subject.desired.digest : stored.digest, parentUID: subject.observed.parentUID,
      marker: subject.observed.marker, changes: changes)
  }

  func write(_ action: Action, body: DesiredBody, message: String) async throws(GrafanaError) -> Written {
    guard case .folder(let wanted) = body else { throw .wrongBody(action) }
    if !action.parentUID.isEmpty, !capabilities.hasNestedFolders {
      throw GrafanaError(
        kind: .refused, status: nil, call: "POST /api/folders",
        message: "Grafana \(capabilities.version) has no folders inside folders; put it at the top level")
    }
    if action.keepsCopy, let copy = try await copy(action.key, reason: action.reason) {
      try await copies.keep(copy, call: "keep a copy of \(copy.key)")
    }
    typealias Loop = WriteLoop<RemoteFolder?, (folder: RemoteFolder, isNew: Bool)>
    let loop = Loop(session: session)
    let existing = try await session.folder(action.key.uid)
    let (folder, isNew) = try await loop.run(existing) { existing async throws(GrafanaError) in
      (try await put(wanted, action, over: existing), existing == nil)
    } reread: {
      before, failure async throws(GrafanaError) -> Loop.Decision in
      let remote = try await session.folder(action.key.uid)
      // A conflict over a folder that nobody changed is one over its title.
      if failure.kind == .conflict, remote?.version == before?.version { return .stop }
      return .again(remote)
    }
    do throws(GrafanaError) {
      try await setPermissions(wanted, action, of: folder, isNew: isNew)
    } catch {
      // A folder that is open to everybody is not what is wanted; what is to lie in it waits for another try.
      if isNew, !error.isPassing { _ = try? await session.deleteFolder(folder.uid) }
      throw error
    }
    return Written(digest: wanted.digest, version: folder.version)
  }

  private func former(_ key: ObjectKey) -> FormerPermissions {
    FormerPermissions(session: session, memory: memory, key: key)
  }

  private func setPermissions(
    _ wanted: FolderBody, _ action: Action, of folder: RemoteFolder, isNew: Bool
  ) async throws(GrafanaError) {
    try await former(action.key).bringAbout(
      wanted.permissions, action.changes, isNew: isNew || action.takeover == .first
    ) { () async throws(GrafanaError) -> [JSON] in
      let stored = try await session.folderPermissions(folder.uid)
      return FolderBody(title: folder.title, permissions: stored).permissions ?? []
    } set: { permissions async throws(GrafanaError) in
      if capabilities.version < ServerVersion(9, 0), wanted.permissions != nil {
        try await session.requireUsers(of: permissions, call: "POST /api/folders/\(folder.uid)/permissions")
      }
      try await session.setFolderPermissions(folder.uid, permissions)
    }
  }

  /// Brings title and place about with as few calls as it takes; none where both are right.
  private func put(
    _ wanted: FolderBody, _ action: Action, over existing: RemoteFolder?
  ) async throws(GrafanaError) -> RemoteFolder {
    guard var folder = existing else {
      return try await marked.write(.folders) { () async throws(GrafanaError) -> RemoteFolder in
        try await session.createMarkedFolder(
          uid: action.key.uid, title: wanted.title, parentUID: action.parentUID, mark: ManagedMark(action))
      } unmarked: { () async throws(GrafanaError) -> RemoteFolder in
        try await session.createFolder(
          uid: action.key.uid, title: wanted.title, parentUID: action.parentUID)
      }
    }
    if folder.title != wanted.title {
      folder = try await marked.write(.folders) { [folder] () async throws(GrafanaError) -> RemoteFolder in
        try await session.renameMarkedFolder(folder, to: wanted.title, mark: ManagedMark(action))
      } unmarked: { [folder] () async throws(GrafanaError) -> RemoteFolder in
        try await session.renameFolder(uid: folder.uid, title: wanted.title, version: folder.version)
      }
    }
    if folder.parentUID != action.parentUID, capabilities.hasNestedFolders {
      folder = try await session.moveFolder(uid: folder.uid, to: action.parentUID)
    }
    return folder
  }

  func delete(_ action: Action) async throws(GrafanaError) {
    let uid = action.key.uid
    // What was to leave it has left by now: what is still there would go with it, without a copy.
    let contents: Int =
      if let counted = try await session.contents(ofFolder: uid) {
        counted
      } else {
        try await session.libraryPanels(inFolder: uid)
      }
    if contents > 0 {
      throw GrafanaError(
        kind: .refused, status: nil, call: "DELETE /api/folders/\(uid)",
        message:
          "the folder still holds \(contents) object\(contents == 1 ? "" : "s"), such as alert rules or library panels; it stays"
      )
    }
    if action.keepsCopy, let copy = try await copy(action.key, reason: action.reason) {
      try await copies.keep(copy, call: "keep a copy of \(copy.key)")
    }
    _ = try await session.deleteFolder(uid)
    try await former(action.key).forget()
  }

  func copy(_ key: ObjectKey, reason: String) async throws(GrafanaError) -> ObjectCopy? {
    guard let folder = try await session.folder(key.uid) else { return nil }
    let permissions = try await session.folderPermissions(key.uid)
    let content: JSON = [
      "uid": .string(folder.uid), "title": .string(folder.title), "parentUid": .string(folder.parentUID),
      "permissions": .array(permissions),
    ]
    return ObjectCopy(
      key: key, title: folder.title, parentUID: folder.parentUID, content: JSONWriter.bytes(content),
      reason: reason)
  }

  func restore(_ copy: ObjectCopy, message: String) async throws(GrafanaError) {
    guard let content = try? JSONParser.parse(copy.content, options: .lenient) else {
      throw GrafanaError(
        kind: .unexpected, status: nil, call: "restore \(copy.key)", message: "the copy is not JSON")
    }
    if let present = try await session.folder(copy.key.uid) {
      if present.title != copy.title {
        _ = try await session.renameFolder(uid: present.uid, title: copy.title, version: present.version)
      }
      if present.parentUID != copy.parentUID, capabilities.hasNestedFolders {
        _ = try await session.moveFolder(uid: present.uid, to: copy.parentUID)
      }
    } else {
      _ = try await session.createFolder(uid: copy.key.uid, title: copy.title, parentUID: copy.parentUID)
    }
    if let permissions = content["permissions"]?.arrayValue {
      try await session.setFolderPermissions(copy.key.uid, permissions)
    }
  }
}
