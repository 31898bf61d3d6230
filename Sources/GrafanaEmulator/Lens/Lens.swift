internal import Base

/// What distinguishes one version of Grafana from another, as capabilities. This is the only place that knows
/// versions: everything else asks for a capability. The facts are those of the recordings in
/// `grafana-recordings/<version>` and of reference/grafana-http-api.md, section 20.
struct Lens: Sendable {
  /// The recorded version that this lens stands for.
  var version: ServerVersion

  // MARK: Shapes of answers

  /// The `Cache-Control` of every answer.
  var cacheControl: String
  /// Errors made by handlers carry an empty `traceID`.
  var errorsCarryTraceID: Bool
  /// Refusals carry a `messageId` where the area has one (errutil).
  var errorsAreCoded: Bool
  /// The status of a page that is not there.
  var missingPageStatus: Int

  // MARK: Authentication

  /// Routes that only look at permissions answer 403 to a request without credentials, not 401.
  var unsignedRequestsReachPermissions: Bool
  /// A token that looks right but is unknown is an internal error, not a refusal.
  var unknownTokenIsInternalError: Bool
  /// An organisation that does not exist is looked for before permissions.
  var organisationIsLookedUpFirst: Bool
  var hasAPIKeys: Bool
  /// Users and service accounts have a uid beside their number.
  var peopleHaveUIDs: Bool
  var viewersReadContactPoints: Bool
  var viewersAnnotateDashboards: Bool

  // MARK: Folders and dashboards

  /// Objects live in the Kubernetes-style store: `/apis`, resource versions, trash, large numbers as ids.
  var hasKubernetesAPI: Bool
  var hasNestedFolders: Bool
  /// How a title may clash with another.
  var titles: TitleRule
  /// A folder and a dashboard cannot have the same uid.
  var uidsAreShared: Bool
  /// Numbers in a dashboard's body come back as Go writes doubles.
  var numbersAreDoubles: Bool
  /// Numeric routes of dashboards: versions, permissions, stars.
  var hasDashboardIDRoutes: Bool
  var hasFolderCounts: Bool
  var slugs: SlugRule
  var generatedUIDs: GeneratedUIDRule
  /// `folderUIDs` limits a search; otherwise it is ignored.
  var searchKnowsFolderUIDs: Bool
  /// `folderIds` limits a search to what is in the folders; otherwise it finds the folder itself.
  var searchKnowsFolderIDs: Bool
  var hasPublicDashboardKeys: Bool

  // MARK: Data sources

  var dataSourceUIDsAreChecked: Bool
  var firstDataSourceIsDefault: Bool
  /// A data source without a name is called after its type.
  var dataSourceNameIsOptional: Bool
  /// A PUT with another uid renames; otherwise it fails.
  var dataSourceUIDCanChange: Bool
  /// Single reads have the logo's path.
  var dataSourcesShowLogo: Bool
  /// The Prometheus plugin answers health checks.
  var prometheusHasHealthCheck: Bool
  /// Where the files of built-in plugins lie.
  var pluginFolder: String

  /// When a title is taken.
  enum TitleRule: Sendable {
    /// Two titles with one slug clash.
    case uniqueBySlug
    case free
  }

  /// How a title becomes part of a link.
  enum SlugRule: Sendable {
    case transliterated
    /// Other characters as their bytes in hexadecimal; long titles as the beginning of a digest.
    case hexadecimal
  }

  /// What a uid made by the server looks like.
  enum GeneratedUIDRule: Sendable {
    /// Nine letters, digits, `-` and `_`.
    case short
    /// UUIDs for dashboards, 14 digits in base 36 for everything else.
    case unified
  }
}

extension Lens {
  /// `12.4.0`.
  var versionText: String { version.description }

  /// The newest lens that is not newer than the version asked for, by major and minor number. Nil where all are newer.
  static func nearest(to version: ServerVersion) -> Lens? {
    available.last { ($0.version.major, $0.version.minor) <= (version.major, version.minor) }
  }
}
