internal import Documents

/// The old API as a writer of Kubernetes-style objects: the manager `grafana-server`.
enum LegacyManager {
  static let name = "grafana-server"

  /// What a save sets; nil where the version has no Kubernetes-style store.
  /// - Parameter hasNumber: whether the body has an `id`, which the server adds to every save but the first.
  static func entry(
    for command: SaveCommand, folderUID: String, hasNumber: Bool, _ lens: Lens
  ) -> ManagedFieldsEntry? {
    guard lens.hasKubernetesAPI else { return nil }
    var spec = command.object
    spec["uid"] = JSON(command.uid)
    spec["version"] = 0
    if hasNumber { spec["id"] = 0 }
    var annotations: [String] = []
    if !folderUID.isEmpty { annotations.append(AnnotationName.folder) }
    if !command.message.isEmpty { annotations.append(AnnotationName.message) }
    return ManagedFieldsEntry(
      manager: name, operation: .update,
      apiVersion: "\(KubernetesKind.dashboard.group)/\(KubernetesKind.legacyDashboardVersion)", time: .now,
      fields: FieldSet(annotations: annotations, spec: spec))
  }

  /// What the old API sets in a folder.
  static func folderEntry(parentUID: String, _ lens: Lens) -> ManagedFieldsEntry? {
    guard lens.hasKubernetesAPI else { return nil }
    let kind = KubernetesKind.folder
    return ManagedFieldsEntry(
      manager: name, operation: .update, apiVersion: "\(kind.group)/\(kind.version)", time: .now,
      fields: FieldSet(
        annotations: parentUID.isEmpty ? [] : [AnnotationName.folder],
        spec: JSONObject(members: [("description", ""), ("title", "")])))
  }
}
