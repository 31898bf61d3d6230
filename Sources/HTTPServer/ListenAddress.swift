/// Where a server listens: a numeric IPv4 or IPv6 address, or `localhost`, and a port.
public struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
  /// Without the brackets of an IPv6 address.
  public let host: String
  /// 0 lets the system choose.
  public let port: UInt16

  public init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }

  /// The loopback interface and a port that the system chooses.
  public static let loopback = ListenAddress(host: "127.0.0.1", port: 0)

  /// `127.0.0.1:3000` or `[::1]:3000`.
  public var description: String {
    host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
  }
}
