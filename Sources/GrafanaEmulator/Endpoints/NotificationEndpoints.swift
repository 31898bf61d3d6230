internal import Documents

/// What a server says whose alerting nobody has touched: the contact point that Grafana comes with.
enum NotificationEndpoints {
  static func register(in routes: inout RouteTable) {
    let role: Role = routes.lens.viewersReadContactPoints ? .viewer : .admin
    routes.add(
      "GET", "/api/v1/provisioning/contact-points", .role(role, "alert.provisioning:read"), contactPoints)
  }

  private static let contactPoints: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    // The default receiver of the unified store has no integration [12.4 auth_roles].
    if call.lens.hasKubernetesAPI { return .json([]) }
    return .json([
      [
        "uid": "", "name": "email receiver", "type": "email",
        "settings": ["addresses": "<example@email.com>"], "disableResolveMessage": false,
      ]
    ])
  }
}
