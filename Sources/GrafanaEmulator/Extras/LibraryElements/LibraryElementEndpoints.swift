internal import Documents

/// `/api/library-elements` (reference/grafana-http-api.md, section 8.1).
enum LibraryElementEndpoints {
  static func register(in routes: inout RouteTable) {
    let base = "/api/library-elements"
    routes.add("GET", base, .signedIn, list)
    routes.add("GET", base + "/:uid", .signedIn, get)
    routes.add("GET", base + "/:uid/connections", .signedIn, connections)
    routes.add("GET", base + "/name/:name", .signedIn, getByName)
    typealias Writes = LibraryElementWrites
    routes.add("POST", base, .signedIn, Writes.guarded("library.panels:create", Writes.create))
    routes.add("PATCH", base + "/:uid", .signedIn, Writes.guarded("library.panels:write", Writes.change))
    routes.add("DELETE", base + "/:uid", .signedIn, Writes.guarded("library.panels:delete", Writes.delete))
  }

  static let notFound = Refusal.failed(404, "library element could not be found")

  static func element(_ call: Call, _ workspace: Workspace) -> LibraryElementRecord? {
    workspace.extras.libraryElements.rows.first { $0.uid == call["uid"] }
  }

  private static let list: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let found = LibraryElementQuery(call, workspace).results(in: workspace.extras.libraryElements.rows)
    let page = call.count("page", fallback: 1)
    let size = call.count("perPage", fallback: 100)
    let counts = workspace.libraryConnectionCounts()
    let shown = found.dropFirst((page - 1) * size).prefix(size).map {
      LibraryElementView.json($0, workspace, connections: counts)
    }
    return .json([
      "result": [
        "totalCount": JSON(call.lens.extras.libraryForgetsTotal ? 0 : found.count),
        "elements": .array(shown), "page": JSON(page), "perPage": JSON(size),
      ]
    ])
  }

  private static let get: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let element = element(call, workspace) else { throw notFound }
    let counts = workspace.libraryConnectionCounts()
    return .json(["result": LibraryElementView.json(element, workspace, connections: counts)])
  }

  private static let getByName: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let found = workspace.extras.libraryElements.rows.filter { $0.name == call["name"] }
    guard !found.isEmpty else { throw notFound }
    let counts = workspace.libraryConnectionCounts()
    return .json([
      "result": .array(found.map { LibraryElementView.json($0, workspace, connections: counts) })
    ])
  }

  private static let connections: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let element = element(call, workspace) else { throw notFound }
    return .json([
      "result": .array(
        workspace.connections(of: element).map { id, connection, uid in
          var object = JSONObject(members: [
            ("id", JSON(id)), ("kind", JSON(element.kind.rawValue)), ("elementId", JSON(element.id)),
            ("connectionId", JSON(connection.dashboardID)), ("created", JSON(connection.created.text)),
            ("createdBy", workspace.person(connection.personID).json),
          ])
          if call.lens.extras.libraryKnowsFolderUIDs { object["connectionUid"] = JSON(uid) }
          return .object(object)
        })
    ])
  }
}
