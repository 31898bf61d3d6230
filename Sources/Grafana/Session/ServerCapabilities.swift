import Base

/// What a server of some version can do, in one place (reference grafana-http-api.md sections 0 and 20).
public struct ServerCapabilities: Hashable, Sendable {
  public let version: ServerVersion
  /// Kubernetes-style lists whose resourceVersion tells every change (section 19).
  public let hasKubernetesLists: Bool
  /// Folders inside folders.
  public let hasNestedFolders: Bool
  /// Data sources can be written by uid; before that by number only.
  public let hasDatasourceWritesByUID: Bool
  /// `GET /api/folders/:uid/counts`.
  public let hasFolderCounts: Bool
  /// How two objects of one title are taken.
  public let titleRule: TitleRule
  /// How many writes at once the server bears (section 15.1: SQLite takes one, 12.4 two to four).
  public let parallelWrites: Int
  /// How many reads at once are worth it.
  public let parallelReads: Int

  /// - Parameter nestedFoldersToggle: the feature toggle of 10.x; from 11 on it is always on.
  public init(_ version: ServerVersion, nestedFoldersToggle: Bool = false) {
    self.version = version
    hasKubernetesLists = version >= ServerVersion(12, 0)
    hasNestedFolders =
      version >= ServerVersion(11, 0) || (version >= ServerVersion(10, 0) && nestedFoldersToggle)
    hasDatasourceWritesByUID = version >= ServerVersion(9, 0)
    hasFolderCounts = version >= ServerVersion(10, 0)
    titleRule =
      if version >= ServerVersion(11, 3) {
        .free
      } else if version >= ServerVersion(10, 0) {
        .exact
      } else {
        .slug
      }
    parallelWrites = version >= ServerVersion(12, 0) ? 4 : 1
    parallelReads = 2
  }
}
