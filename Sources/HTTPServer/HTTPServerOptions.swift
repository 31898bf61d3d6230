public import Base

/// How a server treats its clients.
public struct HTTPServerOptions: Sendable {
  /// Threads that read requests and run the handler; a handler that blocks holds up the connections of its thread.
  public var threads = 2
  /// More clients than this are not served until others leave.
  public var connectionLimit = 512
  /// A connection on which nothing happens is closed after this many seconds.
  public var idleTimeoutSeconds = 60
  /// Bytes of a request's body; a longer one is answered with 413.
  public var bodyLimit = 1 << 20
  /// Certificate chain and private key as PEM texts; without them the server speaks plain HTTP.
  public var tls: TLS?

  /// What a server shows to clients that ask for encryption.
  public struct TLS: Sendable {
    public var certificateChain: String
    public var privateKey: SecretValue

    public init(certificateChain: String, privateKey: SecretValue) {
      self.certificateChain = certificateChain
      self.privateKey = privateKey
    }
  }

  public init() {}
}
