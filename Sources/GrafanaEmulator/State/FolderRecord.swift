/// A folder.
struct FolderRecord: Sendable {
  var id: Int
  var uid: String
  var title: Title
  var description: String?
  /// Empty at the root.
  var parentUID: String
  let created: Moment
  let createdBy: Author
  var updated: Moment
  /// Nil while nobody changed it.
  var updatedBy: Author?
  /// The Kubernetes-style API calls it generation.
  var version: Int
  var permissions: [ObjectPermission]
  var metadata: KubernetesMetadata
}
