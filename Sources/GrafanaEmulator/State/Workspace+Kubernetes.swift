internal import Documents

/// Writes through the Kubernetes-style API.
extension Workspace {
  mutating func create(_ write: KubernetesWrite) throws(Refusal) -> KubernetesObject {
    let title = write.spec.text("title")
    if write.kind == .folder {
      guard folders[write.name] == nil else {
        // Without a reason, unlike the other kinds [12.4 kubernetes_apis: folder-create-again].
        throw Refusal.kubernetes(
          KubernetesStatus(code: 412, message: "the folder has been changed by someone else"))
      }
      if write.isDryRun { return preview(write, over: nil) }
      try checkDepth(parentUID: write.folderUID)
      var folder = addFolder(
        uid: write.name, title: title, description: write.spec["description"]?.stringValue,
        parentUID: write.folderUID, by: write.caller, annotations: write.ownAnnotations,
        grantsPermissions: write.grantsPermissions,
        storedVersion: write.target.version)
      folder.metadata.managedFields = [write.writer]
      folders[folder.uid] = folder
      return folder.kubernetesObject
    }
    guard dashboards[write.name] == nil else {
      throw Refusal.kubernetes(
        KubernetesStatus(
          code: 409, message: "\(write.kind.resource) \"\(write.name)\" already exists",
          reason: "AlreadyExists", details: write.kind.details(write.name)))
    }
    try checkFolder(of: write)
    if write.isDryRun { return preview(write, over: nil) }
    return addDashboard(
      uid: write.name, document: document(of: write), folderUID: write.folderUID, message: write.message,
      by: write.caller, metadata: (write.ownAnnotations, write.target.version), managed: write.writer,
      grantsPermissions: write.grantsPermissions
    ).kubernetesObject
  }

  mutating func update(_ write: KubernetesWrite) throws(Refusal) -> KubernetesObject {
    guard let current = write.target.object(write.name, self) else { throw write.kind.notFound(write.name) }
    if let seen = write.resourceVersion, seen != current.resourceVersion {
      throw Refusal.kubernetes(
        KubernetesStatus(
          code: 409,
          message:
            "Operation cannot be fulfilled on \(write.kind.resource) \"\(write.name)\": the object has been"
            + " modified; please apply your changes to the latest version and try again",
          reason: "Conflict", details: write.kind.details(write.name)))
    }
    try checkFolder(of: write)
    if write.isDryRun { return preview(write, over: current) }
    guard write.kind == .folder else { return updateDashboard(write) }
    try checkRing(of: write)
    return updateFolder(write, current)
  }

  /// As the old API refuses it [the status form is not recorded].
  private func checkRing(of write: KubernetesWrite) throws(Refusal) {
    let below = [write.name] + descendants(of: write.name).map(\.uid)
    guard below.contains(write.folderUID) else { return }
    throw Refusal.kubernetes(
      KubernetesStatus(
        code: 500,
        message: "cannot move folder under its own descendant, this would create a circular reference"))
  }

  /// The Kubernetes-style route deletes empty folders only (grafana/grafana issue 125142 for later releases of 12; not
  /// recorded for 12.4.0).
  func checkIsEmpty(_ uid: String) throws(Refusal) {
    let isEmpty =
      !folders.values.contains { $0.parentUID == uid } && !dashboards.values.contains { $0.folderUID == uid }
      && !ruleBook.contains(inFolders: [uid])
    guard isEmpty else {
      throw KubernetesWrite.badRequest(
        "[folder.not-empty] Folder cannot be deleted: folder is not empty")
    }
  }

  private mutating func updateFolder(
    _ write: KubernetesWrite, _ current: KubernetesObject
  ) -> KubernetesObject {
    let fields = changedPlaces(write, current)
    let change = FolderChange(
      title: write.spec.text("title"), description: write.spec["description"]?.stringValue,
      parentUID: write.folderUID, annotations: write.ownAnnotations)
    guard var folder = changeFolder(write.name, change, by: write.caller) else {
      var same = current
      same.resourceVersion = nil
      return same
    }
    folder.metadata.managedFields = current.managedFields.recording(
      write.writer, present: write.present, changed: fields)
    folders[folder.uid] = folder
    return folder.kubernetesObject
  }

  /// Every write of a dashboard is a new version, an equal one too.
  private mutating func updateDashboard(_ write: KubernetesWrite) -> KubernetesObject {
    guard let before = dashboards[write.name] else { return preview(write, over: nil) }
    let fields = changedPlaces(write, before.kubernetesObject)
    let change = DashboardChange(
      document: document(of: write), folderUID: write.folderUID, message: write.message,
      annotations: write.ownAnnotations, storedVersion: write.target.version, equalSaveKeepsVersion: false)
    var record = changeDashboard(before, change, by: write.caller) ?? before
    record.metadata.managedFields = before.metadata.managedFields.recording(
      write.writer, present: write.present, changed: fields)
    dashboards[record.uid] = record
    return record.kubernetesObject
  }

  private func document(of write: KubernetesWrite) -> DashboardDocument {
    let converts = write.target.version == DashboardConversion.convertedVersion
    return DashboardDocument(
      converts ? DashboardConversion.converted(write.spec) : write.spec, lens: lens,
      title: write.spec.text("title"))
  }

  /// A dashboard goes into a folder that is there [the refusal's form is recalled].
  private func checkFolder(of write: KubernetesWrite) throws(Refusal) {
    guard write.kind == .dashboard, !write.folderUID.isEmpty, folders[write.folderUID] == nil else { return }
    throw KubernetesKind.folder.notFound(write.folderUID)
  }

  /// The answer to a dry run: without the number and the server's own annotations [12.4 kubernetes_apis].
  private func preview(_ write: KubernetesWrite, over current: KubernetesObject?) -> KubernetesObject {
    let content: KubernetesObject.Content =
      write.kind == .folder
      ? .folder(title: write.spec.text("title"), description: write.spec["description"]?.stringValue)
      : .dashboard(document(of: write))
    let fields =
      current.map { current in
        current.managedFields.recording(
          write.writer, present: write.present, changed: changedPlaces(write, current))
      } ?? [write.writer]
    return KubernetesObject(
      kind: write.kind, name: write.name, uid: current?.uid ?? NameMaker.uuid(),
      resourceVersion: current?.resourceVersion, generation: current?.generation ?? 1,
      created: current?.created ?? .now, annotations: write.annotations, managedFields: fields,
      storedVersion: write.target.version, content: content)
  }

  /// The places of a write that the object lacks now, or has with other values.
  private func changedPlaces(_ write: KubernetesWrite, _ current: KubernetesObject) -> FieldSet {
    let new = document(of: write)
    let old = current.places.paths
    return write.present.filter { path in
      if !old.contains(path) { return true }
      guard path.last != ".", path.count > 1 else { return false }
      if path[0] == "f:metadata" {
        let name = String(path[path.count - 1].dropFirst(2))
        return current.annotations[name] != write.annotations[name]
      }
      let place = String(path[1].dropFirst(2))
      switch current.content {
      case .folder(let title, let description):
        return write.spec.text(place) != (place == "title" ? title : description ?? "")
      case .dashboard(let old): return old.value(of: place) != new.value(of: place)
      }
    }
  }
}
