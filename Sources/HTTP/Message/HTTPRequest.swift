import Base

/// One request with its limits. Nothing in it is unlimited unless the caller says so.
public struct HTTPRequest: Sendable {
  public var method: HTTPMethod
  public var url: HTTPURL
  public var headers: HTTPHeaders
  /// Sent to the request's own origin only: a redirect to another one goes without them.
  public var secretHeaders: [SecretHeader] = []
  /// Nil for no body.
  public var body: [UInt8]?
  /// For the whole exchange, redirects included, from the moment it gets its connection; the wait for a free
  /// connection does not count, since each one before it has a deadline of its own.
  public var deadline: Duration = .seconds(30)
  /// For name resolution, connection and TLS handshake.
  public var connectDeadline: Duration = .seconds(10)
  /// Bytes of the response's body after decompression.
  public var responseLimit = 16 * 1024 * 1024
  public var redirects: RedirectPolicy = .none
  public var addresses: AddressPolicy = .any
  /// Asks for gzip; the response's body is plain all the same.
  public var acceptsCompression = true

  public init(_ method: HTTPMethod, _ url: HTTPURL, headers: HTTPHeaders = [:], body: [UInt8]? = nil) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
  }
}
