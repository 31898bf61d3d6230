/// What the ruler checks of a group before it looks at what is there [ruler: interval-15s to no-name].
struct RulerCheck {
  let lens: Lens
  let workspace: Workspace

  private static let nameLimit = 190

  /// The rules of the group with folder, group, place and interval. Nil stands for a rule of somebody else's.
  func drafts(
    _ nodes: [RuleDraft?], group: String, interval: Int, folderUID: String
  ) throws(RuleFailure) -> [RuleDraft] {
    try checkName(group)
    if lens.rules.ruler != .first { try checkInterval(interval) }
    var result: [RuleDraft] = []
    var places: [String: Int] = [:]
    for (place, node) in nodes.enumerated() {
      guard var draft = node else { throw invalid(place, "not Grafana managed alert rule") }
      draft.rule.folderUID = folderUID
      draft.rule.group = group
      draft.rule.groupIndex = lens.rules.rulerKeepsOrder ? place + 1 : 0
      draft.rule.interval = interval
      try check(&draft, place)
      let uid = draft.rule.uid
      if !uid.isEmpty, let first = places.updateValue(place, forKey: uid) {
        throw RuleFailure(
          400, "rule [\(place)] has UID \(uid) that is already assigned to another rule at index \(first)")
      }
      result.append(draft)
    }
    if lens.rules.ruler == .first { try checkFirstInterval(interval, nodes) }
    return result
  }

  private func checkName(_ name: String) throws(RuleFailure) {
    let isFirst = lens.rules.ruler == .first
    guard !name.isEmpty else {
      throw RuleFailure(400, isFirst ? "rule group name is not valid" : "rule group name cannot be empty")
    }
    guard name.utf8.count <= Self.nameLimit else {
      throw RuleFailure(400, "rule group name is too long. Max length is \(Self.nameLimit)")
    }
  }

  private func checkInterval(_ seconds: Int) throws(RuleFailure) {
    guard seconds > 0, seconds % RuleCheck.baseInterval == 0 else {
      throw RuleFailure(
        400,
        "rule evaluation interval (\(seconds) second) should be positive number that is multiple of the base"
          + " interval of \(RuleCheck.baseInterval) seconds")
    }
  }

  private func checkFirstInterval(_ seconds: Int, _ nodes: [RuleDraft?]) throws(RuleFailure) {
    guard !nodes.isEmpty else { return }
    do throws(RuleFailure) {
      try RuleCheck.checkInterval(seconds, baseText: "\(RuleCheck.baseInterval)s")
    } catch {
      throw error.within("failed to update rule group")
    }
  }

  private func check(_ draft: inout RuleDraft, _ place: Int) throws(RuleFailure) {
    let isNew = draft.rule.uid.isEmpty
    if isNew, draft.rule.title.isEmpty { throw invalid(place, "alert rule title cannot be empty") }
    guard draft.rule.title.utf8.count <= Self.nameLimit else {
      throw invalid(place, "alert rule title is too long. Max length is \(Self.nameLimit)")
    }
    try fillStates(&draft.rule, isNew: isNew, place)
    guard !draft.rule.queries.isEmpty else {
      if isNew { throw invalid(place, "invalid alert rule: no queries or expressions are found") }
      if !draft.rule.condition.isEmpty {
        throw invalid(
          place,
          "invalid alert rule: query is not specified by condition is. You must specify both query and condition"
            + " to update existing alert rule")
      }
      return
    }
    if lens.rules.ruler != .byChange { try checkSources(of: draft.rule, place) }
    try checkCondition(of: draft.rule, place)
    do throws(RuleFailure) { try RuleCheck.checkPanel(draft.rule, lens) } catch {
      throw invalid(place, error.message)
    }
  }

  /// A new rule without states has those that Grafana prefers; a state that is unknown is refused, by 8.4 ignored.
  private func fillStates(_ rule: inout AlertRule, isNew: Bool, _ place: Int) throws(RuleFailure) {
    if isNew, rule.noDataState.isEmpty { rule.noDataState = "NoData" }
    if isNew, rule.errorState.isEmpty { rule.errorState = "Alerting" }
    let noData = rule.noDataState.isEmpty ? nil : RuleCheck.problem(ofNoDataState: rule.noDataState, lens)
    let error = rule.errorState.isEmpty ? nil : RuleCheck.problem(ofErrorState: rule.errorState, lens)
    guard lens.rules.ruler == .first else {
      if let problem = noData ?? error { throw invalid(place, problem) }
      return
    }
    if noData != nil { rule.noDataState = "NoData" }
    if error != nil { rule.errorState = "Alerting" }
  }

  private func checkCondition(of rule: AlertRule, _ place: Int) throws(RuleFailure) {
    let names = rule.queries.map(\.refID)
    guard !names.contains(rule.condition) else { return }
    let commas = names.joined(separator: ",")
    let name = rule.condition
    switch lens.rules.ruler {
    case .first, .byPlace:
      throw unfit(
        rule, place,
        "condition \(name) not found in any query or expression: it should be one of: [\(commas)]")
    case .byQuery:
      throw unfit(
        rule, place, "condition \(name) does not exist, must be one of [\(names.joined(separator: " "))]")
    case .byChange:
      throw invalid(place, "invalid alert rule: condition \(name) does not exist, must be one of [\(commas)]")
    }
  }

  /// Refuses queries of data sources that are not there.
  func checkSources(of rule: AlertRule, _ place: Int = 0) throws(RuleFailure) {
    for query in rule.queries where !query.isExpression {
      let uid = query.dataSourceUID
      guard !workspace.dataSources.values.contains(where: { $0.uid == uid }) else { continue }
      switch lens.rules.ruler {
      case .first, .byPlace:
        throw unfit(rule, place, "invalid query \(query.refID): data source not found: \(uid)")
      case .byQuery:
        throw unfit(rule, place, "failed to build query '\(query.refID)': data source not found")
      case .byChange:
        throw RuleFailure(
          400,
          "invalid alert rule '\(rule.title)': failed to build query '\(query.refID)': data source not found")
      }
    }
  }

  private func unfit(_ rule: AlertRule, _ place: Int, _ detail: String) -> RuleFailure {
    lens.rules.ruler == .first
      ? RuleFailure(400, "failed to validate alert rule \"\(rule.title)\": \(detail)")
      : invalid(place, "failed to validate condition of alert rule \(rule.title): \(detail)")
  }

  private func invalid(_ place: Int, _ detail: String) -> RuleFailure {
    RuleFailure(400, "invalid rule specification at index [\(place)]: \(detail)")
  }
}
