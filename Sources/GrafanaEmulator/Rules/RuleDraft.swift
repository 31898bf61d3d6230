internal import Documents

/// A rule as a client sent it. What is empty in a rule of a group stands for what the rule has already.
struct RuleDraft: Sendable {
  var rule = AlertRule()
  /// The members below were sent; otherwise a rule that is there keeps them.
  var hasPending = true
  var hasPause = true
  var hasMissingSeries = true
  /// What the client says about who and when, for the echo.
  var sentID = 0
  var sentOrganisation = 0
  var sentUpdated: String?
  var sentProvenance = ""
  /// `data` was a list.
  var hasQueries = true

  /// What becomes of the rule that `rule` is meant to change.
  func patching(_ before: AlertRule) -> AlertRule {
    var result = rule
    result.id = before.id
    result.guid = before.guid
    result.version = before.version
    result.provenance = before.provenance
    if result.title.isEmpty { result.title = before.title }
    if result.condition.isEmpty || result.queries.isEmpty {
      result.condition = before.condition
      result.queries = before.queries
    }
    if result.noDataState.isEmpty { result.noDataState = before.noDataState }
    if result.errorState.isEmpty { result.errorState = before.errorState }
    if !hasPending { result.pending = before.pending }
    if !hasPause { result.isPaused = before.isPaused }
    if !hasMissingSeries { result.missingSeriesEvaluations = before.missingSeriesEvaluations }
    return result
  }

  /// Reads a rule of the provisioning API.
  init(provisioned value: JSON, _ lens: Lens) throws(Refusal) {
    let fields = try RuleFieldReader(value)
    sentID = try fields.number("id")
    sentOrganisation = try fields.number("orgID")
    sentUpdated = try fields.optionalText("updated")
    sentProvenance = try fields.text("provenance")
    rule.uid = try fields.text("uid")
    rule.folderUID = try fields.text("folderUID")
    rule.group = try fields.text("ruleGroup")
    rule.title = try fields.text("title")
    rule.condition = try fields.text("condition")
    hasQueries = try take(fields, "data")
    rule.noDataState = try fields.text("noDataState")
    rule.errorState = try fields.text("execErrState")
    rule.pending = try fields.optionalDuration("for") ?? 0
    rule.annotations = try fields.texts("annotations")
    rule.labels = try fields.texts("labels")
    if lens.rules.hasPause { rule.isPaused = try fields.optionalFlag("isPaused") ?? false }
    if lens.rules.hasNotificationSettings {
      rule.notificationSettings = try fields.optionalObject("notification_settings")
    }
    if lens.rules.hasRecording {
      rule.keepFiring = try fields.optionalDuration("keep_firing_for") ?? 0
      rule.record = try fields.optionalObject("record")
      rule.missingSeriesEvaluations = try fields.optionalNumber("missingSeriesEvalsToResolve")
    }
  }

  /// Reads a rule of the ruler, which wraps it: times, labels and annotations outside, the rest in `grafana_alert`.
  init(ruled node: RuleFieldReader, _ alert: RuleFieldReader, _ lens: Lens) throws(Refusal) {
    rule.uid = try alert.text("uid")
    rule.title = try alert.text("title")
    rule.condition = try alert.text("condition")
    hasQueries = try take(alert, "data")
    rule.noDataState = try alert.text("no_data_state")
    rule.errorState = try alert.text("exec_err_state")
    let pending = try node.optionalDuration("for")
    rule.pending = pending ?? 0
    hasPending = pending != nil
    rule.annotations = try node.texts("annotations")
    rule.labels = try node.texts("labels")
    hasPause = false
    if lens.rules.hasPause, let isPaused = try alert.optionalFlag("is_paused") {
      rule.isPaused = isPaused
      hasPause = true
    }
    if lens.rules.hasNotificationSettings {
      rule.notificationSettings = try alert.optionalObject("notification_settings")
    }
    if lens.rules.hasRecording {
      rule.keepFiring = try node.optionalDuration("keep_firing_for") ?? 0
      rule.record = try alert.optionalObject("record")
      rule.missingSeriesEvaluations = try alert.optionalNumber("missing_series_evals_to_resolve")
      hasMissingSeries = rule.missingSeriesEvaluations != nil
    }
  }

  /// A stored rule, sent again as it is.
  init(_ rule: AlertRule) { self.rule = rule }

  private mutating func take(_ fields: RuleFieldReader, _ key: String) throws(Refusal) -> Bool {
    guard let list = try fields.optionalList(key) else { return false }
    rule.queries = try list.map { value throws(Refusal) -> RuleQuery in try RuleQuery(value) }
    return true
  }
}
