/// Data source names of go-sql-driver/mysql (dsn.go, ParseDSN): `user:password@net(address)/database?parameters`.
enum MySQLSource {
  /// For a message; nil where it is one. The source itself, which holds a password, is not shown.
  static func problem(in text: String) -> String? {
    if text.isEmpty { return nil }
    guard let slash = text.lastIndex(of: "/") else {
      return "it has no slash before the name of the data base"
    }
    let left = text[..<slash]
    let place = left.lastIndex(of: "@").map { left[left.index(after: $0)...] } ?? left
    guard let open = place.firstIndex(of: "(") else {
      return place.isEmpty || place == "tcp" || place == "unix"
        ? nil : "its network has no address in parentheses"
    }
    if place.hasSuffix(")") { return nil }
    return place[open...].contains(")") ? "something stands behind its address" : "its address is not closed"
  }
}
