/// A dashboard: its row, its body and its past.
struct DashboardRecord: Sendable {
  let id: Int
  let uid: String
  /// Empty at the root.
  var folderUID: String
  let created: Moment
  let createdBy: Author
  var updated: Moment
  /// Nil while nobody changed it.
  var updatedBy: Author?
  /// The Kubernetes-style API calls it generation.
  var version: Int
  /// Of the last save.
  var message: String
  var document: DashboardDocument
  /// Oldest first.
  var history: [DashboardVersion]
  var permissions: [ObjectPermission]
  var metadata: KubernetesMetadata

  /// How many versions Grafana keeps.
  static let historyLimit = 20

  var title: Title { document.title }

  /// Remembers the present state as the newest version.
  mutating func remember(row: Int, parent: Int, restoredFrom: Int = 0) {
    history.append(
      DashboardVersion(
        row: row, version: version, parentVersion: parent, restoredFrom: restoredFrom, created: updated,
        createdBy: createdBy, updatedBy: updatedBy, folderUID: folderUID, message: message,
        document: document, metadata: metadata))
    if history.count > Self.historyLimit { history.removeFirst(history.count - Self.historyLimit) }
  }
}
