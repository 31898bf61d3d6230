internal import Documents

extension Workspace {
  /// What a write makes of a dashboard.
  struct DashboardChange {
    let document: DashboardDocument
    let folderUID: String
    let message: String
    /// The client's own.
    let annotations: [String: String]
    let storedVersion: String
    var restoredFrom = 0
    /// A write that changes neither body nor folder keeps the version's number, and is none at all where nothing
    /// else differs either.
    let equalSaveKeepsVersion: Bool
    var managed: ManagedFieldsEntry?
  }

  /// Makes a dashboard. The caller has checked uid, title and folder.
  mutating func addDashboard(
    uid: String, document: DashboardDocument, folderUID: String, message: String, by caller: Caller,
    metadata: (annotations: [String: String], storedVersion: String), managed: ManagedFieldsEntry?,
    grantsPermissions: Bool = true
  ) -> DashboardRecord {
    let now = Moment.now
    var record = DashboardRecord(
      id: names.number(.object), uid: uid, folderUID: folderUID, created: now, createdBy: caller.author,
      updated: now, version: 1, message: message, document: document, history: [],
      permissions: ObjectPermission.initial(
        creator: userID(of: caller), isAtRoot: folderUID.isEmpty, lens, isGranted: grantsPermissions),
      metadata: KubernetesMetadata(
        uid: NameMaker.uuid(), resourceVersion: dashboardVersions.next(),
        annotations: metadata.annotations, managedFields: managed.map { [$0] } ?? [],
        storedVersion: metadata.storedVersion))
    record.remember(row: names.number(.dashboardVersion), parent: 0)
    dashboards[uid] = record
    return record
  }

  /// Writes a dashboard. Nil where nothing was written.
  mutating func changeDashboard(
    _ before: DashboardRecord, _ change: DashboardChange, by caller: Caller
  ) -> DashboardRecord? {
    var record = before
    let isEqual = change.document.isEqual(to: before.document) && change.folderUID == before.folderUID
    let keepsVersion = isEqual && change.equalSaveKeepsVersion
    if keepsVersion, change.message == before.message, change.annotations == before.metadata.annotations {
      return nil
    }
    record.document = change.document
    record.folderUID = change.folderUID
    record.message = change.message
    record.updated = .now
    record.updatedBy = caller.author
    record.metadata.annotations = change.annotations
    record.metadata.storedVersion = change.storedVersion
    record.metadata.resourceVersion = dashboardVersions.next()
    if let managed = change.managed {
      record.metadata.managedFields = before.metadata.managedFields.recording(
        managed, present: managed.fields, changed: changedFields(in: managed.fields, before, record))
    }
    if !keepsVersion { record.version += 1 }
    record.remember(
      row: names.number(.dashboardVersion), parent: record.version - 1, restoredFrom: change.restoredFrom)
    dashboards[record.uid] = record
    return record
  }

  /// Deletes a dashboard; the Kubernetes-style store keeps it in the trash.
  mutating func deleteDashboard(_ uid: String, by caller: Caller) {
    guard let record = dashboards.removeValue(forKey: uid) else { return }
    extras.forgetDashboard(record)
    for index in users.indices { users[index].starredDashboards.remove(uid) }
    let resourceVersion = dashboardVersions.next()
    guard lens.hasKubernetesAPI else { return }
    trash.append(
      TrashedDashboard(
        record: record, deleted: .now, deletedBy: caller.author, resourceVersion: resourceVersion))
  }

  /// The places whose values differ, to the depth of the body's members.
  private func changedFields(
    in present: FieldSet, _ before: DashboardRecord, _ after: DashboardRecord
  ) -> FieldSet {
    let old = before.annotations
    let new = after.annotations
    let owned = before.metadata.managedFields.reduce(into: Set<FieldSet.Path>()) {
      $0.formUnion($1.fields.paths)
    }
    return present.filter { path in
      if !owned.contains(path) { return true }
      guard let place = path.dropFirst().first.map({ String($0.dropFirst(2)) }) else { return false }
      if path[0] == "f:spec" { return before.document.value(of: place) != after.document.value(of: place) }
      guard path.count > 2, path[2] != "." else { return false }
      let name = String(path[2].dropFirst(2))
      return old[name] != new[name]
    }
  }
}
