/// What a server answered, whatever its status.
public struct HTTPResponse: Sendable {
  /// What the exchange cost, over all redirects.
  public struct Cost: Hashable, Sendable {
    /// One more than the redirects that were followed.
    public var requests = 0
    /// Headers and bodies sent, without what TLS adds.
    public var bytesSent = 0
    /// Headers and bodies received, as they came over the wire (compressed).
    public var bytesReceived = 0
    /// From the first connect to the last byte, without waiting for a free connection.
    public var duration = Duration.zero

    mutating func add(_ other: Cost) {
      requests += other.requests
      bytesSent += other.bytesSent
      bytesReceived += other.bytesReceived
      duration += other.duration
    }
  }

  public let status: Int
  public let headers: HTTPHeaders
  public let body: [UInt8]
  public internal(set) var cost: Cost

  /// Whether the status is one of 200 to 299.
  public var isSuccess: Bool { (200..<300).contains(status) }

  /// The body as text; bytes that are not UTF-8 are replaced.
  public var text: String { String(decoding: body, as: UTF8.self) }
}
