/// One saved state of a dashboard.
struct DashboardVersion: Sendable {
  let row: Int
  let version: Int
  let parentVersion: Int
  /// 0 where it was not restored.
  let restoredFrom: Int
  let created: Moment
  let createdBy: Author
  let updatedBy: Author?
  let folderUID: String
  let message: String
  let document: DashboardDocument
  let metadata: KubernetesMetadata
}
