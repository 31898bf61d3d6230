/// What is checked of a rule before it is written [9.3 to 12.4 alert_rules: bad-…; the order is remembered of the source].
enum RuleCheck {
  private static let nameLimit = 190
  /// Seconds between two looks of the scheduler.
  static let baseInterval = 10

  private static let noDataStates: Set = ["Alerting", "NoData", "OK"]
  private static let errorStates: Set = ["Alerting", "Error", "OK"]

  /// The rule in the form in which it is stored.
  static func stored(_ rule: AlertRule, _ lens: Lens) throws(RuleFailure) -> AlertRule {
    var result = rule
    result.queries = try rule.queries.map { query throws(RuleFailure) -> RuleQuery in try query.stored(lens) }
    guard !rule.queries.isEmpty else { throw .invalid("no queries or expressions are found") }
    guard !rule.title.isEmpty else { throw .invalid("title is empty") }
    try checkInterval(rule.interval)
    guard rule.title.utf8.count <= nameLimit else {
      throw .invalid("name length should not be greater than \(nameLimit)")
    }
    guard rule.group.utf8.count <= nameLimit else {
      throw .invalid("rule group name length should not be greater than \(nameLimit)")
    }
    if rule.record == nil { try checkStates(rule, lens) }
    guard rule.pending >= 0 else { throw .invalid("field `for` cannot be negative") }
    if let count = rule.missingSeriesEvaluations, count <= 0 {
      throw .invalid("field `missing_series_evals_to_resolve` must be greater than 0")
    }
    return result
  }

  static func checkInterval(_ seconds: Int, baseText: String = "10") throws(RuleFailure) {
    guard seconds > 0, seconds % baseInterval == 0 else {
      throw .invalid(
        "interval (\(RuleDuration.goText(seconds: seconds))) should be non-zero and divided exactly by scheduler"
          + " interval: \(baseText)")
    }
  }

  /// Both annotations of a panel or none.
  static func checkPanel(_ rule: AlertRule, _ lens: Lens) throws(RuleFailure) {
    let dashboard = rule.annotations[AlertRule.dashboardAnnotation]
    let panel = rule.annotations[AlertRule.panelAnnotation]
    guard (dashboard == nil) == (panel == nil) else {
      throw .fault(
        "both annotations \(AlertRule.dashboardAnnotation) and \(AlertRule.panelAnnotation) must be specified",
        lens)
    }
    if let panel, Int(panel) == nil {
      throw .fault("annotation \(AlertRule.panelAnnotation) must be a valid integer Panel ID", lens)
    }
  }

  private static func checkStates(_ rule: AlertRule, _ lens: Lens) throws(RuleFailure) {
    if let problem = problem(ofErrorState: rule.errorState, lens) { throw .fault(problem, lens) }
    if let problem = problem(ofNoDataState: rule.noDataState, lens) { throw .fault(problem, lens) }
  }

  static func problem(ofErrorState state: String, _ lens: Lens) -> String? {
    errorStates.contains(state) || (lens.rules.keepsLastState && state == "KeepLast")
      ? nil : "unknown Error state option \(state)"
  }

  static func problem(ofNoDataState state: String, _ lens: Lens) -> String? {
    noDataStates.contains(state) || (lens.rules.keepsLastState && state == "KeepLast")
      ? nil : "unknown NoData state option \(state)"
  }
}
