internal import Documents

extension Workspace {
  /// A folder as rules name it: its title, with those of the folders above where they are nested. Nil where there is no
  /// such folder.
  func folderPath(_ uid: String) -> String? {
    guard let folder = folders[uid] else { return nil }
    guard lens.hasNestedFolders else { return folder.title.text }
    return (ancestors(of: folder) + [folder])
      .map { $0.title.text.split(separator: "/", omittingEmptySubsequences: false).joined(separator: "\\/") }
      .joined(separator: "/")
  }

  /// Refuses to delete a folder with rules in it, unless they may go too.
  func checkRules(inFolder uid: String, _ call: Call) throws(Refusal) {
    let mayGo = ["true", "1"].contains(call.query("forceDeleteRules") ?? "")
    let uids = Set([uid] + (lens.hasNestedFolders ? descendants(of: uid).map(\.uid) : []))
    guard !mayGo, ruleBook.contains(inFolders: uids) else { return }
    throw lens.rules.refusalsAreCoded
      ? .coded(400, "folder.not-empty", "Folder cannot be deleted: folder is not empty")
      : .plain(400, "folder cannot be deleted: folder contains alert rules")
  }

  /// Refuses a dashboard with an alert that cannot be read, where alerts are read at all
  /// [8.4 legacy_alert: save-missing-datasource].
  func checkAlerts(in dashboard: JSONObject) throws(Refusal) {
    guard lens.readsDashboardAlerts else { return }
    do { _ = try DashboardAlert.all(in: dashboard, self) } catch {
      throw Refusal.failed(500, "Failed to save dashboard")
    }
  }
}
