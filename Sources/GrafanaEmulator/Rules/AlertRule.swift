internal import Documents

/// An alert rule, as it is stored.
struct AlertRule: Sendable {
  /// 0 while it has no row.
  var id = 0
  var uid = ""
  var folderUID = ""
  var group = ""
  /// Its place in the group; rules with the same place stand by number.
  var groupIndex = 0
  /// Seconds between two evaluations.
  var interval = Self.defaultInterval
  var title = ""
  /// The query or expression that decides.
  var condition = ""
  var queries: [RuleQuery] = []
  var noDataState = ""
  var errorState = ""
  /// Milliseconds for which the condition must hold: `for`.
  var pending = 0
  /// Milliseconds for which it fires on.
  var keepFiring = 0
  var annotations: [String: String] = [:]
  var labels: [String: String] = [:]
  var isPaused = false
  /// Nil where the notification policies decide.
  var notificationSettings: JSONObject?
  /// What a recording rule records; nil for an alerting rule.
  var record: JSONObject?
  var missingSeriesEvaluations: Int?
  /// `api`, or empty where anybody may change it.
  var provenance = ""
  var version = 1
  var updated = Moment.now
  var updatedBy = Author.apiKey
  var guid = ""

  static let defaultInterval = 60
  static let provisioned = "api"

  var key: RuleGroupKey { RuleGroupKey(folderUID: folderUID, name: group) }

  /// The dashboard's uid that the annotations name.
  var dashboardUID: String? { annotations[Self.dashboardAnnotation].flatMap { $0.isEmpty ? nil : $0 } }
  var panelID: Int? { annotations[Self.panelAnnotation].flatMap { Int($0) } }

  static let dashboardAnnotation = "__dashboardUid__"
  static let panelAnnotation = "__panelId__"

  /// The data sources that are asked, each once.
  var dataSourceUIDs: [String] {
    var result: [String] = []
    for query in queries where !query.isExpression && !result.contains(query.dataSourceUID) {
      result.append(query.dataSourceUID)
    }
    return result
  }

  /// Whether two rules say the same, whoever wrote them and when.
  func saysTheSame(as other: AlertRule) -> Bool {
    uid == other.uid && key == other.key && groupIndex == other.groupIndex && interval == other.interval
      && title == other.title && condition == other.condition && queries == other.queries
      && noDataState == other.noDataState && errorState == other.errorState && pending == other.pending
      && keepFiring == other.keepFiring && annotations == other.annotations && labels == other.labels
      && isPaused == other.isPaused && notificationSettings == other.notificationSettings
      && record == other.record && missingSeriesEvaluations == other.missingSeriesEvaluations
  }
}
