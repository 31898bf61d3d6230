internal import Documents

/// The state of rules as Prometheus shows it, in Grafana's dialect.
struct RuleStateView {
  let workspace: Workspace
  let now: Moment
  private var lens: RuleLens.RuleStateRule { workspace.lens.rules.states }

  // MARK: Rules

  func group(_ key: RuleGroupKey, _ rules: [AlertRule], folder: String) -> (json: JSON, totals: [String: Int])
  {
    let statuses = rules.map { RuleStatus(of: $0, at: now, workspace) }
    let totals = Self.totals(statuses)
    var object = JSONObject(members: [("name", JSON(key.name)), ("file", JSON(folder))])
    if lens.showsIdentity { object["folderUid"] = JSON(key.folderUID) }
    object["rules"] = .array(statuses.map { rule($0, folder: folder) })
    if lens.hasTotals { object["totals"] = Self.json(totals) }
    object["interval"] = JSON(rules.first?.interval ?? 0)
    object["lastEvaluation"] = JSON(time(statuses.last?.evaluation?.moment))
    object["evaluationTime"] = seconds(statuses.last?.evaluation?.duration)
    return (.object(object), totals)
  }

  private func rule(_ status: RuleStatus, folder: String) -> JSON {
    let rule = status.rule
    var object = JSONObject(members: [
      ("state", JSON(status.text)), ("name", JSON(rule.title)), ("query", JSON(RuleQueryText.of(rule, lens))),
    ])
    if rule.pending > 0 { object["duration"] = number(Double(rule.pending) / 1000) }
    if rule.keepFiring > 0 { object["keepFiringFor"] = number(Double(rule.keepFiring) / 1000) }
    if !rule.annotations.isEmpty { object["annotations"] = RuleView.texts(rule.annotations) }
    addAlerts(of: status, folder: folder, to: &object)
    if lens.showsIdentity { addIdentity(of: rule, to: &object) }
    if !rule.labels.isEmpty { object["labels"] = RuleView.texts(rule.labels) }
    object["health"] = JSON(status.health)
    if let failure = status.failure {
      object["lastError"] = JSON(failure.text)
    } else if lens.alwaysShowsError {
      object["lastError"] = ""
    }
    object["type"] = rule.record == nil ? "alerting" : "recording"
    object["lastEvaluation"] = JSON(time(status.evaluation?.moment))
    object["evaluationTime"] = seconds(status.evaluation?.duration)
    return .object(object)
  }

  private func addAlerts(of status: RuleStatus, folder: String, to object: inout JSONObject) {
    guard let evaluation = status.evaluation, status.rule.record == nil else { return }
    object["alerts"] = [alert(status, evaluation, folder: folder, isInRule: true)]
    guard lens.hasTotals else { return }
    let totals = Self.json([evaluation.state.rawValue.lowercased(): 1])
    object["totals"] = totals
    object["totalsFiltered"] = totals
    if evaluation.state == .alerting { object["activeAt"] = JSON(time(evaluation.since)) }
  }

  private func addIdentity(of rule: AlertRule, to object: inout JSONObject) {
    object["uid"] = JSON(rule.uid)
    object["folderUid"] = JSON(rule.folderUID)
    object["isPaused"] = JSON(rule.isPaused)
    if !rule.provenance.isEmpty { object["provenance"] = JSON(rule.provenance) }
    let sources = rule.dataSourceUIDs
    if !sources.isEmpty { object["queriedDatasourceUIDs"] = .array(sources.map { JSON($0) }) }
    if let settings = rule.notificationSettings { object["notificationSettings"] = .object(settings) }
  }

  // MARK: Alerts

  /// - Parameter isInRule: below its rule; the list of alerts of the first version has no annotations.
  private func alert(
    _ status: RuleStatus, _ evaluation: RuleStatus.Evaluation, folder: String, isInRule: Bool
  ) -> JSON {
    let annotations = isInRule || !lens.bracketsValues ? self.annotations(status) : [:]
    let isDated = evaluation.state != .normal || lens.datesNormal
    return [
      "labels": RuleView.texts(labels(status, folder: folder)), "annotations": RuleView.texts(annotations),
      "state": JSON(evaluation.state.rawValue),
      "activeAt": JSON(isDated ? time(evaluation.since) : Moment.zeroText),
      "value": JSON(value(status.rule, evaluation)),
    ]
  }

  /// All alerts, one of each rule that was evaluated.
  func alerts() -> [JSON] {
    workspace.ruleBook.sorted.compactMap { rule in
      guard rule.record == nil, let folder = workspace.folderPath(rule.folderUID) else { return nil }
      let status = RuleStatus(of: rule, at: now, workspace)
      guard let evaluation = status.evaluation else { return nil }
      return alert(status, evaluation, folder: folder, isInRule: false)
    }
  }

  func labels(_ status: RuleStatus, folder: String) -> [String: String] {
    var labels = status.rule.labels
    labels["alertname"] = status.rule.title
    if lens.labelsUIDs {
      labels["__alert_rule_uid__"] = status.rule.uid
      labels["__alert_rule_namespace_uid__"] = status.rule.folderUID
    }
    if lens.labelsFolder { labels["grafana_folder"] = folder }
    if lens.labelsFailures, let query = status.failure?.query {
      labels["ref_id"] = query.refID
      labels["datasource_uid"] = query.dataSourceUID
    }
    return labels
  }

  func annotations(_ status: RuleStatus) -> [String: String] {
    var annotations = status.rule.annotations
    if lens.annotatesFailures, let failure = status.failure { annotations["Error"] = failure.text }
    return annotations
  }

  private func value(_ rule: AlertRule, _ evaluation: RuleStatus.Evaluation) -> String {
    guard case .value(let value) = evaluation.outcome, evaluation.state != .normal else { return "" }
    guard lens.bracketsValues else { return GoNumber.exponential(value) }
    return evaluation.state == .alerting
      ? "[ var='\(rule.condition)' labels={} value=\(GoNumber.plain(value)) ]" : ""
  }

  // MARK: Numbers and times

  /// How many rules are in each state; those with an error count twice.
  static func totals(_ statuses: [RuleStatus]) -> [String: Int] {
    var totals: [String: Int] = [:]
    for status in statuses {
      totals[status.text, default: 0] += 1
      if status.health == "error" { totals["error", default: 0] += 1 }
    }
    return totals
  }

  static func json(_ totals: [String: Int]) -> JSON {
    .object(JSONObject(totals.sorted { $0.key < $1.key }.map { ($0.key, JSON($0.value)) }))
  }

  private func time(_ moment: Moment?) -> String {
    guard let moment else { return Moment.zeroText }
    return lens.runsOnTicks ? moment.text : moment.preciseText
  }

  private func seconds(_ duration: Double?) -> JSON { number(duration ?? 0) }

  private func number(_ value: Double) -> JSON { JSONNumber(value).map { .number($0) } ?? 0 }
}
