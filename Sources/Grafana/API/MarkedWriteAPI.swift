import Documents
import HTTP

/// Folders and dashboards of Grafana 12 and newer, written in the manner of Kubernetes, with the mark of who manages them
/// (reference section 19).
extension GrafanaSession {
  /// Whether the server takes them.
  public func takesMarkedWrites(_ kind: ListedKind) async throws(GrafanaError) -> Bool {
    let versions = try await get(absentOr: "/apis/" + kind.group)?["versions"]?.arrayValue ?? []
    return versions.contains { $0["version"]?.stringValue == kind.writtenVersion }
  }

  /// As `saveDashboard`, without a check of titles.
  /// - Returns: the version as the older API counts it.
  public func saveMarkedDashboard(
    _ model: JSON, uid: String, version: Int?, folderUID: String, mark: ManagedMark, message: String
  ) async throws(GrafanaError) -> Int {
    let spec = (model.objectValue ?? JSONObject()).filter { !["id", "uid", "version"].contains($0) }
    var object = MarkedObject(
      .dashboards, name: uid, namespace: settings.namespace, spec: spec, folderUID: folderUID, mark: mark)
    object.annotations["grafana.app/message"] = message.isEmpty ? nil : .string(message)
    guard let version else { return try await create(object) }
    let path = object.path
    // What the write was made for is not there any more: whoever saved it has to be looked at first.
    guard let head = try await metadata(path), head["generation"]?.intValue == version else {
      throw GrafanaError(
        kind: .conflict, status: nil, call: "PUT \(path)", message: "it has been changed by someone else")
    }
    return try await replace(head, by: object)
  }

  /// As `createFolder`.
  public func createMarkedFolder(
    uid: String, title: String, parentUID: String, mark: ManagedMark
  ) async throws(GrafanaError) -> RemoteFolder {
    let spec = JSONObject([("title", .string(title))])
    let object = MarkedObject(
      .folders, name: uid, namespace: settings.namespace, spec: spec, folderUID: parentUID, mark: mark)
    return object.folder(version: try await create(object))
  }

  /// As `renameFolder`.
  /// - Parameter folder: as it was read; another title on the server is a conflict.
  public func renameMarkedFolder(
    _ folder: RemoteFolder, to title: String, mark: ManagedMark
  ) async throws(GrafanaError) -> RemoteFolder {
    var object = MarkedObject(
      .folders, name: folder.uid, namespace: settings.namespace, spec: JSONObject(),
      folderUID: folder.parentUID, mark: mark)
    guard let present = try await get(absentOr: object.path), let head = present["metadata"],
      present["spec"]?["title"]?.stringValue == folder.title,
      (head["annotations"]?["grafana.app/folder"]?.stringValue ?? "") == folder.parentUID
    else {
      throw GrafanaError(
        kind: .conflict, status: nil, call: "PUT \(object.path)",
        message: "the folder has been changed by someone else")
    }
    object.spec = present["spec"]?.objectValue ?? JSONObject()
    object.spec["title"] = .string(title)
    return object.folder(version: try await replace(head, by: object))
  }

  /// Takes our mark off an object, and leaves all else as it is.
  public func removeMark(_ kind: ListedKind, name: String) async throws(GrafanaError) {
    let path = kind.writtenPath(in: settings.namespace) + "/" + PercentEncoding.encode(name)
    guard let head = try await metadata(path), ManagedMark.isOurs(head["annotations"]) else { return }
    var headers = HTTPHeaders()
    headers.set("Content-Type", "application/merge-patch+json")
    try await write(.patch, path, headers: headers, body: ManagedMark.removal)
  }

  // MARK: Calls

  private func create(_ object: MarkedObject) async throws(GrafanaError) -> Int {
    let path = object.kind.writtenPath(in: object.namespace)
    return try object.version(
      await write(.post, path, body: object.json(after: nil)).json(of: "POST \(path)"), "POST \(path)")
  }

  /// - Parameter head: the metadata of what is there; a server refuses the write where that has changed since.
  private func replace(_ head: JSON, by object: MarkedObject) async throws(GrafanaError) -> Int {
    let path = object.path
    return try object.version(
      await write(.put, path, body: object.json(after: head)).json(of: "PUT \(path)"), "PUT \(path)")
  }

  private func metadata(_ path: String) async throws(GrafanaError) -> JSON? {
    try await get(absentOr: path, accept: "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1")?[
      "metadata"]
  }

  private func get(
    absentOr path: String, accept: String = "application/json"
  ) async throws(GrafanaError) -> JSON? {
    do throws(GrafanaError) {
      return try await get(path, accept: accept)
    } catch let error where error.kind == .notFound {
      return nil
    }
  }
}

extension ListedKind {
  var group: String {
    switch self {
    case .folders: "folder.grafana.app"
    case .dashboards: "dashboard.grafana.app"
    }
  }

  var kindName: String {
    switch self {
    case .folders: "Folder"
    case .dashboards: "Dashboard"
    }
  }

  /// The version that stores dashboards as they are sent; the newer ones bring them to their own schema (section 19).
  var writtenVersion: String {
    switch self {
    case .folders: "v1beta1"
    case .dashboards: "v0alpha1"
    }
  }

  func writtenPath(in namespace: String) -> String { path(writtenVersion, in: namespace) }
}
