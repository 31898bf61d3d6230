internal import Documents

/// `/api/alert-notifiers`: the kinds of integrations that there are.
enum NotifierEndpoints {
  static func register(in routes: inout RouteTable) {
    routes.add("GET", "/api/alert-notifiers", .signedIn, list)
  }

  private static let list: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let isLegacy = call.lens.alerting == .legacy
    let catalogue = isLegacy ? NotifierCatalogue.legacy : call.lens.notifications.catalogue
    return .json(.array(catalogue.types.map(\.json)))
  }
}
