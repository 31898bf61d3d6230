internal import Documents

/// `/api/ruler/grafana/api/v1/rules`: groups by folder, the only way to write rules in Grafana 8
/// (reference/grafana-http-api.md, section 6.8).
enum RulerEndpoints {
  private static let base = "/api/ruler/grafana/api/v1/rules"

  static func register(in routes: inout RouteTable) {
    let read = Access.role(.viewer, "alert.rules:read")
    let write = Access.role(.editor, "alert.rules:write")
    routes.add("GET", base, read, list)
    routes.add("GET", base + "/:folder", read, folder)
    routes.add("GET", base + "/:folder/:group", read, group)
    routes.add("POST", base + "/:folder", write, RulerWriteEndpoint.write)
    routes.add("DELETE", base + "/:folder", write, deleteFolder)
    routes.add("DELETE", base + "/:folder/:group", write, deleteGroup)
  }

  /// The folder that a path names.
  static func folder(_ call: Call, _ workspace: Workspace) throws(Refusal) -> FolderRecord {
    if call.lens.rules.rulerNamesFoldersByUID {
      guard let folder = workspace.folders[call["folder"]] else { throw Refusal.plain(403, "Access denied") }
      return folder
    }
    guard let folder = workspace.folders.values.first(where: { $0.title.text == call["folder"] }) else {
      throw Refusal.folderNotFound
    }
    return folder
  }

  /// Rules in folders that are gone are not shown. `dashboard_uid` and `panel_id` limit the list.
  private static let list: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let filter = try RuleFilter(call)
    var folders: [(title: String, groups: [JSON])] = []
    for (key, rules) in workspace.ruleBook.groups {
      let rules = rules.filter(filter.includes)
      guard !rules.isEmpty, let title = workspace.folderPath(key.folderUID) else { continue }
      let group = RuleView.ruled(key.name, rules, workspace)
      if let place = folders.firstIndex(where: { $0.title == title }) {
        folders[place].groups.append(group)
      } else {
        folders.append((title, [group]))
      }
    }
    return .json(.object(JSONObject(folders.map { ($0.title, .array($0.groups)) })))
  }

  private static let folder: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let folder = try folder(call, workspace)
    let groups = workspace.ruleBook.groups.filter { $0.key.folderUID == folder.uid }
    guard !groups.isEmpty else { return .json([:], status: 202) }
    let shown = groups.map { RuleView.ruled($0.key.name, $0.rules, workspace) }
    let title = workspace.folderPath(folder.uid) ?? folder.title.text
    return .json(.object(JSONObject([(title, .array(shown))])), status: 202)
  }

  private static let group: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let folder = try folder(call, workspace)
    let rules = workspace.ruleBook.group(RuleGroupKey(folderUID: folder.uid, name: call["group"]))
    if rules.isEmpty, call.lens.rules.rulerMissesGroups {
      throw Refusal.failed(404, "rule group does not exist")
    }
    return .json(RuleView.ruled(call["group"], rules, workspace), status: 202)
  }

  private static let deleteFolder: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let folder = try folder(call, workspace)
    let groups = workspace.ruleBook.groups.filter { $0.key.folderUID == folder.uid }
    try delete(groups.map(\.rules), &workspace)
    let isFirst = call.lens.rules.ruler == .first
    return .json(["message": isFirst ? "namespace rules deleted" : "rules deleted"], status: 202)
  }

  private static let deleteGroup: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let folder = try folder(call, workspace)
    let rules = workspace.ruleBook.group(RuleGroupKey(folderUID: folder.uid, name: call["group"]))
    let isFirst = call.lens.rules.ruler == .first
    if isFirst, rules.isEmpty {
      throw Refusal.failed(404, "failed to delete rule group: rule group not found under this namespace")
    }
    try delete(rules.isEmpty ? [] : [rules], &workspace)
    return .json(["message": isFirst ? "rule group deleted" : "rules deleted"], status: 202)
  }

  /// Groups with provisioned rules stay; that is a refusal where no other was there to delete.
  private static func delete(_ groups: [[AlertRule]], _ workspace: inout Workspace) throws(Refusal) {
    let free = groups.filter { group in group.allSatisfy(\.provenance.isEmpty) }
    guard !free.isEmpty || groups.isEmpty else {
      throw Refusal.failed(
        400, "failed to delete rule group: request affects resources created via provisioning API")
    }
    for rule in free.joined() { workspace.ruleBook.remove(rule.uid) }
  }
}
