internal import Documents

/// A group sent through the ruler.
enum RulerWriteEndpoint {
  static let write: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let lens = call.lens
    let fields = RuleFieldReader(try call.body.object())
    let name = try fields.text("name")
    let interval = (try fields.optionalDuration("interval") ?? 0) / 1000
    let nodes = try (fields.optionalList("rules") ?? []).map { value throws(Refusal) -> RuleDraft? in
      let node = try RuleFieldReader(value)
      guard let alert = try node.optionalObject("grafana_alert") else { return nil }
      return try RuleDraft(ruled: node, RuleFieldReader(alert), lens)
    }
    let folder = try RulerEndpoints.folder(call, workspace)
    return RuleFailure.told(lens) { () throws(RuleFailure) -> Answer in
      let drafts = try RulerCheck(lens: lens, workspace: workspace).drafts(
        nodes, group: name, interval: interval == 0 ? AlertRule.defaultInterval : interval,
        folderUID: folder.uid)
      return try replace(RuleGroupKey(folderUID: folder.uid, name: name), drafts, call, &workspace)
    }
  }

  private static func replace(
    _ key: RuleGroupKey, _ drafts: [RuleDraft], _ call: Call, _ workspace: inout Workspace
  ) throws(RuleFailure) -> Answer {
    let lens = call.lens
    do throws(RuleFailure) {
      var change = try change(of: key, to: drafts, workspace)
      guard !change.isEmpty else { return answer("no changes detected in the rule group", nil, [], lens) }
      try checkProvenance(change)
      let names = ReceiverNames(workspace)
      for rule in change.added + change.updated.map(\.after) { try names.check(rule) }
      if lens.rules.ruler == .byChange {
        for rule in change.added + change.updated.map(\.after) {
          try RulerCheck(lens: lens, workspace: workspace).checkSources(of: rule)
        }
      }
      let changedUIDs = change.updated.map(\.after.uid)
      if lens.rules.rulerKeepsOrder { change.includeNeighbours() }
      var book = workspace.ruleBook
      let isFirst = lens.rules.ruler == .first
      let made = try change.apply(
        to: &book, provenance: nil, by: call.caller.author, names: workspace.names, lens,
        steps: RuleGroupChange.Steps(
          adding: isFirst ? "" : "failed to add rules", updating: isFirst ? "" : "failed to update rules"))
      workspace.ruleBook = book
      return answer("rule group updated successfully", change, made, lens, changedUIDs)
    } catch {
      throw error.within("failed to update rule group")
    }
  }

  private static func change(
    of key: RuleGroupKey, to drafts: [RuleDraft], _ workspace: Workspace
  ) throws(RuleFailure) -> RuleGroupChange {
    do throws(RuleFailure) {
      return try RuleGroupChange(of: key, to: drafts, in: workspace.ruleBook, workspace.lens)
    } catch {
      guard workspace.lens.rules.ruler == .first, error.status == 404 else { throw error }
      let uid =
        drafts.first { workspace.ruleBook[$0.rule.uid] == nil && !$0.rule.uid.isEmpty }?.rule.uid ?? ""
      throw RuleFailure(404, "failed to get alert rule \(uid): could not find alert rule")
    }
  }

  private static func answer(
    _ message: String, _ change: RuleGroupChange?, _ made: [String], _ lens: Lens, _ changed: [String] = []
  ) -> Answer {
    var body = JSONObject(members: [("message", JSON(message))])
    if lens.rules.rulerTellsChanges, let change {
      let lists = [("created", made), ("updated", changed), ("deleted", change.deleted.map(\.uid))]
      for (key, uids) in lists where !uids.isEmpty { body[key] = .array(uids.map { JSON($0) }) }
    }
    return .json(.object(body), status: 202)
  }

  private static func checkProvenance(_ change: RuleGroupChange) throws(RuleFailure) {
    let provisioned = change.affected.filter { !$0.value.allSatisfy(\.provenance.isEmpty) }.keys.sorted()
    guard !provisioned.isEmpty else { return }
    throw RuleFailure(
      400,
      "request affects resources created via provisioning API: alert rule group ["
        + provisioned.map(\.text).joined(separator: ",") + "]")
  }
}
