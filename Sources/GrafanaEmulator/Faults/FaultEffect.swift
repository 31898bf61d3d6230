/// What a fault does.
public struct FaultEffect: Sendable {
  /// What the client gets in place of the real answer.
  public enum Outcome: Sendable {
    /// The real answer.
    case none
    /// An answer of this status with a body of this type; the request is not carried out, unless `isCarriedOut` says so.
    case answer(status: Int, contentType: String, body: String, retryAfterSeconds: Int?)
    /// The connection is cut and the request not carried out.
    case cutBefore
    /// The request is carried out, then the connection is cut.
    case cutAfter
    /// The refusal of an expired token, in the form of the version.
    case expiredToken
  }

  public var latencyMilliseconds: Int
  public var outcome: Outcome
  /// The request takes effect all the same, and only the real answer is lost: what a gateway does whose patience ends.
  public var isCarriedOut = false

  public init(latencyMilliseconds: Int = 0, _ outcome: Outcome = .none) {
    self.latencyMilliseconds = latencyMilliseconds
    self.outcome = outcome
  }

  /// `429`, with the header that says when to come back.
  public static func tooManyRequests(retryAfterSeconds: Int) -> FaultEffect {
    status(429, message: "Too many requests", retryAfterSeconds: retryAfterSeconds)
  }

  /// An error with a JSON message.
  public static func status(_ status: Int, message: String, retryAfterSeconds: Int? = nil) -> FaultEffect {
    let escaped = message.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
    return FaultEffect(
      .answer(
        status: status, contentType: "application/json", body: "{\"message\":\"\(escaped)\"}",
        retryAfterSeconds: retryAfterSeconds))
  }

  /// The page of a proxy whose server is gone.
  public static let badGatewayPage = FaultEffect(
    .answer(
      status: 502, contentType: "text/html",
      body: "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n",
      retryAfterSeconds: nil))

  public static func latency(milliseconds: Int) -> FaultEffect {
    FaultEffect(latencyMilliseconds: milliseconds)
  }

  public static let cutBefore = FaultEffect(.cutBefore)
  public static let cutAfter = FaultEffect(.cutAfter)
  public static let expiredToken = FaultEffect(.expiredToken)
}
