import Synchronization

/// Counts what requests cost, for the report of a cycle.
public final class RequestMeter: Sendable {
  /// The counts at one moment.
  public struct Reading: Hashable, Sendable {
    /// Everything that was sent, redirects and repeats included.
    public var requests = 0
    /// Those that may change something: all but GET and HEAD.
    public var writes = 0
    /// Headers and bodies, without what TLS adds.
    public var bytesSent = 0
    public var bytesReceived = 0

    public init() {}

    /// What was counted from the right reading to the left one.
    public static func - (later: Reading, earlier: Reading) -> Reading {
      var difference = Reading()
      difference.requests = later.requests - earlier.requests
      difference.writes = later.writes - earlier.writes
      difference.bytesSent = later.bytesSent - earlier.bytesSent
      difference.bytesReceived = later.bytesReceived - earlier.bytesReceived
      return difference
    }
  }

  private let counts = Mutex(Reading())

  public init() {}

  public var reading: Reading { counts.withLock { $0 } }

  func count(_ method: HTTPMethod, _ cost: HTTPResponse.Cost) {
    counts.withLock {
      $0.requests += cost.requests
      if !method.isSafe { $0.writes += cost.requests }
      $0.bytesSent += cost.bytesSent
      $0.bytesReceived += cost.bytesReceived
    }
  }
}
