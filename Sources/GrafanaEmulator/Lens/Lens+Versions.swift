internal import Base

extension Lens {
  /// Oldest first.
  static let available = [
    version8_4, version8_5, version9_3, version9_4, version10_1, version10_4, version12_4,
  ]

  private static let version8_4 = version8_5.changed {
    $0.version = ServerVersion(8, 4, 11)
    $0.versionText = "8.4.11"
    $0.errorTraceID = nil
    $0.accounts = .version8_4
    $0.folders = .version8_4
    $0.dashboards = .version8_4
    $0.rules = .version8_4
    $0.notifications = .version8_4
    $0.extras = .version8_4
  }

  private static let version8_5 = version9_3.changed {
    $0.version = ServerVersion(8, 5, 9)
    $0.versionText = "8.5.9"
    $0.errorTraceID = "00000000000000000000000000000000"
    $0.server = .version8_4
    $0.accounts = .version8_5
    $0.folders = .version8_5
    $0.dashboards = .version8_5
    $0.search = .version8_4
    $0.dataSources = .version8_4
    $0.rules = .version8_5
    $0.notifications = .version8_5
    $0.extras = .version8_5
  }

  /// The table starts from the version that is recorded best.
  private static let version9_3 = Lens(
    version: ServerVersion(9, 3, 2), versionText: "9.3.2", cacheControl: "no-cache", errorTraceID: "",
    errorsAreCoded: false, missingPageStatus: 404, hasKubernetesAPI: false, hasNestedFolders: false,
    peopleHaveUIDs: false, titles: .uniqueBySlug, uidsAreShared: true, slugs: .transliterated,
    generatedUIDs: .short, viewersReadContactPoints: false, offersLegacyAlerting: true, server: .version9_3,
    accounts: .version9_3, folders: .version9_3, dashboards: .version9_3, search: .version9_3,
    dataSources: .version9_3, rules: .version9_3, notifications: .version9_3, extras: .version9_3)

  private static let version9_4 = version9_3.changed {
    $0.version = ServerVersion(9, 4, 0)
    $0.versionText = "9.4.0-pre"
    $0.server = .version9_4
    $0.accounts = .version9_4
    $0.folders = .version9_4
    $0.dashboards = .version9_4
    $0.rules = .version9_4
    $0.notifications = .version9_4
    $0.extras = .version9_4
  }

  private static let version10_1 = version9_4.changed {
    $0.version = ServerVersion(10, 1, 5)
    $0.versionText = "10.1.5"
    $0.cacheControl = "no-store"
    $0.errorsAreCoded = true
    $0.titles = .unique
    $0.slugs = .hexadecimalOrUUID
    $0.generatedUIDs = .uuid
    $0.server = .version10_1
    $0.accounts = .version10_1
    $0.folders = .version10_1
    $0.dashboards = .version10_1
    $0.dataSources = .version10_1
    $0.rules = .version10_1
    $0.notifications = .version10_1
    $0.extras = .version10_1
  }

  /// Not recorded: 10.1 with what reference/grafana-http-api.md, sections 0, 3.1 and 4.2, tells of 10.2 to 10.4. Folders
  /// nest because Amazon Managed Grafana 10.4 advertises it; the toggle is off in the open-source edition.
  private static let version10_4 = version10_1.changed {
    $0.version = ServerVersion(10, 4, 0)
    $0.versionText = "10.4.0"
    $0.hasNestedFolders = true
    $0.folders = .version10_4
    $0.dashboards = .version10_4
    $0.search = .version10_4
    $0.rules = .version10_4
    $0.notifications = .version10_4
  }

  private static let version12_4 = version10_4.changed {
    $0.version = ServerVersion(12, 4, 0)
    $0.versionText = "12.4.0"
    $0.errorTraceID = nil
    $0.missingPageStatus = 500
    $0.hasKubernetesAPI = true
    $0.peopleHaveUIDs = true
    $0.titles = .free
    $0.uidsAreShared = false
    $0.slugs = .hexadecimal
    $0.generatedUIDs = .unified
    $0.viewersReadContactPoints = true
    $0.offersLegacyAlerting = false
    $0.accounts = .version12_4
    $0.folders = .version12_4
    $0.dashboards = .version12_4
    $0.search = .version12_4
    $0.dataSources = .version12_4
    $0.rules = .version12_4
    $0.notifications = .version12_4
    $0.extras = .version12_4
  }
}
