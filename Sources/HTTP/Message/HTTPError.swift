import Base

/// An exchange that gave no response.
public struct HTTPError: Error, Hashable, Sendable {
  /// Which of the limits in time ended the exchange.
  public enum Limit: Hashable, Sendable {
    case connect(Duration)
    case total(Duration)
  }

  /// Why there is no response.
  public enum Cause: Error, Hashable {
    /// The request cannot be sent as it is.
    case malformedRequest(String)
    case unresolvedHost(String)
    /// Nothing listens at the address.
    case connectionRefused
    /// No way to the address, or it does not answer: the system's reason.
    case unreachable(String)
    case unknownAuthority
    case wrongHost(String)
    /// The certificate itself is bad: expired, not yet valid, revoked.
    case badCertificate(String)
    /// The certificates of the authorities to trust cannot be read: libcurl's reason.
    case unreadableAuthorities(String)
    /// Anything else about TLS, our own certificates included.
    case tls(String)
    case timedOut(Limit)
    /// The connection ended before the response did.
    case cut(String)
    /// The server does not speak HTTP as it should.
    case malformedResponse(String)
    case responseTooLarge(limit: Int)
    case addressRefused(IPAddress)
    case redirectRefused(to: String, reason: String)
    case tooManyRedirects(limit: Int)
    case cancelled
  }

  public let method: HTTPMethod
  /// For people: without user, password and query.
  public let url: String
  public let cause: Cause

  init(_ method: HTTPMethod, _ url: HTTPURL, _ cause: Cause) {
    self.method = method
    self.url = url.description
    self.cause = cause
  }
}

extension HTTPError: CustomStringConvertible {
  /// `GET https://host/path: the server refused the connection; is it running, and is the port right?`
  public var description: String { "\(method.rawValue) \(url): \(cause)" }
}

extension HTTPError.Cause: CustomStringConvertible {
  public var description: String {
    switch self {
    case .malformedRequest(let reason): "the request cannot be sent: \(reason)"
    case .unresolvedHost(let host): "no address found for \(host); check the name and the name server"
    case .connectionRefused: "the server refused the connection; is it running, and is the port right?"
    case .unreachable(let reason): "the server cannot be reached: \(reason)"
    case .unknownAuthority:
      "the server's certificate is signed by an authority that is not trusted here; "
        + "give that authority's certificate"
    case .wrongHost(let host): "the server's certificate is not for \(host)"
    case .badCertificate(let reason): "the server's certificate is not valid: \(reason)"
    case .unreadableAuthorities(let reason):
      "the certificates of trusted authorities cannot be read: \(reason); give readable ones, or install the "
        + "package ca-certificates for those of the system"
    case .tls(let reason): "TLS failed: \(reason)"
    case .timedOut(.connect(let limit)): "no connection within \(GoDuration.format(limit))"
    case .timedOut(.total(let limit)): "no complete answer within \(GoDuration.format(limit))"
    case .cut(let reason): "the connection was cut: \(reason)"
    case .malformedResponse(let reason): "the answer is not valid HTTP: \(reason)"
    case .responseTooLarge(let limit): "the answer is larger than the limit of \(limit) bytes"
    case .addressRefused(let address):
      "the address \(address) is refused (\(address.scope.rawValue)); allow it by name if it is meant"
    case .redirectRefused(let target, let reason): "the redirect to \(target) is refused: \(reason)"
    case .tooManyRedirects(let limit): "more than \(limit) redirects"
    case .cancelled: "cancelled"
    }
  }
}
