internal import Documents

/// `/api/v1/provisioning/templates` (reference/grafana-http-api.md, section 6.6).
enum TemplateEndpoints {
  static func register(in routes: inout RouteTable) {
    guard routes.lens.notifications.hasProvisioning else { return }
    let base = "/api/v1/provisioning/templates"
    let read = Access.role(.admin, "alert.provisioning:read")
    let write = Access.role(.admin, "alert.provisioning:write")
    routes.add("GET", base, read, list)
    routes.add("GET", base + "/:name", read, get)
    routes.add("PUT", base + "/:name", write, replace)
    routes.add("DELETE", base + "/:name", write, remove)
  }

  /// No template at all is `null` where lists are sorted [12.4 templates: list-empty].
  private static let list: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let state = workspace.notifications
    let templates = try state.readable().templates ?? [:]
    if templates.isEmpty, call.lens.notifications.listsAreSorted { return .json(.null) }
    let names = templates.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return .json(.array(names.map { shown($0, templates[$0] ?? "", call, state) }))
  }

  private static let get: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let state = workspace.notifications
    let name = call["name"]
    guard let text = try state.readable().templates?[name] else { throw notFound(call.lens) }
    return .json(shown(name, text, call, state))
  }

  private static let replace: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let body = try call.body.object()
    let lens = call.lens.notifications
    let name = call["name"]
    let text = body.text("template")
    if let problem = TemplateText.problem(of: text, named: lens.templateProblemsHaveName ? name : "") {
      guard lens.refusalsAreCoded else { throw Refusal.invalid(problem) }
      throw Refusal.detailed(
        400, "alerting.notifications.templates.invalidFormat",
        "Template is in invalid format. Correct the payload and try again.", ["Error": JSON(problem)])
    }
    let stored = TemplateText.stored(text, named: name)
    var configuration = try workspace.notifications.readable()
    var templates = configuration.templates ?? [:]
    if lens.readsShowVersions {
      try check(templates[name], version: body.text("version"), call, workspace.notifications)
    }
    templates[name] = stored
    configuration.templates = templates
    if case .names = lens.templateNames { configuration.templateNames = templates.keys.sorted() }
    workspace.notifications.store(configuration)
    workspace.notifications.provenances[.template(name)] = call.provenance
    return .json(json(name, stored, call.provenance, lens), status: 202)
  }

  /// Answers the same whether there was one or not.
  private static let remove: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    var configuration = try workspace.notifications.readable()
    let name = call["name"]
    if let text = configuration.templates?[name] {
      if call.lens.notifications.readsShowVersions {
        try check(text, version: call.query("version") ?? "", call, workspace.notifications)
      }
      configuration.templates?[name] = nil
      workspace.notifications.store(configuration)
      workspace.notifications.provenances[.template(name)] = nil
    }
    return .noContent
  }

  /// - Parameter text: nil where there is none yet.
  private static func check(
    _ text: String?, version: String, _ call: Call, _ state: NotificationState
  ) throws(Refusal) {
    guard let text else {
      // A version asks for a template that is there.
      if version.isEmpty { return }
      throw notFound(call.lens)
    }
    guard version.isEmpty || version == RollingHash.text(of: text) else { throw Refusal.versionConflict }
    let stored = state.provenance(.template(call["name"]))
    guard stored == .none || stored == call.provenance else {
      throw Refusal.wrongProvenance(stored, call.provenance)
    }
  }

  private static func shown(_ name: String, _ text: String, _ call: Call, _ state: NotificationState) -> JSON
  {
    let lens = call.lens.notifications
    return json(name, text, lens.readsShowVersions ? state.provenance(.template(name)) : .none, lens)
  }

  private static func json(
    _ name: String, _ text: String, _ provenance: Provenance, _ lens: NotificationLens
  ) -> JSON {
    var object = JSONObject(members: [("name", JSON(name)), ("template", JSON(text))])
    if provenance != .none { object["provenance"] = JSON(provenance.rawValue) }
    if lens.readsShowVersions { object["version"] = JSON(RollingHash.text(of: text)) }
    return .object(object)
  }

  private static func notFound(_ lens: Lens) -> Refusal {
    lens.notifications.refusalsAreCoded
      ? .coded(404, "alerting.notifications.templates.notFound", "NotFound") : .nothing
  }
}
