internal import Documents

/// Exports of rules as files: of one, of a group, of folders, of all.
enum RuleExportEndpoints {
  static func register(in routes: inout RouteTable) {
    let rules = routes.lens.rules
    guard rules.exports.isPresent else { return }
    let base = RuleProvisioningEndpoints.base
    let read = Access.role(rules.provisioningReader, "alert.provisioning:read")
    routes.add("GET", base + "/alert-rules/export", read, all)
    routes.add("GET", base + "/alert-rules/:uid/export", read, one)
    routes.add("GET", base + "/folder/:folder/rule-groups/:group/export", read, group)
    guard rules.exports.isComplete else { return }
    routes.add("GET", "/api/ruler/grafana/api/v1/export/rules", .role(.viewer, "alert.rules:read"), all)
  }

  /// `folderUid` limits it to folders, `group` to a group of one, `ruleUid` to one rule.
  private static let all: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    if let uid = call.query("ruleUid"), !uid.isEmpty { return try export(rule: uid, call, workspace) }
    let folders = call.queryValues("folderUid")
    let name = call.query("group") ?? ""
    guard name.isEmpty || folders.count == 1 else {
      throw Refusal.failed(
        400, "group name must be specified together with a single folder_uid parameter. Got \(folders.count)")
    }
    var groups: [RuleExport.Group] = []
    for (key, rules) in workspace.ruleBook.groups {
      guard folders.isEmpty || folders.contains(key.folderUID), name.isEmpty || key.name == name else {
        continue
      }
      guard let folder = workspace.folderPath(key.folderUID) else {
        throw Refusal.failed(500, "cannot find title for folder with uid '\(key.folderUID)'")
      }
      groups.append(RuleExport.Group(key: key, folder: folder, rules: rules))
    }
    guard !groups.isEmpty else {
      return Answer(
        404, contentType: nil, headers: [("Cache-Control", call.lens.cacheControl)], body: .bytes([]))
    }
    return answer(groups.sorted { ($0.folder, $0.key.name) < ($1.folder, $1.key.name) }, call)
  }

  private static let one: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    try export(rule: call["uid"], call, workspace)
  }

  private static func export(
    rule uid: String, _ call: Call, _ workspace: Workspace
  ) throws(Refusal) -> Answer {
    guard let rule = workspace.ruleBook[uid] else { return .text("null", status: 404) }
    return answer([single(rule.key, [rule], workspace)], call)
  }

  private static let group: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let key = RuleGroupEndpoints.key(call)
    let rules = workspace.ruleBook.group(key)
    guard !rules.isEmpty else { return RuleFailure.noGroup(call.lens).answer(call.lens) }
    return answer([single(key, rules, workspace)], call)
  }

  private static func single(_ key: RuleGroupKey, _ rules: [AlertRule], _ workspace: Workspace)
    -> RuleExport.Group
  {
    let isNamed = workspace.lens.rules.exports.singlesNameFolder
    return RuleExport.Group(
      key: key, folder: isNamed ? workspace.folderPath(key.folderUID) ?? "" : "", rules: rules)
  }

  // MARK: Forms

  private static func answer(_ groups: [RuleExport.Group], _ call: Call) -> Answer {
    let rules = call.lens.rules
    let format = format(call)
    var answer: Answer
    switch format {
    case "hcl":
      answer = Answer(contentType: "text/hcl", body: .bytes(Array(RuleExportHCL.text(groups).utf8)))
    case "json":
      answer = .json(RuleExport(lens: rules, isYAML: false).document(groups))
    default:
      let document = RuleExport(lens: rules, isYAML: true).document(groups)
      answer = Answer(contentType: "text/yaml", body: .bytes(Array(ExportedYAML.text(document).utf8)))
    }
    if call.query("download") == "true" {
      answer.headers.append(("Content-Disposition", "attachment;filename=\"export.\(format)\""))
    }
    return answer
  }

  /// The query decides, then what the client accepts; otherwise it is YAML.
  private static func format(_ call: Call) -> String {
    let known = ["yaml", "json"] + (call.lens.rules.exports.isComplete ? ["hcl"] : [])
    if let asked = call.query("format"), known.contains(asked) { return asked }
    let accepted = call.header("Accept") ?? ""
    return accepted.contains("yaml") || !accepted.contains("json") ? "yaml" : "json"
  }
}
