import Base
internal import CCurl

/// An absolute `http` or `https` URL, taken apart by libcurl's own parser, so that what is checked here is what
/// libcurl connects to.
public struct HTTPURL: Equatable, Sendable {
  /// Why a text is not such a URL. The text itself is not told, since it may carry a password.
  public struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
    public let reason: String
    public var description: String { "malformed URL: \(reason)" }
  }

  /// `http` or `https`.
  public let scheme: String
  /// Lower case; an IPv6 address without its brackets.
  public let host: String
  public let port: Int
  /// With its percent encoding; at least `/`.
  public let path: String
  /// Without the `?`, with its percent encoding; nil where there is none.
  public let query: String?
  /// `user:password`, percent decoded, as written before an `@`; nil where there is none. Sent as basic authorization.
  public let userInfo: SecretValue?

  public init(_ text: String) throws(Malformed) {
    try self.init(parsing: [text])
  }

  /// Sets each text on one parser: the first is absolute, those after it are resolved against it.
  private init(parsing texts: [String]) throws(Malformed) {
    guard let parser = curl_url() else { throw Malformed(reason: "out of memory") }
    defer { curl_url_cleanup(parser) }
    for text in texts {
      let code = curl_url_set(parser, CURLUPART_URL, text, 0)
      guard code == CURLUE_OK else { throw Malformed(reason: String(cString: curl_url_strerror(code))) }
    }
    func part(_ what: CURLUPart, _ flags: UInt32 = 0) -> String? {
      var text: UnsafeMutablePointer<CChar>?
      guard curl_url_get(parser, what, &text, flags) == CURLUE_OK, let text else { return nil }
      defer { curl_free(text) }
      return String(cString: text)
    }
    guard let scheme = part(CURLUPART_SCHEME)?.lowercased(), scheme == "http" || scheme == "https" else {
      throw Malformed(reason: "only http and https are supported")
    }
    guard let host = part(CURLUPART_HOST), !host.isEmpty else { throw Malformed(reason: "it has no host") }
    guard let port = part(CURLUPART_PORT, UInt32(CURLU_DEFAULT_PORT)).flatMap(Int.init), port > 0 else {
      throw Malformed(reason: "the port is not a number from 1 to 65535")
    }
    self.scheme = scheme
    let bare = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    self.host = bare.lowercased()
    self.port = port
    path = part(CURLUPART_PATH) ?? "/"
    query = part(CURLUPART_QUERY)
    let user = part(CURLUPART_USER, UInt32(CURLU_URLDECODE))
    let password = part(CURLUPART_PASSWORD, UInt32(CURLU_URLDECODE))
    userInfo =
      user == nil && password == nil ? nil : SecretValue("\(user ?? ""):\(password ?? "")")
  }

  /// A URL below this one: `https://host/grafana/` and `api/health` give `https://host/grafana/api/health`.
  ///
  /// - Parameters:
  ///   - encodedPath: with its percent encoding; a leading `/` makes no difference.
  ///   - query: names and values not yet encoded.
  public func appending(
    _ encodedPath: String, query: [(name: String, value: String)] = []
  ) throws(Malformed) -> HTTPURL {
    let base = path.hasSuffix("/") ? String(path.dropLast()) : path
    let rest = encodedPath.hasPrefix("/") ? encodedPath : "/" + encodedPath
    let parameters = query.isEmpty ? "" : "?" + PercentEncoding.query(query)
    return try HTTPURL(parsing: [text, base + rest + parameters]).carrying(userInfo)
  }

  /// Where a `Location` leads from here. A user and password in it are dropped: a server does not choose them.
  func resolving(_ location: String) throws(Malformed) -> HTTPURL {
    try HTTPURL(parsing: [text, location]).carrying(nil)
  }

  /// Whether both have the same scheme, host and port.
  public func hasOrigin(of other: HTTPURL) -> Bool {
    scheme == other.scheme && host == other.host && port == other.port
  }

  /// `https://host:8443`, the port only where it is not the scheme's own.
  public var origin: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port == (scheme == "https" ? 443 : 80) ? "\(scheme)://\(name)" : "\(scheme)://\(name):\(port)"
  }

  /// The whole URL for the one who sends it, without user and password.
  public var text: String { origin + path + (query.map { "?\($0)" } ?? "") }

  private init(_ other: HTTPURL, userInfo: SecretValue?) {
    scheme = other.scheme
    host = other.host
    port = other.port
    path = other.path
    query = other.query
    self.userInfo = userInfo
  }

  func carrying(_ userInfo: SecretValue?) -> HTTPURL { HTTPURL(self, userInfo: userInfo) }
}

extension HTTPURL: CustomStringConvertible {
  /// For people: no user, no password, and `?…` for a query, which may carry a token.
  public var description: String { origin + path + (query == nil ? "" : "?…") }
}
