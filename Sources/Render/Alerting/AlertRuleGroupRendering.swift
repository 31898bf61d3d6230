import Base
import Documents
import Manifests

/// Makes the group of the provisioning API of a manifest's rules (reference grafana-http-api.md section 6.2).
enum AlertRuleGroupRendering {
  static func render(_ group: GrafanaAlertRuleGroup) -> RenderedDocument {
    let model = JSONObject([
      ("title", .string(group.name)), ("interval", number(group.intervalSeconds)),
      ("rules", .array(group.rules.map { .object(rule($0)) })),
    ])
    return RenderedDocument(
      kind: .alertRuleGroup, common: group.common, uid: nil, title: group.name,
      body: DocumentBody(model, isEditable: group.isEditable ?? false), uses: uses(group.rules),
      parts: group.rules.map(\.uid).sorted(), features: features(group.rules))
  }

  private static func rule(_ rule: AlertRule) -> JSONObject {
    var model = JSONObject([
      ("uid", .string(rule.uid)), ("title", .string(rule.title)), ("condition", .string(rule.condition)),
      ("data", .array(rule.queries.map { .object(query($0)) })),
      ("noDataState", .string(rule.noDataState.rawValue)),
      ("execErrState", .string(rule.errorState.rawValue)),
      ("for", .string(PrometheusDuration.format(rule.pending))),
    ])
    if !rule.annotations.isEmpty { model["annotations"] = texts(rule.annotations) }
    if !rule.labels.isEmpty { model["labels"] = texts(rule.labels) }
    if rule.isPaused { model["isPaused"] = true }
    if let duration = rule.keepFiringFor, duration > .zero {
      model["keep_firing_for"] = .string(PrometheusDuration.format(duration))
    }
    if let count = rule.missingSeriesEvaluations { model["missingSeriesEvalsToResolve"] = number(count) }
    if let notification = rule.notification { model["notification_settings"] = settings(notification) }
    if let record = rule.record {
      var members = JSONObject([("from", .string(record.from)), ("metric", .string(record.metric))])
      if let uid = record.targetDatasourceUID { members["target_datasource_uid"] = .string(uid) }
      model["record"] = .object(members)
    }
    return model
  }

  private static func query(_ query: AlertQuery) -> JSONObject {
    let range = query.timeRange ?? (0, 0)
    var model = query.model
    // Servers add both, expressions included, and a group that is sent without them gets new versions of all its rules
    // with every write (section 6.2).
    for (name, value) in [("intervalMs", 1000), ("maxDataPoints", 43200)]
    where (model[name]?.intValue ?? 0) == 0 {
      model[name] = number(value)
    }
    return JSONObject([
      ("refId", .string(query.refID)),
      (
        "queryType",
        .string(query.queryType.isEmpty ? model["queryType"]?.stringValue ?? "" : query.queryType)
      ),
      (
        "relativeTimeRange",
        JSON.object(JSONObject([("from", number(range.from)), ("to", number(range.to))]))
      ),
      ("datasourceUid", .string(query.datasourceUID)), ("model", .object(model)),
    ])
  }

  private static func settings(_ notification: RuleNotification) -> JSON {
    var settings = JSONObject([("receiver", .string(notification.receiver))])
    if let labels = notification.groupBy { settings["group_by"] = texts(labels) }
    settings["group_wait"] = duration(notification.groupWait)
    settings["group_interval"] = duration(notification.groupInterval)
    settings["repeat_interval"] = duration(notification.repeatInterval)
    if !notification.muteTimings.isEmpty { settings["mute_time_intervals"] = texts(notification.muteTimings) }
    if !notification.activeTimings.isEmpty {
      settings["active_time_intervals"] = texts(notification.activeTimings)
    }
    return .object(settings)
  }

  private static func number(_ number: Int) -> JSON { .number(JSONNumber(number)) }

  private static func duration(_ duration: Duration?) -> JSON? {
    duration.map { .string(PrometheusDuration.format($0)) }
  }

  private static func texts(_ list: [String]) -> JSON { .array(list.map { .string($0) }) }

  private static func texts(_ map: [String: String]) -> JSON {
    .object(JSONObject(map.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
  }

  // MARK: What it needs

  private static func uses(_ rules: [AlertRule]) -> [ObjectUse] {
    var uses: Set<ObjectUse> = []
    var seen: Set<ObjectUse> = []
    func add(_ kind: ObjectKind, _ name: String, _ place: String) {
      // Each object once, with the first place that names it.
      guard seen.insert(ObjectUse(kind, name, place: "")).inserted else { return }
      // Rules find all but what has no uid by that alone.
      uses.insert(ObjectUse(kind, name, place: place, isByUID: kind == .datasource || kind == .dashboard))
    }
    for rule in rules {
      let place = "rule \"\(rule.title)\""
      for query in rule.queries where !query.isExpression {
        add(.datasource, query.datasourceUID, "\(place), query \(query.refID)")
      }
      if let target = rule.record?.targetDatasourceUID { add(.datasource, target, "\(place), record") }
      if let notification = rule.notification {
        add(.contactPoint, notification.receiver, place)
        for name in notification.muteTimings + notification.activeTimings { add(.muteTiming, name, place) }
      }
      if let dashboard = rule.annotations["__dashboardUid__"] { add(.dashboard, dashboard, place) }
    }
    return uses.sorted()
  }

  private static func features(_ rules: [AlertRule]) -> Set<ServerFeature> {
    var features: Set<ServerFeature> = [.alertProvisioning]
    for rule in rules {
      if rule.isPaused { features.insert(.pausedRules) }
      if rule.noDataState == .keepLast || rule.errorState == .keepLast { features.insert(.keptStates) }
      if rule.keepFiringFor ?? .zero > .zero { features.insert(.keptFiring) }
      if rule.notification != nil { features.insert(.ruleNotifications) }
      if rule.notification?.activeTimings.isEmpty == false { features.insert(.activeIntervals) }
      if rule.record != nil { features.insert(.recordingRules) }
      if rule.missingSeriesEvaluations != nil { features.insert(.missingSeries) }
    }
    return features
  }
}
