internal import Documents

/// Whole groups below `/api/v1/provisioning/folder/:folder/rule-groups/:group` (reference/grafana-http-api.md,
/// section 6.2).
enum RuleGroupEndpoints {
  static func register(in routes: inout RouteTable) {
    let rules = routes.lens.rules
    guard rules.hasProvisioning else { return }
    let read = Access.role(rules.provisioningReader, "alert.provisioning:read")
    let write = Access.role(rules.provisioningWriter, "alert.provisioning:write")
    let path = RuleProvisioningEndpoints.base + "/folder/:folder/rule-groups/:group"
    routes.add("GET", path, read, get)
    routes.add("PUT", path, write, replace)
    if rules.deletesGroups { routes.add("DELETE", path, write, delete) }
  }

  static func key(_ call: Call) -> RuleGroupKey {
    RuleGroupKey(folderUID: call["folder"], name: call["group"])
  }

  private static let get: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let key = key(call)
    let rules = workspace.ruleBook.group(key)
    guard let first = rules.first else { return RuleFailure.noGroup(call.lens).answer(call.lens) }
    let shown = rules.map { RuleView.provisioned($0, call.lens, RuleView.Shape()) }
    return .json(RuleView.group(key, interval: first.interval, rules: .array(shown)))
  }

  private static let replace: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let lens = call.lens
    let fields = RuleFieldReader(try call.body.object())
    let interval = try fields.number("interval")
    let drafts = try fields.optionalList("rules")?.map { value throws(Refusal) -> RuleDraft in
      try RuleDraft(provisioned: value, lens)
    }
    let key = key(call)
    return RuleFailure.told(lens) { () throws(RuleFailure) -> Answer in
      try write(drafts ?? [], interval: interval, key, call, &workspace)
      let echo = drafts.map { drafts in
        JSON.array(drafts.map { RuleView.echo($0, storedQueries: lens.rules.groupsEchoStoredQueries, lens) })
      }
      return .json(RuleView.group(key, interval: interval, rules: echo ?? .null))
    }
  }

  private static func write(
    _ sent: [RuleDraft], interval: Int, _ key: RuleGroupKey, _ call: Call, _ workspace: inout Workspace
  ) throws(RuleFailure) {
    let lens = call.lens
    try RuleProvisioningEndpoints.checkFolder(key.folderUID, workspace)
    try RuleCheck.checkInterval(interval)
    // No rules, or an empty list of them, leaves the rules alone.
    var drafts = sent.isEmpty ? workspace.ruleBook.group(key).map { RuleDraft($0) } : sent
    for index in drafts.indices {
      drafts[index].rule.interval = interval
      drafts[index].rule.folderUID = key.folderUID
      drafts[index].rule.group = key.name
      if !sent.isEmpty { drafts[index].rule.groupIndex = lens.rules.groupsKeepOrder ? index + 1 : 0 }
      try checkUID(drafts[index].rule.uid, workspace)
      if lens.rules.groupsCheckPanels { try RuleCheck.checkPanel(drafts[index].rule, lens) }
    }
    var change: RuleGroupChange
    do throws(RuleFailure) {
      change = try RuleGroupChange(of: key, to: drafts, in: workspace.ruleBook, lens)
    } catch {
      throw error.answered(with: 500).within("failed to calculate diff for alert rules")
    }
    change.includeNeighbours()
    guard !change.isEmpty else { return }
    let names = ReceiverNames(workspace)
    for rule in change.added + change.updated.map(\.after) { try names.check(rule) }
    try workspace.checkRuleQuota(adding: change.added.count - change.deleted.count)
    var book = workspace.ruleBook
    _ = try change.apply(
      to: &book, provenance: provenance(call), by: call.caller.author, names: workspace.names, lens,
      steps: RuleGroupChange.Steps(
        adding: "failed to insert alert rules", updating: "failed to update alert rules"))
    workspace.ruleBook = book
  }

  /// Only some versions take their hands off a whole group.
  private static func provenance(_ call: Call) -> String {
    call.lens.rules.groupsHandBack ? RuleProvisioningEndpoints.provenance(call) : AlertRule.provisioned
  }

  private static func checkUID(_ uid: String, _ workspace: Workspace) throws(RuleFailure) {
    guard workspace.lens.rules.placesAreChecked, workspace.ruleBook[uid] == nil,
      let problem = RuleUID.problem(of: uid)
    else { return }
    throw .invalid("cannot create rule with UID \"\(uid)\": \(problem)")
  }

  private static let delete: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let rules = workspace.ruleBook.group(key(call))
    guard !rules.isEmpty else { return RuleFailure.noGroup(call.lens).answer(call.lens) }
    for rule in rules { workspace.ruleBook.remove(rule.uid) }
    return Answer(204, body: .bytes([]))
  }
}
