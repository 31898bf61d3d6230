internal import Documents

/// `/api/alert-notifiers`: the kinds of integrations that there are.
enum NotifierEndpoints {
  static func register(in routes: inout RouteTable) {
    routes.add("GET", "/api/alert-notifiers", .signedIn, list)
  }

  private static let list: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    .json(.array(call.lens.notifications.catalogue.types.map(\.json)))
  }
}
