internal import Documents

/// `/api/alerts`: alerts in panels of dashboards. Grafana 8 keeps them, whichever alerting is on; later versions have the
/// routes and nothing in them [legacy_alert]. Nothing evaluates them here.
enum DashboardAlertEndpoints {
  static func register(in routes: inout RouteTable) {
    guard routes.lens.rules.hasDashboardAlerts else { return }
    routes.add("GET", "/api/alerts", .signedIn, list)
    routes.add("GET", "/api/alerts/states-for-dashboard", .signedIn, states)
    routes.add("GET", "/api/alerts/:id", .signedIn, get)
    routes.add("POST", "/api/alerts/:id/pause", .role(.editor, "alerts:write"), pause)
  }

  /// An alert with its dashboard and its row.
  private struct Entry {
    let dashboard: DashboardRecord
    let alert: DashboardAlert
    let row: DashboardAlertBook.Row

    var key: DashboardAlertBook.Key { .init(dashboardID: dashboard.id, panelID: alert.panelID) }
    var state: String { row.isPaused ? "paused" : "unknown" }
    var stateTime: String { row.stateChanged?.preciseText ?? dashboard.updated.text }
  }

  private static func entries(_ workspace: inout Workspace) -> [Entry] {
    guard workspace.lens.readsDashboardAlerts else { return [] }
    var result: [Entry] = []
    for dashboard in workspace.dashboards.values.sorted(by: { $0.id < $1.id }) {
      for alert in (try? DashboardAlert.all(in: dashboard.document.object, workspace)) ?? [] {
        let key = DashboardAlertBook.Key(dashboardID: dashboard.id, panelID: alert.panelID)
        result.append(Entry(dashboard: dashboard, alert: alert, row: workspace.dashboardAlerts.row(key)))
      }
    }
    workspace.dashboardAlerts.keep(Set(result.map(\.key)))
    return result.sorted { $0.row.id < $1.row.id }
  }

  private static let list: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let dashboards = Set(call.queryValues("dashboardId").compactMap { Int($0) }.filter { $0 > 0 })
    let panel = call.query("panelId").flatMap { Int($0) } ?? 0
    let name = (call.query("query") ?? "").lowercased()
    let found = entries(&workspace).filter { entry in
      (dashboards.isEmpty || dashboards.contains(entry.dashboard.id))
        && (panel == 0 || panel == entry.alert.panelID)
        && (name.isEmpty || entry.alert.name.lowercased().contains(name))
    }
    let limit = call.count("limit", fallback: found.count)
    return .json(.array(found.prefix(limit).map(listed)))
  }

  private static func listed(_ entry: Entry) -> JSON {
    let (dashboard, alert) = (entry.dashboard, entry.alert)
    let slug = dashboard.title.slug
    return [
      "id": JSON(entry.row.id), "dashboardId": JSON(dashboard.id), "dashboardUid": JSON(dashboard.uid),
      "dashboardSlug": JSON(slug), "panelId": JSON(alert.panelID), "name": JSON(alert.name),
      "state": JSON(entry.state),
      "newStateDate": JSON(entry.stateTime), "evalDate": JSON(Moment.zeroText), "evalData": [:],
      "executionError": "",
      "url": JSON("/d/\(dashboard.uid)/\(slug)"),
    ]
  }

  private static let get: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let entry = entries(&workspace).first(where: { $0.row.id == Int(call["id"]) }) else {
      return said("Alert not found", status: 404)
    }
    let (dashboard, alert) = (entry.dashboard, entry.alert)
    return .json([
      "Id": JSON(entry.row.id), "Version": 0, "OrgId": 1, "DashboardId": JSON(dashboard.id),
      "PanelId": JSON(alert.panelID), "Name": JSON(alert.name), "Message": JSON(alert.message),
      "Severity": "",
      "State": JSON(entry.state), "Handler": JSON(alert.settings["handler"]?.intValue ?? 0),
      "Silenced": false,
      "ExecutionError": "", "Frequency": JSON(alert.frequency), "For": JSON(alert.pending), "EvalData": [:],
      "NewStateDate": JSON(entry.stateTime), "StateChanges": 0, "Created": JSON(dashboard.created.text),
      "Updated": JSON(dashboard.updated.text), "Settings": .object(alert.settings),
    ])
  }

  private static let pause: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard call.lens.readsDashboardAlerts else {
      throw Refusal.plain(400, "legacy alerting is disabled, so this call has no effect.")
    }
    let isPaused = try call.body.object().flag("paused")
    guard let entry = entries(&workspace).first(where: { $0.row.id == Int(call["id"]) }) else {
      throw Refusal.failed(500, "Get Alert failed")
    }
    workspace.dashboardAlerts.setPaused(isPaused, entry.key)
    return .json([
      "alertId": JSON(entry.row.id), "message": JSON(isPaused ? "Alert paused" : "Alert un-paused"),
      "state": isPaused ? "paused" : "unknown",
    ])
  }

  private static let states: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let id = call.query("dashboardId").flatMap({ Int($0) }), id > 0 else {
      return said("Missing query parameter dashboardId", status: 400)
    }
    let found = entries(&workspace).filter { $0.dashboard.id == id }
    return .json(
      .array(
        found.map { entry in
          [
            "id": JSON(entry.row.id), "dashboardId": JSON(id), "panelId": JSON(entry.alert.panelID),
            "state": JSON(entry.state), "newStateDate": JSON(entry.stateTime),
          ]
        }))
  }

  private static func said(_ text: String, status: Int) -> Answer {
    Answer(status, contentType: Answer.jsonTypeWithCharset, body: .json(["message": JSON(text)]))
  }
}
