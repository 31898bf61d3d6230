internal import Documents

/// `/api/v1/provisioning/policies`: one tree (reference/grafana-http-api.md, section 6.4).
enum PolicyEndpoints {
  static func register(in routes: inout RouteTable) {
    guard routes.lens.notifications.hasProvisioning else { return }
    let path = "/api/v1/provisioning/policies"
    let write = Access.role(.admin, "alert.provisioning:write")
    routes.add("GET", path, .role(.admin, "alert.provisioning:read"), get)
    routes.add("PUT", path, write, replace)
    routes.add("DELETE", path, write, reset)
  }

  private static let get: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let state = workspace.notifications
    return .json(try state.readable().policies.json(provenance: state.provenance(.policies)))
  }

  private static let replace: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let lens = call.lens.notifications
    let tree = try Policy(.object(try call.body.object()))
    try tree.checkRoot(lens)
    var configuration = try workspace.notifications.readable()
    try checkProvenance(call, workspace.notifications)
    if let problem = problem(of: tree, in: configuration) {
      guard lens.refusalsAreCoded else { throw Refusal.invalid(problem) }
      throw Refusal.detailed(
        400, "alerting.notifications.routes.invalidFormat",
        "Invalid format of the submitted route: \(problem). Correct the payload and try again.",
        ["Error": JSON(problem)])
    }
    configuration.policies = tree
    if let problem = configuration.corruption, !lens.storesUnreadablePolicies {
      throw Refusal.failed(500, "change would result in an invalid configuration state: \(problem)")
    }
    workspace.notifications.store(configuration)
    workspace.notifications.provenances[.policies] = call.provenance
    return .json(["message": "policies updated"], status: 202)
  }

  /// Back to the tree that Grafana comes with, and to its receiver.
  private static let reset: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    var configuration = try workspace.notifications.readable()
    try checkProvenance(call, workspace.notifications)
    let initial = AlertmanagerConfiguration.initial(call.lens.notifications)
    configuration.policies = initial.policies
    if !configuration.hasReceiver(initial.policies.receiver) { configuration.receivers += initial.receivers }
    workspace.notifications.store(configuration)
    workspace.notifications.provenances[.policies] = nil
    return .json(initial.policies.json(), status: 202)
  }

  private static func checkProvenance(_ call: Call, _ state: NotificationState) throws(Refusal) {
    let stored = state.provenance(.policies)
    guard !call.lens.notifications.guardsPolicyProvenance || stored == .none || stored == call.provenance
    else {
      throw Refusal.wrongProvenance(stored, call.provenance)
    }
  }

  /// The first name in the tree that does not exist: receivers first.
  private static func problem(of tree: Policy, in configuration: AlertmanagerConfiguration) -> String? {
    let all = tree.all
    if let policy = all.first(where: { !$0.receiver.isEmpty && !configuration.hasReceiver($0.receiver) }) {
      return "receiver '\(policy.receiver)' does not exist"
    }
    let isMissing = { (name: String) in configuration.timeInterval(name) == nil }
    if let name = all.flatMap(\.muteTimeIntervals).first(where: isMissing) {
      return "mute time interval '\(name)' does not exist"
    }
    return all.flatMap(\.activeTimeIntervals).first(where: isMissing).map {
      "active time interval '\($0)' does not exist"
    }
  }
}
