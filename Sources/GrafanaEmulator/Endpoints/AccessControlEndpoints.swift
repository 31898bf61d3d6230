internal import Documents

/// What the caller may do (reference/grafana-http-api.md, section 2.2). Of Grafana's actions those are listed that a
/// client of folders, dashboards, data sources and alerting looks for.
enum AccessControlEndpoints {
  static func register(in routes: inout RouteTable) {
    guard routes.lens.accounts.accessControl == .open else { return }
    routes.add("GET", "/api/access-control/user/permissions", .signedIn, permissions)
    routes.add("GET", "/api/access-control/user/actions", .signedIn, actions)
  }

  private static let permissions: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    .json(
      .object(
        JSONObject(
          OwnRights.list(call, workspace).map { ($0.action, JSON.array($0.scopes.map { JSON($0) })) })))
  }

  private static let actions: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    .json(.object(JSONObject(OwnRights.list(call, workspace).map { ($0.action, JSON(true)) })))
  }
}
