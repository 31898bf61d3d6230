internal import Base
internal import Documents

/// `/api/v1/provisioning/contact-points` (reference/grafana-http-api.md, section 6.3).
enum ContactPointEndpoints {
  static func register(in routes: inout RouteTable) {
    guard routes.lens.notifications.hasProvisioning else { return }
    let base = "/api/v1/provisioning/contact-points"
    let reader: Role = routes.lens.viewersReadContactPoints ? .viewer : .admin
    routes.add("GET", base, .role(reader, "alert.provisioning:read"), list)
    let write = Access.role(.admin, "alert.provisioning:write")
    routes.add("POST", base, write, create)
    routes.add("PUT", base + "/:uid", write, update)
    routes.add("DELETE", base + "/:uid", write, remove)
  }

  private static let list: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let state = workspace.notifications
    let integrations = sorted(try state.readable(), named: call.query("name"))
    return .json(
      .array(
        integrations.map { integration in
          ContactPointView.json(
            integration, integration.redactedSettings, state.provenance(.contactPoint(integration.uid)))
        }))
  }

  /// By name and uid.
  static func sorted(_ configuration: AlertmanagerConfiguration, named name: String?) -> [Integration] {
    configuration.receivers.flatMap(\.integrations)
      .filter { name == nil || name == "" || $0.name == name }
      .sorted { ($0.name, $0.uid) < ($1.name, $1.uid) }
  }

  private static let create: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let lens = call.lens.notifications
    let body = ContactPointBody(try call.body.object())
    let type = try body.checkedType(lens)
    if let problem = type.problem(of: body.settings) { throw body.refusal(of: problem, lens) }
    var configuration = try workspace.notifications.readable()
    if lens.checksContactPoints { try checkUID(body.uid) }
    if !body.uid.isEmpty, let place = configuration.place(of: body.uid) {
      throw taken(body.uid, by: configuration.receivers[place.receiver].name, lens)
    }
    var integration = body.integration(uid: body.uid.isEmpty ? workspace.names.uid() : body.uid, type)
    integration.hideSecrets(type.secrets)
    configuration.add(integration)
    workspace.notifications.store(configuration)
    workspace.notifications.provenances[.contactPoint(integration.uid)] = call.provenance
    return .json(echo(integration, type, call), status: 202)
  }

  private static let update: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let lens = call.lens.notifications
    let body = ContactPointBody(try call.body.object())
    let uid = call["uid"]
    var configuration = try workspace.notifications.readable()
    guard body.hasSettings || lens.checksContactPoints else {
      throw Refusal.invalid("settings should not be empty")
    }
    guard let place = configuration.place(of: uid) else {
      throw Refusal.failed(404, "object not found: contact point with uid '\(uid)' not found")
    }
    let type = try body.checkedType(lens)
    let old = configuration.receivers[place.receiver].integrations[place.integration]
    var integration = body.integration(uid: uid, type)
    integration.hideSecrets(type.secrets, known: old.secrets)
    if let problem = type.problem(of: integration.revealedSettings) {
      throw body.refusal(of: problem, lens, uid: uid)
    }
    let stored = workspace.notifications.provenance(.contactPoint(uid))
    guard stored == .none || stored == call.provenance else {
      throw Refusal.failed(500, "cannot change provenance from 'api' to ''")
    }
    configuration.replace(at: place, with: integration)
    workspace.notifications.store(configuration)
    if !configuration.hasReceiver(old.name) {
      workspace.ruleBook.rename(receiver: old.name, to: integration.name)
    }
    workspace.notifications.provenances[.contactPoint(uid)] = call.provenance
    return .json(["message": "contactpoint updated"], status: 202)
  }

  /// Answers the same whether there was one or not.
  private static let remove: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let uid = call["uid"]
    var configuration = try workspace.notifications.readable()
    if let place = configuration.place(of: uid) {
      configuration.receivers[place.receiver].integrations.remove(at: place.integration)
      let receiver = configuration.receivers[place.receiver]
      if receiver.integrations.isEmpty {
        guard !configuration.policies.uses(receiver: receiver.name) else {
          throw used(receiver.name, call.lens)
        }
        guard !workspace.ruleBook.rules.values.contains(where: { $0.names(receiver: receiver.name) }) else {
          throw Refusal.usedByRule
        }
        configuration.receivers.remove(at: place.receiver)
      }
    }
    workspace.notifications.store(configuration)
    workspace.notifications.provenances[.contactPoint(uid)] = nil
    return .json(["message": "contactpoint deleted"], status: 202)
  }

  private static func echo(_ integration: Integration, _ type: NotifierType, _ call: Call) -> JSON {
    guard call.lens.notifications.echoesEverySecret else {
      return ContactPointView.json(integration, integration.redactedSettings, .none)
    }
    var texts: [String: String] = [:]
    for key in type.secrets { texts[key] = Integration.redacted }
    return ContactPointView.json(integration, integration.settings(with: texts), call.provenance)
  }

  private static func checkUID(_ uid: String) throws(Refusal) {
    guard !uid.isEmpty else { return }
    let problem: String
    if uid.utf8.count > ObjectUID.limit {
      problem = "UID is longer than \(ObjectUID.limit) symbols"
    } else if ObjectUID.problem(of: uid) != nil {
      problem = "invalid format of UID. Only letters, numbers, '-' and '_' are allowed"
    } else {
      return
    }
    throw Refusal.failed(
      400, "invalid object specification\ncannot create contact point with UID '\(uid)': \(problem)")
  }

  private static func taken(_ uid: String, by name: String, _ lens: NotificationLens) -> Refusal {
    let place =
      "in contact point '\(name)'. Please use unique identifiers for receivers across all contact points"
    guard lens.refusalsAreCoded else {
      return .failed(500, "receiver configuration with UID '\(uid)' already exist \(place)")
    }
    return .detailed(
      409, "alerting.notifications.contact-points.uidInUse",
      "Receiver configuration with UID '\(uid)' already exists \(place).",
      ["Name": JSON(name), "UID": JSON(uid)])
  }

  private static func used(_ name: String, _ lens: Lens) -> Refusal {
    guard lens.notifications.refusalsAreCoded else {
      return .failed(500, "contact point '\(name)' is currently used by a notification policy")
    }
    return .coded(
      409, "alerting.notifications.contact-points.referenced",
      "Contact point is currently referenced by a notification policy.")
  }
}
