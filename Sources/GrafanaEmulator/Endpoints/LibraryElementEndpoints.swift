internal import Documents

/// What a server says that holds no library panels; they cannot be made here.
enum LibraryElementEndpoints {
  static func register(in routes: inout RouteTable) {
    routes.add("GET", "/api/library-elements", .signedIn, list)
  }

  /// [9.3 and 12.4 library_elements: list-empty]
  private static let list: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    .json([
      "result": [
        "totalCount": 0, "elements": [], "page": .number(JSONNumber(call.count("page", fallback: 1))),
        "perPage": .number(JSONNumber(call.count("perPage", fallback: 100))),
      ]
    ])
  }
}
