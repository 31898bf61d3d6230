/// What a save came to.
enum SavedObject: Sendable {
  case dashboard(DashboardRecord)
  /// Versions without the Kubernetes-style store save folders too.
  case folder(FolderRecord)
}
