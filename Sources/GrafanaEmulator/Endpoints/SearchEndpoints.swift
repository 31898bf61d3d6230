internal import Documents

/// `/api/search` (reference/grafana-http-api.md, section 2.3).
enum SearchEndpoints {
  private static let limit = 1000
  private static let maximum = 5000

  static func register(in routes: inout RouteTable) {
    routes.add("GET", "/api/search", .signedIn, search)
    routes.add("GET", "/api/search/sorting", .signedIn, sorting)
  }

  private static let search: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let size = call.count("limit", fallback: limit)
    guard size <= maximum else {
      throw Refusal.plain(
        422,
        "Limit is above maximum allowed (\(maximum)), use page parameter to access hits beyond limit")
    }
    let hits = try SearchQuery(call).hits(in: workspace)
    let sort = call.query("sort") ?? ""
    let order = SearchOrder.standard(call.lens, isDescending: sort == "alpha-desc")
    var page = order.page(
      hits, title: \.title, uid: \.uid, number: call.count("page", fallback: 1), size: size)
    // Without a sort each page is sorted once more, folders first; a sort that nobody knows counts as one.
    if sort.isEmpty {
      page = page.enumerated().sorted { one, other in
        if one.element.isFolder != other.element.isFolder { return one.element.isFolder }
        if one.element.title.lowercased != other.element.title.lowercased {
          return one.element.title.lowercased.utf8.lexicographicallyPrecedes(
            other.element.title.lowercased.utf8)
        }
        return one.offset < other.offset
      }.map(\.element)
    }
    return .json(.array(page.map { $0.json(call, workspace, sortsTags: sort.isEmpty) }))
  }

  private static let sorting: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    .json([
      "sortOptions": [
        [
          "description": "Sort results in an alphabetically ascending order",
          "displayName": "Alphabetically (A–Z)", "meta": "", "name": "alpha-asc",
        ],
        [
          "description": "Sort results in an alphabetically descending order",
          "displayName": "Alphabetically (Z–A)", "meta": "", "name": "alpha-desc",
        ],
      ]
    ])
  }
}
