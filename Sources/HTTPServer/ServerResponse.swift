/// What a handler answers.
public struct ServerResponse: Sendable {
  public var status: Int
  /// `Content-Length`, `Date` and `Connection` are the server's own business.
  public var headers: HeaderFields
  public var body: [UInt8]
  /// How long the answer is held back; the thread serves other connections meanwhile.
  public var delay: Duration
  /// Closes the connection instead of answering, after the delay.
  public var cutsConnection: Bool

  public init(
    status: Int, headers: HeaderFields = HeaderFields(), body: [UInt8] = [], delay: Duration = .zero
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.delay = delay
    self.cutsConnection = false
  }

  /// A text for people and simple programs.
  public static func text(_ text: String, status: Int = 200) -> ServerResponse {
    ServerResponse(
      status: status, headers: HeaderFields([("Content-Type", "text/plain; charset=utf-8")]),
      body: Array(text.utf8))
  }

  /// No answer: the client sees the connection close.
  public static var cutConnection: ServerResponse {
    var response = ServerResponse(status: 0)
    response.cutsConnection = true
    return response
  }
}
