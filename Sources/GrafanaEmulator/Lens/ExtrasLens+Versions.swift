extension ExtrasLens {
  static let version8_4 = version8_5.changed {
    $0.preferencesCanBePatched = false
    $0.preferencesHaveNavigation = false
    $0.missingAnnotation = .internalError
    $0.pluginEdition = .first
  }

  static let version8_5 = version9_3.changed {
    $0.charsetErrorsCarryTraceID = false
    $0.metaTellsHome = true
    $0.makersJoinTeams = false
    $0.preferencesKnowUIDs = false
    $0.languageMember = nil
    $0.preferencesHaveQueryHistory = false
    $0.annotationsKnowUIDs = false
    $0.annotationsCanBeRead = false
    $0.playlists = .numbered
    $0.correlations = .none
    $0.libraryPanelsAreExpanded = true
    $0.libraryKnowsFolderUIDs = false
    $0.libraryForgetsTotal = false
    $0.snapshotsTellOrigin = false
    $0.hasQueryHistory = false
    $0.reloads = ["dashboards", "datasources", "plugins", "notifications"]
    $0.pluginEdition = .alertmanager
    $0.hasPluginInstallation = true
    $0.pluginsTellSecrets = false
  }

  /// The table starts here, as that of `Lens`.
  static let version9_3 = ExtrasLens(
    charsetErrorsCarryTraceID: true,
    metaTellsHome: false, makersJoinTeams: true, teamsHaveUIDs: false,
    teamsAreProvisioned: false, preferencesCanBePatched: true, preferencesKnowUIDs: true,
    homeDashboardIsKeptByUID: false, languageMember: "locale", preferencesHaveNavigation: true,
    preferencesHaveQueryHistory: true, emptyPreferencesAreLeftOut: false, timeZonesAreChecked: false,
    annotationsKnowUIDs: true, annotationsCanBeRead: true, annotationsAreCompact: false,
    annotationsNeedTheirDashboard: false, missingAnnotation: .notFound, playlists: .generated,
    correlations: .bare, libraryPanelsAreExpanded: false, libraryKnowsFolderUIDs: true,
    libraryForgetsTotal: true, libraryNamesAreUnique: true, libraryConnectionsBind: true,
    libraryTakesVariables: true, libraryHasPermissions: false, hasPublicDashboards: false,
    snapshotsTellOrigin: true, snapshotsTellNumber: true, snapshotsNeedTheirDashboard: false,
    shortLinksAreShort: true, hasQueryHistory: true,
    reloads: ["dashboards", "datasources", "plugins", "notifications", "alerting"],
    loginAddressTellsPage: false, pluginEdition: .canvas, hasPluginInstallation: false,
    pluginsTellAngular: false, pluginsTellSecrets: true, pluginsTellExtensions: false)

  static let version9_4 = version9_3.changed {
    $0.languageMember = "language"
    $0.pluginEdition = .oneHeatmap
  }

  static let version10_1 = version9_4.changed {
    $0.teamsHaveUIDs = true
    $0.emptyPreferencesAreLeftOut = true
    $0.correlations = .paged
    $0.libraryForgetsTotal = false
    $0.pluginEdition = .profiling
    $0.pluginsTellAngular = true
  }

  static let version12_4 = version10_1.changed {
    $0.teamsAreProvisioned = true
    $0.homeDashboardIsKeptByUID = true
    $0.timeZonesAreChecked = true
    $0.annotationsAreCompact = true
    $0.annotationsNeedTheirDashboard = true
    $0.missingAnnotation = .deleted
    $0.playlists = .chosen
    $0.correlations = .typed
    $0.libraryNamesAreUnique = false
    $0.libraryConnectionsBind = false
    $0.libraryTakesVariables = false
    $0.libraryHasPermissions = true
    $0.hasPublicDashboards = true
    $0.snapshotsTellNumber = false
    $0.snapshotsNeedTheirDashboard = true
    $0.shortLinksAreShort = false
    $0.reloads = ["dashboards", "datasources", "plugins", "alerting"]
    $0.loginAddressTellsPage = true
    $0.pluginEdition = .renamed
    $0.pluginsTellExtensions = true
  }
}
