internal import Documents

/// `/api/prometheus/grafana/api/v1`: what rules come to. Groups are sorted by folder and name.
enum RuleStateEndpoints {
  static func register(in routes: inout RouteTable) {
    let base = "/api/prometheus/grafana/api/v1"
    let read = Access.role(.viewer, "alert.rules:read")
    routes.add("GET", base + "/rules", read, rules)
    routes.add("GET", base + "/alerts", read, alerts)
  }

  private static let rules: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let filter = try RuleFilter(call)
    let view = RuleStateView(workspace: workspace, now: .now)
    var totals: [String: Int] = [:]
    var groups: [(folder: String, name: String, json: JSON)] = []
    for (key, rules) in workspace.ruleBook.groups {
      let rules = rules.filter(filter.includes)
      guard !rules.isEmpty, let folder = workspace.folderPath(key.folderUID) else { continue }
      let group = view.group(key, rules, folder: folder)
      groups.append((folder, key.name, group.json))
      totals.merge(group.totals) { $0 + $1 }
    }
    let sorted = groups.sorted { ($0.folder, $0.name) < ($1.folder, $1.name) }
    var data = JSONObject(members: [("groups", .array(sorted.map(\.json)))])
    if call.lens.rules.states.hasTotals, !totals.isEmpty { data["totals"] = RuleStateView.json(totals) }
    return .json(["status": "success", "data": .object(data)])
  }

  private static let alerts: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let view = RuleStateView(workspace: workspace, now: .now)
    return .json(["status": "success", "data": ["alerts": .array(view.alerts())]])
  }
}
