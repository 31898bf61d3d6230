internal import Documents

/// `/api/v1/provisioning/mute-timings` (reference/grafana-http-api.md, section 6.5).
enum TimeIntervalEndpoints {
  static func register(in routes: inout RouteTable) {
    guard routes.lens.notifications.hasProvisioning else { return }
    let base = "/api/v1/provisioning/mute-timings"
    let read = Access.role(.admin, "alert.provisioning:read")
    let write = Access.role(.admin, "alert.provisioning:write")
    routes.add("GET", base, read, list)
    routes.add("POST", base, write, create)
    routes.add("GET", base + "/:name", read, get)
    routes.add("PUT", base + "/:name", write, update)
    routes.add("DELETE", base + "/:name", write, remove)
  }

  private static let list: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let state = workspace.notifications
    let intervals = sorted(try state.readable(), call.lens.notifications)
    return .json(.array(intervals.map { shown($0, call, state) }))
  }

  static func sorted(_ configuration: AlertmanagerConfiguration, _ lens: NotificationLens) -> [TimeInterval] {
    guard lens.listsAreSorted else { return configuration.timeIntervals }
    return configuration.timeIntervals.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private static let get: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let state = workspace.notifications
    let configuration = try state.readable()
    guard let place = configuration.timeInterval(call["name"]) else { throw notFound(call.lens) }
    return .json(shown(configuration.timeIntervals[place], call, state))
  }

  private static let create: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let interval = try TimeInterval(.object(try call.body.object()))
    var configuration = try workspace.notifications.readable()
    guard configuration.timeInterval(interval.name) == nil else {
      throw call.lens.notifications.refusalsAreCoded
        ? .coded(
          400, "alerting.notifications.time-intervals.nameExists",
          "Time interval with this name already exists. Use a different name or update existing one.")
        : .invalid("a mute timing with this name already exists")
    }
    configuration.timeIntervals.append(interval)
    return write(interval, configuration, call, &workspace, status: 201)
  }

  /// A body with another name than the path means that name, or nothing; where intervals can be renamed, the path may
  /// also be the name in `/apis` of the interval that gets the body's name.
  private static let update: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let object = try call.body.object()
    var interval = try TimeInterval(.object(object))
    var configuration = try workspace.notifications.readable()
    let lens = call.lens.notifications
    let name = call["name"]
    let place: Int?
    if lens.timeIntervalsCanBeRenamed, interval.name != name {
      place = configuration.timeIntervals.firstIndex { ObjectName.encoded($0.name) == name }
    } else {
      interval.name = name
      place = configuration.timeInterval(name)
    }
    guard let place else { throw notFound(call.lens) }
    let old = configuration.timeIntervals[place]
    try checkChange(of: old, version: object.text("version"), call, workspace.notifications)
    if old.name != interval.name {
      configuration.policies.rename(timeInterval: old.name, to: interval.name)
      workspace.ruleBook.rename(timeInterval: old.name, to: interval.name)
      workspace.notifications.provenances[.timeInterval(old.name)] = nil
    }
    configuration.timeIntervals[place] = interval
    return write(interval, configuration, call, &workspace, status: 202)
  }

  /// Answers the same whether there was one or not.
  private static let remove: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    var configuration = try workspace.notifications.readable()
    let name = call["name"]
    if let place = configuration.timeInterval(name) {
      let isInPolicies = configuration.policies.uses(timeInterval: name)
      let isInRules = workspace.ruleBook.rules.values.contains { $0.names(timeInterval: name) }
      guard !isInPolicies, !isInRules else {
        throw used(name, isInPolicies, isInRules, call.lens.notifications)
      }
      try checkChange(
        of: configuration.timeIntervals[place], version: call.query("version") ?? "", call,
        workspace.notifications)
      configuration.timeIntervals.remove(at: place)
      workspace.notifications.store(configuration)
      workspace.notifications.provenances[.timeInterval(name)] = nil
    }
    return .noContent
  }

  private static func checkChange(
    of interval: TimeInterval, version: String, _ call: Call, _ state: NotificationState
  ) throws(Refusal) {
    guard call.lens.notifications.readsShowVersions else { return }
    guard version.isEmpty || version == interval.version else { throw Refusal.versionConflict }
    let stored = state.provenance(.timeInterval(interval.name))
    guard stored == .none || stored == call.provenance else {
      throw Refusal.wrongProvenance(stored, call.provenance)
    }
  }

  private static func write(
    _ interval: TimeInterval, _ configuration: AlertmanagerConfiguration, _ call: Call,
    _ workspace: inout Workspace, status: Int
  ) -> Answer {
    workspace.notifications.store(configuration)
    workspace.notifications.provenances[.timeInterval(interval.name)] = call.provenance
    return .json(json(interval, call.provenance, call.lens.notifications), status: status)
  }

  private static func shown(_ interval: TimeInterval, _ call: Call, _ state: NotificationState) -> JSON {
    let lens = call.lens.notifications
    let provenance = lens.readsShowVersions ? state.provenance(.timeInterval(interval.name)) : .none
    return json(interval, provenance, lens)
  }

  private static func json(_ interval: TimeInterval, _ provenance: Provenance, _ lens: NotificationLens)
    -> JSON
  {
    var object = interval.json
    if lens.readsShowVersions { object["version"] = JSON(interval.version) }
    if provenance != .none { object["provenance"] = JSON(provenance.rawValue) }
    return .object(object)
  }

  private static func notFound(_ lens: Lens) -> Refusal {
    lens.notifications.refusalsAreCoded
      ? .coded(404, "alerting.notifications.time-intervals.notFound", "NotFound") : .nothing
  }

  /// The coded text is that of Grafana's source, not recorded.
  private static func used(
    _ name: String, _ isInPolicies: Bool, _ isInRules: Bool, _ lens: NotificationLens
  ) -> Refusal {
    guard lens.timeIntervalsInUseAreCoded else {
      return .failed(500, "mute time '\(name)' is currently used by a notification policy")
    }
    let users = [(isInPolicies, "notification policies"), (isInRules, "alert rules")].filter(\.0).map(\.1)
    return .coded(
      409, "alerting.notifications.time-intervals.used",
      "Time interval is used by \(users.joined(separator: " and "))")
  }
}

extension Answer {
  static let noContent = Answer(204, body: .bytes([]))
}
