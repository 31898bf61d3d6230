/// The methods that the program uses.
public enum HTTPMethod: String, Hashable, Sendable {
  case get = "GET"
  case head = "HEAD"
  case post = "POST"
  case put = "PUT"
  case patch = "PATCH"
  case delete = "DELETE"

  /// Whether the method only asks (RFC 9110 section 9.2.1).
  public var isSafe: Bool { self == .get || self == .head }

  /// Whether a request without a body still says `Content-Length: 0` (RFC 9110 section 8.6).
  var expectsBody: Bool { self == .post || self == .put || self == .patch }
}
