/// Where a redirect may lead: to the same scheme or from http to https, and with credentials never to another
/// host or port.
enum RedirectRule {
  /// Why the redirect is not followed; nil where it is. Both are full addresses.
  static func refusal(from: String, to: String, hasCredentials: Bool) -> String? {
    guard let old = origin(of: from), let new = origin(of: to) else {
      return "it is not an http or https address"
    }
    if old.isSecure, !new.isSecure { return "it would leave TLS" }
    if !hasCredentials || isSame(old, new) { return nil }
    return old.host == new.host
      ? "the credentials are for port \(old.port) of \(old.host), not for port \(new.port)"
      : "the credentials are for \(old.host), not for \(new.host)"
  }

  /// An address without what Git appends to it, and without a user.
  static func shown(_ address: String) -> String {
    let end = address.firstRange(of: "/info/refs?service=")?.lowerBound ?? address.endIndex
    return GitURL.withoutUser(String(address[..<end]))
  }

  private struct Origin {
    let isSecure: Bool
    let host: String
    let port: Int
  }

  private static func isSame(_ old: Origin, _ new: Origin) -> Bool {
    guard old.host == new.host else { return false }
    return old.port == new.port || (old.port == 80 && new.port == 443 && new.isSecure)
  }

  private static func origin(of address: String) -> Origin? {
    guard let separator = address.firstRange(of: "://") else { return nil }
    let scheme = address[..<separator.lowerBound].lowercased()
    guard scheme == "http" || scheme == "https" else { return nil }
    let isSecure = scheme == "https"
    var authority = address[separator.upperBound...].prefix { !"/?#\\".contains($0) }
    if let at = authority.lastIndex(of: "@") { authority = authority[authority.index(after: at)...] }
    let hostEnd =
      authority.hasPrefix("[")
      ? authority.firstIndex(of: "]").map { authority.index(after: $0) } ?? authority.endIndex
      : authority.firstIndex(of: ":") ?? authority.endIndex
    let digits = authority[hostEnd...].dropFirst()
    let port = digits.isEmpty ? (isSecure ? 443 : 80) : Int(digits)
    guard let port, hostEnd > authority.startIndex else { return nil }
    return Origin(isSecure: isSecure, host: authority[..<hostEnd].lowercased(), port: port)
  }
}
