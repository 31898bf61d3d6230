import Base

/// Sends HTTP/1.1 requests over kept connections. One client has one thread and one set of connections; make one for
/// each set of TLS settings and keep it.
public final class HTTPClient: Sendable {
  /// Whose signature makes a server's certificate good.
  public enum Authorities: Sendable {
    /// The system's list.
    case system
    /// Only those in PEM text.
    case pem([UInt8])
  }

  /// Our own certificate for servers that ask for one, both in PEM.
  public struct Identity: Sendable {
    public let certificate: [UInt8]
    public let key: SecretValue

    public init(certificate: [UInt8], key: SecretValue) {
      self.certificate = certificate
      self.key = key
    }
  }

  /// What holds for all requests of a client.
  public struct Configuration: Sendable {
    public var authorities = Authorities.system
    public var identity: Identity?
    /// What servers' certificates have to be for, where that is not the host of the URL; it is also what they are told that
    /// they are called (RFC 6066 section 3). The `Host` of requests stays that of the URL.
    public var serverName: String?
    /// Stands between; nil leaves it to the environment (`https_proxy` and its like).
    public var proxy: HTTPURL?
    /// Takes any certificate. Only for a person who asked for it by name.
    public var skipsVerification = false
    public var userAgent: String
    /// Further requests to the same host wait in the order they came.
    public var maximumConnectionsPerHost = 8
    /// A kept connection that rested longer is not used again. Whole seconds count; the default is shorter than the minute
    /// after which common servers and load balancers close one.
    public var idleLimit = Duration.seconds(50)

    public init(userAgent: String = "sluice") {
      self.userAgent = userAgent
    }
  }

  private let loop: EventLoop

  public init(_ configuration: Configuration = Configuration()) {
    loop = EventLoop(configuration)
  }

  deinit { loop.close() }

  /// Sends a request, follows redirects by its policy, and gives the response, whatever its status.
  ///
  /// - Parameter meter: counts what the exchange cost, also when it fails.
  public func send(_ request: HTTPRequest, meter: RequestMeter? = nil) async throws(HTTPError)
    -> HTTPResponse
  {
    var current = request
    if let userInfo = request.url.userInfo {
      current.url = request.url.carrying(nil)
      if !current.secretHeaders.contains(where: { HTTPHeaders.isSame($0.name, "Authorization") }) {
        current.secretHeaders.append(.basic(userInfo))
      }
    }
    try HTTPClient.check(current)
    var cost = HTTPResponse.Cost()
    while true {
      current.deadline = request.deadline - cost.duration
      let exchange = await loop.perform(current)
      meter?.count(current.method, exchange.cost)
      cost.add(exchange.cost)
      var response: HTTPResponse
      switch exchange.result {
      case .success(let answer): response = answer
      case .failure(.timedOut(.total)):
        throw HTTPError(current.method, current.url, .timedOut(.total(request.deadline)))
      case .failure(let cause): throw HTTPError(current.method, current.url, cause)
      }
      guard let next = try current.redirects.next(after: response, to: current, followed: cost.requests - 1)
      else {
        response.cost = cost
        return response
      }
      current = next
    }
  }

  private static func check(_ request: HTTPRequest) throws(HTTPError) {
    let secrets = request.secretHeaders.map { HTTPHeaders.Field($0.name, $0.value.revealed) }
    for field in request.headers.fields + secrets where !field.isWellFormed {
      let reason = "the header \(field.name) has a line break or another character that headers cannot have"
      throw HTTPError(request.method, request.url, .malformedRequest(reason))
    }
  }
}
