internal import Base
internal import Documents

/// Everything that the emulated server knows.
struct Workspace: Sendable {
  let lens: Lens
  var names: NameMaker
  var users: [UserRecord] = []
  var serviceAccounts: [ServiceAccountRecord] = []
  var apiKeys: [TokenRecord] = []
  /// By uid.
  var folders: [String: FolderRecord] = [:]
  /// By uid.
  var dashboards: [String: DashboardRecord] = [:]
  /// Oldest deletion first.
  var trash: [TrashedDashboard] = []
  /// By number.
  var dataSources: [Int: DataSourceRecord] = [:]
  var extras = WorkspaceExtras()
  var ruleBook = RuleBook()
  var dashboardAlerts = DashboardAlertBook()
  var folderVersions: ResourceVersions
  var dashboardVersions: ResourceVersions
  var snapshots = ListSnapshots()
  var notifications: NotificationState
  var quotas = Quotas()
  let started = Moment.now

  init(lens: Lens, adminPassword: SecretValue) {
    self.lens = lens
    names = NameMaker(lens)
    folderVersions = ResourceVersions()
    dashboardVersions = ResourceVersions()
    notifications = NotificationState(lens.notifications)
    addUser(login: "admin", email: "admin@localhost", name: "", password: adminPassword, role: .admin)
    users[0].isServerAdmin = true
  }

  func folder(id: Int) -> FolderRecord? { folders.values.first { $0.id == id } }

  func dashboard(id: Int) -> DashboardRecord? { dashboards.values.first { $0.id == id } }

  /// The default data source's name for the settings; Grafana's own where there is none.
  var defaultDataSourceName: String {
    dataSources.values.first(where: \.isDefault)?.name ?? "-- Grafana --"
  }
}
