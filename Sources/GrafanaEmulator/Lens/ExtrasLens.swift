/// What distinguishes the versions in the families that stand beside folders, dashboards, data sources and people. The
/// facts are those of the recordings and of reference/grafana-http-api.md, sections 8 to 10 and 20.
struct ExtrasLens: LensPart {
  // MARK: Shapes of answers

  /// Errors of the oldest helper, those with a charset, carry an empty `traceID`; newer servers lost it elsewhere only.
  var charsetErrorsCarryTraceID: Bool
  /// The description of the home dashboard says that it is one.
  var metaTellsHome: Bool

  // MARK: Teams

  /// Whoever makes a team is a member with the right to change it.
  var makersJoinTeams: Bool
  var teamsHaveUIDs: Bool
  /// Teams may come from elsewhere, members have uids, and a create tells the uid.
  var teamsAreProvisioned: Bool

  // MARK: Preferences

  var preferencesCanBePatched: Bool
  var preferencesKnowUIDs: Bool
  /// The home dashboard is kept by its uid, which must exist when it is set and may dangle later; otherwise by its number.
  var homeDashboardIsKeptByUID: Bool
  /// The member for the language; nil where there is none.
  var languageMember: String?
  var preferencesHaveNavigation: Bool
  var preferencesHaveQueryHistory: Bool
  /// Members without a value are left out.
  var emptyPreferencesAreLeftOut: Bool
  var timeZonesAreChecked: Bool

  // MARK: Annotations

  var annotationsKnowUIDs: Bool
  /// One annotation can be read on its own.
  var annotationsCanBeRead: Bool
  /// Members without a value, and those for alerts, are left out.
  var annotationsAreCompact: Bool
  /// A dashboard that does not exist refuses an annotation; otherwise the organisation gets it.
  var annotationsNeedTheirDashboard: Bool
  var missingAnnotation: MissingAnnotationRule

  // MARK: Playlists and correlations

  var playlists: PlaylistForm
  var correlations: CorrelationForm

  // MARK: Library elements

  /// A dashboard is stored without the content of its library panels and read with it.
  var libraryPanelsAreExpanded: Bool
  var libraryKnowsFolderUIDs: Bool
  /// A list says that there are none, whatever it holds.
  var libraryForgetsTotal: Bool
  /// A name is taken by folder and kind.
  var libraryNamesAreUnique: Bool
  /// A dashboard needs the library panels that it names, and keeps them from being deleted.
  var libraryConnectionsBind: Bool
  /// Variables may be kept too.
  var libraryTakesVariables: Bool
  /// Permissions decide, and come before the question whether there is such an element.
  var libraryHasPermissions: Bool

  // MARK: Public dashboards, snapshots and the rest

  var hasPublicDashboards: Bool
  var snapshotsTellOrigin: Bool
  /// The answer to a create has the number of the row.
  var snapshotsTellNumber: Bool
  var snapshotsNeedTheirDashboard: Bool
  var shortLinksAreShort: Bool
  var hasQueryHistory: Bool
  /// What can be read again from files, by the word in the path.
  var reloads: [String]
  /// Where a page sends somebody without credentials: the page that was asked for is in the address, not in a cookie.
  var loginAddressTellsPage: Bool

  // MARK: Plugins

  var pluginEdition: PluginEdition
  /// Plugins can be installed, which fails without a network.
  var hasPluginInstallation: Bool
  var pluginsTellAngular: Bool
  var pluginsTellSecrets: Bool
  /// The members of the newest form of a plugin.
  var pluginsTellExtensions: Bool

  /// What a write to an annotation that is not there answers.
  enum MissingAnnotationRule: Sendable {
    case internalError
    case notFound
    /// Deleting it succeeds.
    case deleted
  }

  /// How playlists are named and shown.
  enum PlaylistForm: Sendable {
    /// By number, their items with numbers.
    case numbered
    /// By a uid that the server makes.
    case generated
    /// By a uid that the client may choose, as an object of the Kubernetes-style store.
    case chosen
  }

  /// How correlations are listed and shown.
  enum CorrelationForm: Sendable {
    case none
    case bare
    /// All of them in pages.
    case paged
    /// In pages, with the type beside the configuration. They outlive their target: the deletion that came before the
    /// correlations knew their organisation looks for it among the sources (pkg/services/correlations/database.go).
    case typed
  }
}
