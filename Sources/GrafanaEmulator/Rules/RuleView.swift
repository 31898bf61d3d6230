internal import Documents

/// Rules as the provisioning API and the ruler show them.
enum RuleView {
  /// Which members of a rule the provisioning API shows.
  struct Shape {
    /// Go's time to the nanosecond, as in answers to writes.
    var isPrecise = false
    var hasProvenance = false
  }

  static func provisioned(_ rule: AlertRule, _ lens: Lens, _ shape: Shape) -> JSON {
    var object = JSONObject(members: [("id", JSON(rule.id)), ("uid", JSON(rule.uid)), ("orgID", 1)])
    addCommon(rule, queries: .array(rule.queries.map(\.json)), lens, to: &object)
    object["updated"] = JSON(shape.isPrecise ? rule.updated.preciseText : rule.updated.text)
    if shape.hasProvenance, !rule.provenance.isEmpty { object["provenance"] = JSON(rule.provenance) }
    return .object(object)
  }

  /// What a client sent, as Go writes what it read: without number and time where none came.
  static func echo(_ draft: RuleDraft, storedQueries: Bool, _ lens: Lens) -> JSON {
    var object = JSONObject(members: [
      ("id", JSON(draft.sentID)), ("uid", JSON(draft.rule.uid)), ("orgID", JSON(draft.sentOrganisation)),
    ])
    // An empty condition or list is replaced before the queries take their stored form.
    let shown =
      storedQueries && !draft.rule.condition.isEmpty
      ? draft.rule.queries.map { (try? $0.stored(lens)) ?? $0 } : draft.rule.queries
    let queries: JSON = draft.hasQueries ? .array(shown.map(\.json)) : .null
    addCommon(draft.rule, queries: queries, lens, to: &object)
    object["updated"] = JSON(draft.sentUpdated ?? Moment.zeroText)
    if !draft.sentProvenance.isEmpty { object["provenance"] = JSON(draft.sentProvenance) }
    return .object(object)
  }

  private static func addCommon(
    _ rule: AlertRule, queries: JSON, _ lens: Lens, to object: inout JSONObject
  ) {
    object["folderUID"] = JSON(rule.folderUID)
    object["ruleGroup"] = JSON(rule.group)
    object["title"] = JSON(rule.title)
    object["condition"] = JSON(rule.condition)
    object["data"] = queries
    object["noDataState"] = JSON(rule.noDataState)
    object["execErrState"] = JSON(rule.errorState)
    object["for"] = JSON(RuleDuration.text(rule.pending))
    if !rule.annotations.isEmpty { object["annotations"] = texts(rule.annotations) }
    if !rule.labels.isEmpty { object["labels"] = texts(rule.labels) }
    if lens.rules.hasPause { object["isPaused"] = JSON(rule.isPaused) }
    if lens.rules.hasNotificationSettings {
      object["notification_settings"] = rule.notificationSettings.map { .object($0) } ?? .null
    }
    if lens.rules.hasRecording {
      object["keep_firing_for"] = JSON(RuleDuration.text(rule.keepFiring))
      object["record"] = rule.record.map { .object($0) } ?? .null
      if let count = rule.missingSeriesEvaluations { object["missingSeriesEvalsToResolve"] = JSON(count) }
    }
  }

  static func group(_ key: RuleGroupKey, interval: Int, rules: JSON) -> JSON {
    [
      "title": JSON(key.name), "folderUid": JSON(key.folderUID), "interval": JSON(interval), "rules": rules,
    ]
  }

  // MARK: Ruler

  /// A group of the ruler; one without rules has no interval.
  static func ruled(_ name: String, _ rules: [AlertRule], _ workspace: Workspace) -> JSON {
    var object = JSONObject(members: [("name", JSON(name))])
    if let interval = rules.first?.interval {
      object["interval"] = JSON(RuleDuration.text(interval * 1000))
    }
    object["rules"] = .array(rules.map { ruled($0, workspace) })
    return .object(object)
  }

  private static func ruled(_ rule: AlertRule, _ workspace: Workspace) -> JSON {
    let lens = workspace.lens
    var node = JSONObject(members: [("expr", ""), ("for", JSON(RuleDuration.text(rule.pending)))])
    if lens.rules.hasRecording { node["keep_firing_for"] = JSON(RuleDuration.text(rule.keepFiring)) }
    if !rule.labels.isEmpty { node["labels"] = texts(rule.labels) }
    if !rule.annotations.isEmpty { node["annotations"] = texts(rule.annotations) }
    var alert = JSONObject()
    if !lens.rules.hasRecording {
      alert["id"] = JSON(rule.id)
      alert["orgId"] = 1
    }
    alert["title"] = JSON(rule.title)
    alert["condition"] = JSON(rule.condition)
    alert["data"] = .array(rule.queries.map(\.json))
    alert["updated"] = JSON(rule.updated.text)
    if lens.rules.hasRecording { alert["updated_by"] = writer(of: rule, workspace) }
    alert["intervalSeconds"] = JSON(rule.interval)
    alert["version"] = JSON(rule.version)
    alert["uid"] = JSON(rule.uid)
    alert["namespace_uid"] = JSON(rule.folderUID)
    if !lens.rules.hasRecording { alert["namespace_id"] = JSON(workspace.folders[rule.folderUID]?.id ?? 0) }
    alert["rule_group"] = JSON(rule.group)
    alert["no_data_state"] = JSON(rule.noDataState)
    alert["exec_err_state"] = JSON(rule.errorState)
    if !rule.provenance.isEmpty { alert["provenance"] = JSON(rule.provenance) }
    if lens.rules.hasPause { alert["is_paused"] = JSON(rule.isPaused) }
    if let settings = rule.notificationSettings { alert["notification_settings"] = .object(settings) }
    if let record = rule.record { alert["record"] = .object(record) }
    if let count = rule.missingSeriesEvaluations { alert["missing_series_evals_to_resolve"] = JSON(count) }
    if lens.rules.hasRecording {
      alert["metadata"] = [
        "editor_settings": [
          "simplified_query_and_expressions_section": false, "simplified_notifications_section": false,
        ]
      ]
      alert["guid"] = JSON(rule.guid)
    }
    node["grafana_alert"] = .object(alert)
    return .object(node)
  }

  /// Who wrote a rule last: uid and name, or login where there is no name.
  private static func writer(of rule: AlertRule, _ workspace: Workspace) -> JSON {
    switch rule.updatedBy {
    case .user(let uid, let login): ["uid": JSON(uid), "name": JSON(login)]
    case .serviceAccount(let uid):
      [
        "uid": JSON(uid),
        "name": JSON(workspace.serviceAccounts.first { $0.uid == uid }?.name ?? ""),
      ]
    case .apiKey: .null
    }
  }

  /// Sorted by name, as Go writes maps.
  static func texts(_ texts: [String: String]) -> JSON {
    .object(
      JSONObject(
        texts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { ($0.key, JSON($0.value)) }))
  }
}
