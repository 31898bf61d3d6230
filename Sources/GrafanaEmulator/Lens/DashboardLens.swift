/// Dashboards through the old API: bodies, saves, past versions, stars (reference/grafana-http-api.md, section 4;
/// recordings dashboards, dashboard_versions).
struct DashboardLens: LensPart {
  /// Numbers in a dashboard's body come back as Go writes doubles.
  var numbersAreDoubles: Bool
  /// Routes by number: versions, permissions, stars; also `trim` and `calculate-diff`.
  var hasNumberRoutes: Bool
  /// Routes by uid for the same.
  var hasUIDRoutes: Bool
  var showsRightToDelete: Bool
  var annotationRights: AnnotationRights
  /// Of the keys about public dashboards, those that a read shows.
  var publicKeys: [String]
  /// An empty title, or one that a folder has, is refused with a `status`.
  var titleRefusalsHaveStatus: Bool
  /// The answer to an import names the folder's uid.
  var importNamesFolderUID: Bool
  /// The answer to an import has the revision of plugins' dashboards.
  var importHasRevision: Bool
  var validation: Validation
  /// A dashboard that is starred already cannot be starred again.
  var starringTwiceFails: Bool
  var history: History
  /// A restore by uid finds no version [9.4 dashboard_versions: restore-by-uid; the snapshot's fault].
  var restoreByUIDFindsNothing: Bool

  /// What a read says about annotations.
  enum AnnotationRights: Sendable {
    case absent
    /// There, but nobody has any.
    case denied
    /// Those of a dashboard are everybody's, those of the organisation an editor's.
    case ofEverybody
    case ofEditors
  }

  /// How `POST /api/dashboards/validate`, an alpha route, judges.
  enum Validation: Sendable {
    case none
    /// A dashboard whose number is `null` does not fit the schema.
    case strict
    /// Only old schema versions are looked at, and no recent one fails.
    case lax
  }

  /// How the list of versions looks.
  enum History: Sendable {
    case plain
    /// With an empty `dashboardUid`.
    case withEmptyUID
    /// With bodies too, and with the author's number.
    case withAuthorNumber
    /// With bodies and `uid`.
    case withBodies
    /// With bodies, wrapped, and paged by a token.
    case wrapped
  }
}

extension DashboardLens {
  static let version8_4 = version8_5.changed {
    $0.showsRightToDelete = false
    $0.annotationRights = .absent
    $0.titleRefusalsHaveStatus = false
  }

  static let version8_5 = version9_3.changed {
    $0.hasUIDRoutes = false
    $0.annotationRights = .denied
    $0.publicKeys = []
    $0.importNamesFolderUID = false
    $0.validation = .none
    $0.history = .plain
  }

  static let version9_3 = DashboardLens(
    numbersAreDoubles: false, hasNumberRoutes: true, hasUIDRoutes: true, showsRightToDelete: true,
    annotationRights: .ofEverybody,
    publicKeys: [
      "hasPublicDashboard", "publicDashboardAccessToken", "publicDashboardUid", "publicDashboardEnabled",
    ],
    titleRefusalsHaveStatus: true, importNamesFolderUID: true, importHasRevision: true, validation: .strict,
    starringTwiceFails: true, history: .withEmptyUID, restoreByUIDFindsNothing: false)

  static let version9_4 = version9_3.changed {
    $0.history = .withAuthorNumber
    $0.restoreByUIDFindsNothing = true
  }

  static let version10_1 = version9_4.changed {
    $0.publicKeys.removeFirst()
    $0.importHasRevision = false
    $0.validation = .lax
    $0.starringTwiceFails = false
    $0.history = .withBodies
    $0.restoreByUIDFindsNothing = false
  }

  /// Not recorded: the keys are those of reference/grafana-http-api.md, section 4.2.
  static let version10_4 = version10_1.changed {
    $0.publicKeys = ["publicDashboardUid", "publicDashboardEnabled"]
  }

  static let version12_4 = version10_4.changed {
    $0.numbersAreDoubles = true
    $0.hasNumberRoutes = false
    $0.annotationRights = .ofEditors
    $0.publicKeys = []
    $0.validation = .none
    $0.history = .wrapped
  }
}
