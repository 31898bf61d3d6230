internal import Base

/// What distinguishes one version of Grafana from another, as capabilities. This is the only place that knows
/// versions: everything else asks for a capability. The facts are those of the recordings in
/// `grafana-recordings/<version>` and of reference/grafana-http-api.md, section 20.
struct Lens: Sendable {
  /// The recorded version that this lens stands for.
  let version: ServerVersion

  // MARK: Shapes of answers

  /// The `Cache-Control` of every answer.
  let cacheControl: String
  /// Errors made by handlers carry an empty `traceID`.
  let errorsCarryTraceID: Bool
  /// Refusals carry a `messageId` where the area has one (errutil).
  let errorsAreCoded: Bool
  /// The status of a page that is not there.
  let missingPageStatus: Int

  // MARK: Authentication

  /// Routes that only look at permissions answer 403 to a request without credentials, not 401.
  let unsignedRequestsReachPermissions: Bool
  /// A token that looks right but is unknown is an internal error, not a refusal.
  let unknownTokenIsInternalError: Bool
  /// An organisation that does not exist is looked for before permissions.
  let organisationIsLookedUpFirst: Bool
  let hasAPIKeys: Bool
  /// Users and service accounts have a uid beside their number.
  let peopleHaveUIDs: Bool
  let viewersReadContactPoints: Bool
  let viewersAnnotateDashboards: Bool

  // MARK: Folders and dashboards

  /// Objects live in the Kubernetes-style store: `/apis`, resource versions, trash, large numbers as ids.
  let hasKubernetesAPI: Bool
  let hasNestedFolders: Bool
  /// How a title may clash with another.
  let titles: TitleRule
  /// A folder and a dashboard cannot have the same uid.
  let uidsAreShared: Bool
  /// Numbers in a dashboard's body come back as Go writes doubles.
  let numbersAreDoubles: Bool
  /// Numeric routes of dashboards: versions, permissions, stars.
  let hasDashboardIDRoutes: Bool
  let hasFolderCounts: Bool
  let slugs: SlugRule
  let generatedUIDs: GeneratedUIDRule
  /// `folderUIDs` limits a search; otherwise it is ignored.
  let searchKnowsFolderUIDs: Bool
  /// `folderIds` limits a search to what is in the folders; otherwise it finds the folder itself.
  let searchKnowsFolderIDs: Bool
  let hasPublicDashboardKeys: Bool

  // MARK: Data sources

  let dataSourceUIDsAreChecked: Bool
  let firstDataSourceIsDefault: Bool
  /// A data source without a name is called after its type.
  let dataSourceNameIsOptional: Bool
  /// A PUT with another uid renames; otherwise it fails.
  let dataSourceUIDCanChange: Bool
  /// Single reads have the logo's path.
  let dataSourcesShowLogo: Bool
  /// The Prometheus plugin answers health checks.
  let prometheusHasHealthCheck: Bool
  /// Where the files of built-in plugins lie.
  let pluginFolder: String

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

  static let version9_3 = Lens(
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

  static let version12_4 = Lens(
    version: ServerVersion(12, 4, 0), cacheControl: "no-store", errorsCarryTraceID: false,
    errorsAreCoded: true,
    missingPageStatus: 500, unsignedRequestsReachPermissions: false, unknownTokenIsInternalError: false,
    organisationIsLookedUpFirst: false, hasAPIKeys: false, peopleHaveUIDs: true,
    viewersReadContactPoints: true,
    viewersAnnotateDashboards: false, hasKubernetesAPI: true, hasNestedFolders: true, titles: .free,
    uidsAreShared: false, numbersAreDoubles: true, hasDashboardIDRoutes: false, hasFolderCounts: true,
    slugs: .hexadecimal, generatedUIDs: .unified, searchKnowsFolderUIDs: true, searchKnowsFolderIDs: false,
    hasPublicDashboardKeys: false, dataSourceUIDsAreChecked: true, firstDataSourceIsDefault: true,
    dataSourceNameIsOptional: true, dataSourceUIDCanChange: false, dataSourcesShowLogo: true,
    prometheusHasHealthCheck: true, pluginFolder: "public/plugins")

  /// Oldest first.
  static let available = [version9_3, version12_4]

  /// The lens of the newest version that is not newer than the one asked for, by major and minor number. Nil where
  /// all are newer.
  static func nearest(to version: ServerVersion) -> Lens? {
    available.last { ($0.version.major, $0.version.minor) <= (version.major, version.minor) }
  }
}
