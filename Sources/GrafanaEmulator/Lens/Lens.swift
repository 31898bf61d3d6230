internal import Base

/// What distinguishes one version of Grafana from another, as capabilities. This is the only place that knows
/// versions: everything else asks for a capability. The facts are those of the recordings in
/// `grafana-recordings/<version>` and of reference/grafana-http-api.md, section 20. What concerns one family stands in
/// a part of its own.
struct Lens: LensPart {
  /// The recorded version that this lens stands for.
  var version: ServerVersion
  /// As the server itself says it: `12.4.0`, `9.4.0-pre`.
  var versionText: String

  // MARK: Shapes of answers

  /// The `Cache-Control` of every answer.
  var cacheControl: String
  /// The `traceID` of errors made by handlers; nil leaves it out.
  var errorTraceID: String?
  /// Refusals carry a `messageId` where the area has one (errutil).
  var errorsAreCoded: Bool
  /// The status of a page that is not there.
  var missingPageStatus: Int

  // MARK: What several families share

  /// Objects live in the Kubernetes-style store: `/apis`, resource versions, trash, large numbers as ids.
  var hasKubernetesAPI: Bool
  var hasNestedFolders: Bool
  /// Users and service accounts have a uid beside their number.
  var peopleHaveUIDs: Bool
  /// How a title may clash with another.
  var titles: TitleRule
  /// A folder and a dashboard cannot have the same uid.
  var uidsAreShared: Bool
  var slugs: SlugRule
  var generatedUIDs: GeneratedUIDRule
  var viewersReadContactPoints: Bool

  // MARK: Alerting

  /// The server can be switched back to the alerting of dashboards' panels and notification channels.
  var offersLegacyAlerting: Bool
  /// The system that runs. Not a matter of the version alone: whoever starts the server chooses.
  var alerting = AlertingSystem.unified

  // MARK: Families

  var server: ServerLens
  var accounts: AccountLens
  var folders: FolderLens
  var dashboards: DashboardLens
  var search: SearchLens
  var dataSources: DataSourceLens
  var rules: RuleLens
  var notifications: NotificationLens
  /// The families that stand beside these.
  var extras: ExtrasLens

  /// When a title is taken.
  enum TitleRule: Sendable {
    /// Two titles with one slug clash; a dashboard's with that of any folder.
    case uniqueBySlug
    /// Two equal titles in one place clash; a dashboard's with a folder's at the root.
    case unique
    case free
  }

  /// How a title becomes part of a link.
  enum SlugRule: Sendable {
    case transliterated
    /// Other characters as their bytes in hexadecimal; long titles as a UUID made of them.
    case hexadecimalOrUUID
    /// Other characters as their bytes in hexadecimal; long titles as the beginning of a digest.
    case hexadecimal
  }

  /// What a uid made by the server looks like.
  enum GeneratedUIDRule: Sendable {
    /// Nine letters, digits, `-` and `_`.
    case short
    case uuid
    /// UUIDs for dashboards, 14 digits in base 36 for everything else.
    case unified
  }
}

extension Lens {
  /// The newest lens that is not newer than the version asked for, by major and minor number. Nil where all are newer.
  static func nearest(to version: ServerVersion) -> Lens? {
    available.last { ($0.version.major, $0.version.minor) <= (version.major, version.minor) }
  }
}
