internal import Documents

/// Single rules below `/api/v1/provisioning/alert-rules` (reference/grafana-http-api.md, section 6.2).
enum RuleProvisioningEndpoints {
  static let base = "/api/v1/provisioning"

  static func register(in routes: inout RouteTable) {
    let rules = routes.lens.rules
    guard rules.hasProvisioning else { return }
    let read = Access.role(rules.provisioningReader, "alert.provisioning:read")
    let write = Access.role(rules.provisioningWriter, "alert.provisioning:write")
    let list = base + "/alert-rules"
    if rules.listsRules { routes.add("GET", list, read, self.list) }
    routes.add("POST", list, write, create)
    routes.add("GET", list + "/:uid", read, get)
    routes.add("PUT", list + "/:uid", write, update)
    routes.add("DELETE", list + "/:uid", write, delete)
  }

  /// Empty for a client that leaves its rules to everybody; the header counts, whatever it says.
  static func provenance(_ call: Call) -> String {
    call.header("X-Disable-Provenance") == nil ? AlertRule.provisioned : ""
  }

  private static let list: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let shape = RuleView.Shape(hasProvenance: call.lens.rules.listsProvenance)
    return .json(.array(workspace.ruleBook.sorted.map { RuleView.provisioned($0, call.lens, shape) }))
  }

  private static let get: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let rule = workspace.ruleBook[call["uid"]] else { return missing(call.lens) }
    return .json(RuleView.provisioned(rule, call.lens, RuleView.Shape(hasProvenance: true)))
  }

  private static func missing(_ lens: Lens) -> Answer {
    lens.rules.missingRule == .internalError
      ? Refusal.failed(500, "could not find alert rule").answer(lens) : nothing(lens)
  }

  /// 404 without words; before 12 the text is `null`.
  private static func nothing(_ lens: Lens) -> Answer {
    guard lens.rules.missingRule == .empty else { return .text("null", status: 404) }
    return Answer(
      404, contentType: nil, headers: [("Cache-Control", lens.cacheControl)], body: .bytes([]))
  }

  private static let create: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let draft = try RuleDraft(provisioned: .object(try call.body.object()), call.lens)
    var rule = draft.rule
    rule.id = draft.sentID
    rule.provenance = provenance(call)
    return RuleFailure.told(call.lens) { () throws(RuleFailure) -> Answer in
      let lens = call.lens
      if lens.rules.placesAreChecked, let problem = RuleUID.problem(of: rule.uid) {
        throw .joined("cannot create rule with UID '\(rule.uid)': \(problem)")
      }
      try checkPlace(rule, workspace)
      rule.interval = workspace.ruleBook.group(rule.key).first?.interval ?? AlertRule.defaultInterval
      try RuleCheck.checkPanel(rule, lens)
      try ReceiverNames(workspace).check(rule)
      if rule.uid.isEmpty { rule.uid = workspace.names.uid() }
      try workspace.checkRuleQuota(adding: 1)
      let made = try workspace.ruleBook.insert(rule, by: call.caller.author, lens)
      let shape = RuleView.Shape(isPrecise: true, hasProvenance: true)
      return .json(RuleView.provisioned(made, lens, shape), status: 201)
    }
  }

  private static let update: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let draft = try RuleDraft(provisioned: .object(try call.body.object()), call.lens)
    let lens = call.lens
    return RuleFailure.told(lens) { () throws(RuleFailure) -> Answer in
      var rule = draft.rule
      try checkPlace(rule, workspace)
      guard let before = workspace.ruleBook[call["uid"]] else { return nothing(lens) }
      let provenance = provenance(call)
      guard before.provenance.isEmpty || before.provenance == provenance else {
        throw refusal(of: before.provenance, to: provenance, lens)
      }
      rule.uid = before.uid
      rule.id = before.id
      rule.guid = before.guid
      rule.interval = before.interval
      rule.provenance = provenance
      try RuleCheck.checkPanel(rule, lens)
      try ReceiverNames(workspace).check(rule)
      var book = workspace.ruleBook
      let change = RuleGroupChange.Update(before: before, after: rule)
      let changed = try book.update(change, by: call.caller.author, lens)
      try book.checkTitle(of: changed, lens)
      workspace.ruleBook = book
      let shape = RuleView.Shape(isPrecise: true, hasProvenance: true)
      return .json(RuleView.provisioned(changed, lens, shape))
    }
  }

  private static let delete: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let stored = workspace.ruleBook[call["uid"]]?.provenance ?? ""
    let given = provenance(call)
    if call.lens.rules.deletionChecksProvenance, !stored.isEmpty, stored != given {
      throw Refusal.failed(500, "cannot delete with provided provenance '\(given)', needs '\(stored)'")
    }
    workspace.ruleBook.remove(call["uid"])
    return Answer(204, body: .bytes([]))
  }

  private static func refusal(of stored: String, to given: String, _ lens: Lens) -> RuleFailure {
    switch lens.rules.provenanceRefusal {
    case .misspelt: RuleFailure(500, "cannot changed provenance from '\(stored)' to '\(given)'")
    case .told: RuleFailure(500, "cannot change provenance from '\(stored)' to '\(given)'")
    case .untold: RuleFailure(500, "Internal Server Error")
    }
  }

  /// Before 12 rules may be anywhere, in no folder and no group too.
  private static func checkPlace(_ rule: AlertRule, _ workspace: Workspace) throws(RuleFailure) {
    guard workspace.lens.rules.placesAreChecked else { return }
    try checkFolder(rule.folderUID, workspace)
    // A rule without a group has no interval.
    if rule.group.isEmpty { try RuleCheck.checkInterval(0) }
  }

  static func checkFolder(_ uid: String, _ workspace: Workspace) throws(RuleFailure) {
    guard workspace.lens.rules.placesAreChecked else { return }
    guard !uid.isEmpty else { throw .invalid("folderUID must be set") }
    guard workspace.folders[uid] != nil else { throw .invalid("folder does not exist") }
  }
}
