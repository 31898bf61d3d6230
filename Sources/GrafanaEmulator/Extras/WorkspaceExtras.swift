/// What a workspace holds beside folders, dashboards, data sources and people.
struct WorkspaceExtras: Sendable {
  var teams = Table<TeamRecord>()
  var preferences: [PreferenceOwner: Preferences] = [:]
  var annotations = Table<AnnotationRecord>()
  var playlists = Table<PlaylistRecord>()
  /// How many items of playlists were ever numbered.
  var lastPlaylistItem = 0
  /// Oldest first.
  var correlations: [CorrelationRecord] = []
  var libraryElements = Table<LibraryElementRecord>()
  /// Only where connections bind; elsewhere the dashboards themselves are looked at.
  var libraryConnections = Table<LibraryConnection>()
  /// By the dashboard's uid.
  var publicDashboards: [String: PublicDashboardRecord] = [:]
  var snapshots = Table<SnapshotRecord>()
  /// What was changed in the settings of plugins, by the plugin's id.
  var plugins: [String: PluginChoice] = [:]
  /// What the server calls itself in its reports.
  let reportID = NameMaker.uuid()

  /// Forgets what belongs to a dashboard that is deleted.
  mutating func forgetDashboard(_ record: DashboardRecord) {
    annotations.removeAll { $0.dashboardID == record.id }
    libraryConnections.removeAll { $0.dashboardID == record.id }
    publicDashboards[record.uid] = nil
  }

  /// Forgets what is in folders that are deleted.
  mutating func forgetFolders(_ uids: [String]) {
    libraryElements.removeAll { uids.contains($0.folderUID) }
  }

  /// Forgets what belongs to a data source that is deleted.
  /// - Parameter keepsLinks: correlations that lead to it stay, and are not shown until it comes back.
  mutating func forgetDataSource(_ uid: String, keepsLinks: Bool) {
    correlations.removeAll { $0.sourceUID == uid || !keepsLinks && $0.targetUID == uid }
  }
}
