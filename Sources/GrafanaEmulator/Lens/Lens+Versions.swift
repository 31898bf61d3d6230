internal import Base

extension Lens {
  /// Oldest first.
  static let available = [
    version8_4, version8_5, version9_3, version9_4, version10_1, version10_4, version12_4,
  ]

  private static let version8_4 = version9_3.changed {
    $0.version = ServerVersion(8, 4, 11)
  }

  private static let version8_5 = version8_4.changed {
    $0.version = ServerVersion(8, 5, 9)
  }

  /// The table starts from the version that is recorded best.
  private static let version9_3 = Lens(
    version: ServerVersion(9, 3, 2), cacheControl: "no-cache", errorsCarryTraceID: true,
    errorsAreCoded: false,
    missingPageStatus: 404, unsignedRequestsReachPermissions: true, unknownTokenIsInternalError: true,
    organisationIsLookedUpFirst: true, hasAPIKeys: true, peopleHaveUIDs: false,
    viewersReadContactPoints: false,
    viewersAnnotateDashboards: true, hasKubernetesAPI: false, hasNestedFolders: false, titles: .uniqueBySlug,
    uidsAreShared: true, numbersAreDoubles: false, hasDashboardIDRoutes: true, hasFolderCounts: false,
    slugs: .transliterated, generatedUIDs: .short, searchKnowsFolderUIDs: false, searchKnowsFolderIDs: true,
    hasPublicDashboardKeys: true, dataSourceUIDsAreChecked: false, firstDataSourceIsDefault: false,
    dataSourceNameIsOptional: false, dataSourceUIDCanChange: true, dataSourcesShowLogo: false,
    prometheusHasHealthCheck: false, pluginFolder: "public/app/plugins/datasource")

  private static let version9_4 = version9_3.changed {
    $0.version = ServerVersion(9, 4, 0)
  }

  private static let version10_1 = version9_4.changed {
    $0.version = ServerVersion(10, 1, 5)
    $0.cacheControl = "no-store"
    $0.errorsAreCoded = true
  }

  private static let version10_4 = version10_1.changed {
    $0.version = ServerVersion(10, 4, 0)
  }

  private static let version12_4 = version10_4.changed {
    $0.version = ServerVersion(12, 4, 0)
    $0.errorsCarryTraceID = false
    $0.missingPageStatus = 500
    $0.unsignedRequestsReachPermissions = false
    $0.unknownTokenIsInternalError = false
    $0.organisationIsLookedUpFirst = false
    $0.hasAPIKeys = false
    $0.peopleHaveUIDs = true
    $0.viewersReadContactPoints = true
    $0.viewersAnnotateDashboards = false
    $0.hasKubernetesAPI = true
    $0.hasNestedFolders = true
    $0.titles = .free
    $0.uidsAreShared = false
    $0.numbersAreDoubles = true
    $0.hasDashboardIDRoutes = false
    $0.hasFolderCounts = true
    $0.slugs = .hexadecimal
    $0.generatedUIDs = .unified
    $0.searchKnowsFolderUIDs = true
    $0.searchKnowsFolderIDs = false
    $0.hasPublicDashboardKeys = false
    $0.dataSourceUIDsAreChecked = true
    $0.firstDataSourceIsDefault = true
    $0.dataSourceNameIsOptional = true
    $0.dataSourceUIDCanChange = false
    $0.dataSourcesShowLogo = true
    $0.prometheusHasHealthCheck = true
    $0.pluginFolder = "public/plugins"
  }

  /// The same server but for what `change` says.
  private func changed(_ change: (inout Lens) -> Void) -> Lens {
    var lens = self
    change(&lens)
    return lens
  }
}
