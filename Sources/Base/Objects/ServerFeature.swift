/// Something that servers of some versions lack and that a content needs: they would ignore it without a word, or do
/// something else (reference grafana-http-api.md sections 0 and 18).
public enum ServerFeature: String, Hashable, Comparable, Sendable, CaseIterable {
  case nestedFolders
  /// The provisioning API of Grafana Alerting.
  case alertProvisioning
  /// `isPaused` of alert rules.
  case pausedRules
  /// The state `KeepLast` of alert rules.
  case keptStates
  /// `keepFiringFor` of alert rules.
  case keptFiring
  /// `notificationSettings` of alert rules.
  case ruleNotifications
  /// `record` of alert rules.
  case recordingRules
  /// `missingSeriesEvalsToResolve` of alert rules.
  case missingSeries
  /// `active_time_intervals` of policies and rules.
  case activeIntervals
  /// Permissions of single dashboards, by uid.
  case dashboardPermissions
  /// Public links of dashboards.
  case publicSharing
  /// The home dashboard of the organisation by uid.
  case homeDashboard
  /// Service accounts and their tokens.
  case serviceAccounts
  /// Correlations of data sources.
  case correlations
  /// Correlations that lead to addresses instead of queries.
  case externalCorrelations
  /// `transformations` of correlations.
  case correlationTransformations
  /// The Kubernetes-style API.
  case resources

  public static func < (left: ServerFeature, right: ServerFeature) -> Bool { left.rawValue < right.rawValue }
}
