/// The objects of one kind in the order of their names, as they were at one moment.
struct ObjectList: Sendable {
  private enum Source: Sendable {
    case folders([String: FolderRecord])
    case dashboards([String: DashboardRecord])
  }

  let kind: KubernetesKind
  let resourceVersion: Int
  private let source: Source
  /// Sorted by their bytes.
  let names: [String]

  init(_ kind: KubernetesKind, _ workspace: Workspace) {
    self.kind = kind
    if kind == .folder {
      resourceVersion = workspace.folderVersions.ofList
      source = .folders(workspace.folders)
      names = Self.sorted(workspace.folders.keys)
    } else {
      resourceVersion = workspace.dashboardVersions.ofList
      source = .dashboards(workspace.dashboards)
      names = Self.sorted(workspace.dashboards.keys)
    }
  }

  private static func sorted(_ names: some Sequence<String>) -> [String] {
    names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  subscript(name: String) -> KubernetesObject? {
    switch source {
    case .folders(let records): records[name]?.kubernetesObject
    case .dashboards(let records): records[name]?.kubernetesObject
    }
  }
}
