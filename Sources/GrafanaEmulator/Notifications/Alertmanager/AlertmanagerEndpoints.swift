internal import Documents

/// `/api/alertmanager/grafana` without silences: the whole document, what runs, and what it would send.
enum AlertmanagerEndpoints {
  static func register(in routes: inout RouteTable) {
    let lens = routes.lens.notifications
    let base = "/api/alertmanager/grafana"
    let read = Access.role(.viewer, "alert.notifications:read")
    let write = Access.role(.editor, "alert.notifications:write")
    routes.add("GET", base + "/config/api/v1/alerts", read, configuration)
    routes.add("POST", base + "/config/api/v1/alerts", write, replace)
    routes.add("DELETE", base + "/config/api/v1/alerts", write, reset)
    if lens.hasHistory { routes.add("GET", base + "/config/history", read, history) }
    routes.add("GET", base + "/api/v2/status", read, status)
    if lens.hasRunningReceivers {
      routes.add("GET", base + "/config/api/v1/receivers", read, receivers)
    }
    routes.add("POST", base + "/config/api/v1/receivers/test", write, ReceiverTest.endpoint)
    // No rule fires here, so that there is nothing to send.
    let alerts = Access.role(.viewer, "alert.instances:read")
    for path in ["alerts", "alerts/groups"] {
      routes.add("GET", "\(base)/api/v2/\(path)", alerts) { _, _ throws(Refusal) in .json([]) }
    }
    routes.add(
      "GET", "/api/v1/ngalert/admin_config", .role(.admin, "alert.notifications:read"), administration)
    routes.add("GET", "/api/v1/ngalert/alertmanagers", .role(.admin, "alert.notifications:read"), others)
  }

  private static let configuration: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let state = workspace.notifications
    let view = ConfigurationView(
      configuration: try state.readable(), state: state, lens: call.lens.notifications)
    return .json(.object(view.json))
  }

  /// Where the document can no longer be replaced, the path still exists for Alertmanagers that are data sources, and
  /// `grafana` is none [12.4 alertmanager: config-unchanged].
  private static let replace: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let lens = call.lens.notifications
    let body = try ConfigurationBody(try call.body.object(), lens)
    guard lens.canReplaceConfiguration else { throw Refusal.plain(404, "data source not found") }
    let state = workspace.notifications
    let new = try body.completed(over: state.stored, lens) { workspace.names.uid() }
    try ProvisioningGuard(old: state.stored, new: new, state: state, lens: lens).check()
    workspace.notifications.store(new)
    workspace.notifications.applyStored()
    return .json(["message": "configuration created"], status: 202)
  }

  /// Provenances stay [12.4 policies: get-after-whole-reset].
  private static let reset: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    workspace.notifications.store(.initial(call.lens.notifications))
    workspace.notifications.applyStored()
    return .json(["message": "configuration deleted; the default is applied"], status: 202)
  }

  private static let history: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let state = workspace.notifications
    let limit = call.count("limit", fallback: 100)
    return .json(
      .array(
        state.history.applied.prefix(limit).map { entry in
          let view = ConfigurationView(
            configuration: entry.configuration, state: state, lens: call.lens.notifications)
          var object = JSONObject(members: [("id", JSON(entry.id))])
          for member in view.json.members { object[member.key] = member.value }
          object["last_applied"] = JSON(entry.applied?.wholeSeconds ?? Moment.zeroText)
          return .object(object)
        }))
  }

  private static let status: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    workspace.notifications.applyStored()
    let state = workspace.notifications
    let lens = call.lens.notifications
    let view = ConfigurationView(configuration: state.running, state: state, lens: lens)
    let none: JSON = "N/A"
    return .json([
      "cluster": ["peers": [], "status": "disabled"],
      "config": lens.statusShowsConfiguration ? .object(view.content(.sealed)) : ["templates": .null],
      "uptime": .null,
      "versionInfo": [
        "branch": none, "buildDate": none, "buildUser": none, "goVersion": none, "revision": none,
        "version": none,
      ],
    ])
  }

  private static let receivers: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    workspace.notifications.applyStored()
    let running = workspace.notifications.running
    return .json(
      .array(
        running.receivers.map { receiver in
          [
            "active": JSON(running.policies.uses(receiver: receiver.name)),
            "integrations": .array(receiver.integrations.map(integration)), "name": JSON(receiver.name),
          ]
        }))
  }

  private static func integration(_ integration: Integration) -> JSON {
    [
      "lastNotifyAttempt": "0001-01-01T00:00:00.000Z", "lastNotifyAttemptDuration": "0s",
      "name": JSON(integration.type), "sendResolved": JSON(!integration.disablesResolveMessage),
    ]
  }

  private static let administration: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    throw Refusal.failed(404, "no admin configuration available")
  }

  private static let others: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    .json(["status": "success", "data": ["activeAlertManagers": [], "droppedAlertManagers": []]])
  }
}

extension Moment {
  /// `2026-11-21T12:15:18.000Z`: a time from a database in the Alertmanager's form.
  fileprivate var wholeSeconds: String { String(text.dropLast()) + ".000Z" }
}
