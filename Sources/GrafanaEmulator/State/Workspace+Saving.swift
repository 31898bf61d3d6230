internal import Documents

/// The rules of a save through the old API (reference/grafana-http-api.md, section 4.1).
extension Workspace {
  /// An object of a save's uid or number.
  private enum Existing {
    case dashboard(DashboardRecord)
    case folder(FolderRecord)

    var id: Int {
      switch self {
      case .dashboard(let record): record.id
      case .folder(let record): record.id
      }
    }

    var uid: String {
      switch self {
      case .dashboard(let record): record.uid
      case .folder(let record): record.uid
      }
    }

    var version: Int {
      switch self {
      case .dashboard(let record): record.version
      case .folder(let record): record.version
      }
    }

    var isFolder: Bool { if case .folder = self { true } else { false } }
  }

  mutating func save(_ command: SaveCommand, by caller: Caller) throws(Refusal) -> SavedObject {
    let saved = try keep(try LibraryPanels.prepared(command, lens), by: caller)
    try connectLibraryPanels(of: saved, by: caller)
    return saved
  }

  private mutating func keep(_ command: SaveCommand, by caller: Caller) throws(Refusal) -> SavedObject {
    if command.isFolder, lens.hasKubernetesAPI {
      throw Refusal.plain(400, "Use folders endpoint for saving folders.")
    }
    guard !command.title.isEmpty else {
      throw titleRefusal("Dashboard title cannot be empty", "empty-name")
    }
    if let problem = ObjectUID.problem(of: command.uid) { throw Refusal.plain(400, problem) }
    let existing = try existingObject(for: command)
    let clashing = try clashingDashboard(for: command, existing: existing)
    if command.isFolder { return .folder(saveFolder(command, existing: existing, by: caller)) }
    try checkAlerts(in: command.object)
    let document = DashboardDocument(command.object, lens: lens, title: command.title)
    if let clashing { return .dashboard(replaceDashboard(clashing, document, command, by: caller)) }
    if case .dashboard(let record) = existing {
      return .dashboard(replaceDashboard(record, document, command, by: caller))
    }
    if quotas.isReached("dashboard", used: dashboards.count) { throw Refusal.plain(403, "Quota reached") }
    let managed = LegacyManager.entry(
      for: command, folderUID: command.folderUID, hasNumber: command.object["id"] != nil, lens)
    return .dashboard(
      addDashboard(
        uid: command.uid.isEmpty ? names.dashboardUID() : command.uid, document: document,
        folderUID: command.folderUID, message: command.message, by: caller,
        metadata: ([:], KubernetesKind.legacyDashboardVersion), managed: managed))
  }

  private func existingObject(for command: SaveCommand) throws(Refusal) -> Existing? {
    var byID: Existing?
    if command.id > 0 {
      byID = object(id: command.id)
      if byID == nil { throw Refusal.status(404, "Dashboard not found", "not-found") }
    }
    let byUID = object(uid: command.uid)
    if let byID, let byUID, byID.id != byUID.id {
      throw Refusal.plain(400, "A dashboard with the same uid already exists")
    }
    guard let existing = byID ?? byUID else { return nil }
    guard existing.isFolder == command.isFolder else {
      throw Refusal.plain(400, "Dashboard cannot be changed to a folder")
    }
    guard command.overwrites || command.version == existing.version else {
      throw Refusal.status(412, "The dashboard has been changed by someone else", "version-mismatch")
    }
    return existing
  }

  private func object(id: Int) -> Existing? {
    if let record = dashboard(id: id) { return .dashboard(record) }
    return lens.uidsAreShared ? folder(id: id).map { .folder($0) } : nil
  }

  private func object(uid: String) -> Existing? {
    if let record = dashboards[uid] { return .dashboard(record) }
    return lens.uidsAreShared ? folders[uid].map { .folder($0) } : nil
  }

  /// The dashboard that a save with `overwrite` hits instead, because its title is taken [9.3 dashboards:
  /// title-clash-overwrite, rename-onto-taken, move-onto-taken].
  private func clashingDashboard(
    for command: SaveCommand, existing: Existing?
  ) throws(Refusal) -> DashboardRecord? {
    guard lens.titles != .free else { return nil }
    let title = Title(command.title, lens)
    let isFolderTitle = folders.values.contains { folder in
      folder.title.clashes(with: title, lens) && folder.id != existing?.id
        && (lens.titles == .uniqueBySlug || (command.folderUID.isEmpty && folder.parentUID.isEmpty))
    }
    if isFolderTitle { throw titleRefusal("Dashboard name cannot be the same as folder", "name-match") }
    let other = dashboards.values.first { record in
      record.folderUID == command.folderUID && record.title.clashes(with: title, lens)
        && record.id != existing?.id
    }
    guard let other else { return nil }
    guard command.overwrites, !command.isFolder else {
      throw Refusal.status(
        412, "A dashboard with the same name in the folder already exists", "name-exists")
    }
    return other
  }

  private func titleRefusal(_ text: String, _ status: String) -> Refusal {
    lens.dashboards.titleRefusalsHaveStatus ? .status(400, text, status) : .failed(400, text)
  }

  private mutating func saveFolder(
    _ command: SaveCommand, existing: Existing?, by caller: Caller
  ) -> FolderRecord {
    guard case .folder(var folder) = existing else {
      let uid = command.uid.isEmpty ? names.uid() : command.uid
      return addFolder(uid: uid, title: command.title, by: caller)
    }
    folder.title = Title(command.title, lens)
    folder.version += 1
    touch(&folder, by: caller)
    folders[folder.uid] = folder
    return folder
  }

  private mutating func replaceDashboard(
    _ before: DashboardRecord, _ document: DashboardDocument, _ command: SaveCommand, by caller: Caller
  ) -> DashboardRecord {
    let document = document.isEqual(to: before.document) ? before.document : document
    let managed = LegacyManager.entry(for: command, folderUID: command.folderUID, hasNumber: true, lens)
    return changeDashboard(
      before,
      DashboardChange(
        document: document, folderUID: command.folderUID, message: command.message, annotations: [:],
        storedVersion: KubernetesKind.legacyDashboardVersion, restoredFrom: command.restoredFrom,
        equalSaveKeepsVersion: lens.hasKubernetesAPI && !isFirstSave(of: before), managed: managed),
      by: caller) ?? before
  }

  /// Whether a dashboard was never saved since it was made through the old API: its body still has what the create
  /// left in it, so that the next save counts a version in any case.
  private func isFirstSave(of record: DashboardRecord) -> Bool {
    record.history.count == 1 && record.metadata.storedVersion == KubernetesKind.legacyDashboardVersion
  }
}
