import Documents
import Platform

/// Service accounts, whose tokens are made, written and deleted with them.
extension FaultKind {
  static let serviceAccount = FaultKind(
    name: "account", versions: FaultSeat.from9, manifest: { _, object in account(object) },
    stored: { world, object in
      guard let found = try account(world, object.name) else { return nil }
      let tokens = try world.get("/api/serviceaccounts/\(found.number)/tokens").arrayValue ?? []
      guard tokens.count == 1, let name = tokens[0]["name"]?.stringValue else { return -1 }
      let value = "\(world.secretsPath)/monitoring/prod-\(object.name)-\(name)/token"
      return generation(
        in: name,
        if: try FileSystem.entry(at: value) != nil && found.role == object.alternate("Editor", "Viewer"))
    },
    seats: [
      FaultSeat(.observe, "GET", "/api/serviceaccounts/search", on: FaultSeat.from9),
      FaultSeat(.create, "POST", "/api/serviceaccounts", body: #""name":"{}""#, on: FaultSeat.from9),
      FaultSeat(.create, "POST", "/api/serviceaccounts/*/tokens", body: token, on: FaultSeat.from9),
      FaultSeat(.read, "GET", "/api/serviceaccounts/{number}/tokens", on: FaultSeat.from9),
      FaultSeat(.update, "PATCH", "/api/serviceaccounts/{number}", on: FaultSeat.from9),
      FaultSeat(.update, "POST", "/api/serviceaccounts/*/tokens", body: token, on: FaultSeat.from9),
      FaultSeat(.update, "DELETE", "/api/serviceaccounts/{number}/tokens/*", on: FaultSeat.from9),
      FaultSeat(.delete, "DELETE", "/api/serviceaccounts/{number}", on: FaultSeat.from9),
    ],
    number: { world, name in try account(world, name)?.number })

  /// Begins the names of the tokens of one account, of which every generation has another one.
  private static let token = #""name":"{}g"#

  static func account(_ object: Object) -> String {
    """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: GrafanaServiceAccount
    metadata: {name: \(object.name), namespace: monitoring}
    spec:
      instanceName: prod
      role: \(object.alternate("Editor", "Viewer"))
      tokens: [{name: \(object.name)g\(object.generation)}]
    """
  }

  private static func account(_ world: World, _ name: String) throws -> (number: Int, role: String?)? {
    let rows = try world.get("/api/serviceaccounts/search?query=\(name)")["serviceAccounts"]?.arrayValue
    let row = rows?.first { $0["name"]?.stringValue == name }
    return row?["id"]?.intValue.map { ($0, row?["role"]?.stringValue) }
  }
}
