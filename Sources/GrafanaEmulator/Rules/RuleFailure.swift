internal import Documents

/// Why a rule was not written.
struct RuleFailure: Error, Sendable {
  let status: Int
  var message: String
  /// The code and what stands beside the message where the server has one.
  private var code: (identifier: String, extra: JSON?)?

  init(_ status: Int, _ message: String) {
    self.status = status
    self.message = message
  }

  /// What a client did wrong.
  static func invalid(_ detail: String) -> RuleFailure { RuleFailure(400, "invalid alert rule: " + detail) }

  /// The same from two errors that were joined.
  static func joined(_ detail: String) -> RuleFailure { RuleFailure(400, "invalid alert rule\n" + detail) }

  /// What only later versions count as the client's mistake.
  static func fault(_ detail: String, _ lens: Lens) -> RuleFailure {
    lens.rules.faultsAreClients ? invalid(detail) : RuleFailure(500, detail)
  }

  static func unknownRule(_ uid: String) -> RuleFailure {
    RuleFailure(404, "failed to update rule with UID \(uid) because could not find alert rule")
  }

  static func stale(_ uid: String, version: Int) -> RuleFailure {
    RuleFailure(
      409,
      "version conflict while updating a record in the database with optimistic locking: alert rule UID \(uid)"
        + " version \(version)")
  }

  /// A title, uid or number that another rule has. Before 12 the text speaks of the title in any case.
  static func taken(_ uid: String, columns: String, _ lens: Lens) -> RuleFailure {
    guard lens.rules.refusalsAreCoded else {
      return RuleFailure(
        500,
        "a conflicting alert rule is found: rule title under the same organisation and folder should be unique"
      )
    }
    let cause = "UNIQUE constraint failed: " + columns
    var failure = RuleFailure(
      409, "Failed to save alert rule '\(uid)' in organization 1 due to conflict: \(cause)")
    failure.code = (
      "alerting.alert-rule.conflict", ["Error": JSON(cause), "OrgID": 1, "RuleUID": JSON(uid)]
    )
    return failure
  }

  static let quotaReached = RuleFailure(403, "quota has been exceeded")

  /// A group that is not there.
  static func noGroup(_ lens: Lens) -> RuleFailure {
    guard lens.rules.refusalsAreCoded else { return RuleFailure(404, "rulegroup not found") }
    var failure = RuleFailure(404, "NotFound")
    failure.code = ("alerting.alert-rule.notFound", nil)
    return failure
  }

  /// The same with words before it, if there are any; a coded message stands for itself.
  func within(_ step: String) -> RuleFailure {
    guard code == nil, !step.isEmpty else { return self }
    var failure = self
    failure.message = "\(step): \(message)"
    return failure
  }

  /// The same with another status.
  func answered(with status: Int) -> RuleFailure {
    var failure = RuleFailure(status, message)
    failure.code = code
    return failure
  }

  func answer(_ lens: Lens) -> Answer {
    guard let code else { return Refusal.failed(status, message).answer(lens) }
    var body = JSONObject(members: [
      ("statusCode", JSON(status)), ("messageId", JSON(code.identifier)), ("message", JSON(message)),
    ])
    if let extra = code.extra { body["extra"] = extra }
    return .json(.object(body), status: status)
  }

  /// Answers with what `work` answers, or why it failed.
  static func told(
    _ lens: Lens, _ work: () throws(RuleFailure) -> Answer
  ) -> Answer {
    do throws(RuleFailure) { return try work() } catch { return error.answer(lens) }
  }
}
