/// How a server treats its clients.
public struct HTTPServerOptions: Sendable {
  /// Threads that read requests and run the handler; a handler that blocks holds up the connections of its thread.
  public var threads = 2
  /// More clients than this are not served until others leave.
  public var connectionLimit = 512
  /// A connection on which nothing happens is closed after this many seconds.
  public var idleTimeoutSeconds = 60
  /// So many connections one address may have; nil for as many as all together.
  public var connectionLimitPerAddress: Int?
  /// A connection that had no answer for so long is cut, however busily it sends; nil where answers may take any time.
  public var requestDeadline: Duration?
  /// Bytes of a request's body; a longer one is answered with 413.
  public var bodyLimit = 1 << 20

  public init() {}
}
