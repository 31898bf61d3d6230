import Documents

/// A row of the search listing.
public struct SearchHit: Sendable {
  public let uid: String
  public let title: String
  /// Empty at the top level.
  public let folderUID: String
  public let isFolder: Bool
  public let tags: [String]
}

extension GrafanaSession {
  /// The largest page that servers give (reference section 2.3).
  private static let pageSize = 5000

  /// All dashboards and folders of a server below 12. The order is asked for, so that pages do not overlap.
  public func search() async throws(GrafanaError) -> [SearchHit] {
    var hits: [SearchHit] = []
    var page = 1
    while true {
      let answer = try await get(
        "/api/search",
        query: [("limit", String(Self.pageSize)), ("page", String(page)), ("sort", "alpha-asc")])
      guard let rows = answer.arrayValue else {
        throw GrafanaError(
          kind: .unexpected, status: 200, call: "GET /api/search",
          message: "the answer is \(answer.typeName), not a list")
      }
      hits += rows.compactMap { SearchHit($0) }
      // A listing that does not end would never end the cycle either.
      if rows.count < Self.pageSize || page >= 200 { return hits }
      page += 1
    }
  }
}

extension SearchHit {
  init?(_ row: JSON) {
    guard let uid = row["uid"]?.stringValue, let title = row["title"]?.stringValue else { return nil }
    self.uid = uid
    self.title = title
    folderUID = row["folderUid"]?.stringValue ?? ""
    isFolder = row["type"]?.stringValue == "dash-folder"
    tags = row["tags"]?.arrayValue?.compactMap(\.stringValue) ?? []
  }
}
