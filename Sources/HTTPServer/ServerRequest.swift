/// One request, read to its end.
public struct ServerRequest: Sendable {
  /// As sent: `GET`.
  public let method: String
  /// The path as sent, escapes and all, without the query.
  public let rawPath: String
  /// The parts of the path between its slashes, decoded; `/a//b%2Fc/` gives `a`, an empty one, `b/c`, an empty one.
  public let segments: [String]
  /// What stands behind the question mark, as sent.
  public let rawQuery: String
  public let query: QueryItems
  public let headers: HeaderFields
  public let body: [UInt8]

  public init(method: String, target: String, headers: HeaderFields = HeaderFields(), body: [UInt8] = []) {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let path = parts.first ?? ""
    self.method = method
    self.rawPath = String(path)
    self.rawQuery = parts.count > 1 ? String(parts[1]) : ""
    self.segments = path.split(separator: "/", omittingEmptySubsequences: false)
      .dropFirst(path.hasPrefix("/") ? 1 : 0).map { PercentEncoding.decode($0) }
    self.query = QueryItems(rawQuery)
    self.headers = headers
    self.body = body
  }
}
