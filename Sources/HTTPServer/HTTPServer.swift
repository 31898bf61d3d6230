internal import CMicroHTTPD
internal import CShims
import Dispatch
import Glibc
import Synchronization

/// Answers one request. Called on the server's threads, several at a time.
public typealias HTTPHandler = @Sendable (ServerRequest) -> ServerResponse

/// An HTTP/1.1 server over libmicrohttpd, on threads of its own.
///
/// It listens from the moment it is made until `stop` or the end of its life.
public final class HTTPServer: Sendable {
  /// Where it listens, with the port that the system chose.
  public let address: ListenAddress

  private let running: Mutex<Daemon?>
  private let driver: ConnectionDriver

  /// The library's handle and what must live as long as it.
  private struct Daemon: @unchecked Sendable {
    // Sendable: `stop` takes it out of its lock and is alone with it; the library's own threads lock by themselves.
    let handle: OpaquePointer
    let callbacks: UnsafeMutablePointer<sluice_mhd_callbacks>
  }

  /// Binds, listens and serves.
  public init(
    listeningOn address: ListenAddress = .loopback, options: HTTPServerOptions = HTTPServerOptions(),
    handler: @escaping HTTPHandler
  ) throws(HTTPServerError) {
    let socket = try ListenSocket.open(address)
    let driver = ConnectionDriver(
      bodyLimit: options.bodyLimit, deadlines: options.requestDeadline.map { RequestDeadlines(limit: $0) },
      handler: handler)
    let callbacks = UnsafeMutablePointer<sluice_mhd_callbacks>.allocate(capacity: 1)
    callbacks.initialize(to: ConnectionCallbacks.make(for: driver))
    guard let handle = Self.start(callbacks, socket: socket.descriptor, options) else {
      callbacks.deallocate()
      close(socket.descriptor)
      throw HTTPServerError(address: address, reason: .other("the HTTP library refused to start"))
    }
    self.address = socket.address
    self.driver = driver
    self.running = Mutex(Daemon(handle: handle, callbacks: callbacks))
  }

  deinit { stop() }

  /// `http://127.0.0.1:40123`, without a slash at its end.
  public var url: String { "http://\(address)" }

  /// Gives the requests that are being answered some time, closes all connections, and ends the threads. Answers that are
  /// held back are cut. A second call does nothing.
  public func stop(waitingFor patience: Duration = .seconds(2)) {
    let daemon = running.withLock { running in
      defer { running = nil }
      return running
    }
    guard let daemon else { return }
    driver.delays.close()
    let (seconds, attoseconds) = patience.components
    let nanoseconds = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
    _ = driver.inFlight.wait(timeout: .now() + .nanoseconds(nanoseconds))
    // Without MHD_quiesce_daemon before it: that and the library's threads both take the listening socket out of the sets
    // of epoll, and the one that comes second ends the process (tried with 0.9.75).
    MHD_stop_daemon(daemon.handle)
    daemon.callbacks.deallocate()
  }

  /// Gives the answers that are held back now, whatever their delay, and says how many there were.
  public func releaseDelayed() -> Int { driver.delays.release() }

  private static func start(
    _ callbacks: UnsafePointer<sluice_mhd_callbacks>, socket: Int32, _ options: HTTPServerOptions
  ) -> OpaquePointer? {
    var settings = sluice_mhd_options()
    settings.listen_socket = socket
    settings.threads = UInt32(max(1, options.threads))
    settings.connection_limit = UInt32(max(options.threads, options.connectionLimit))
    settings.idle_seconds = UInt32(max(1, options.idleTimeoutSeconds))
    settings.memory_per_connection = 64 << 10
    settings.connections_per_address = UInt32(options.connectionLimitPerAddress ?? 0)
    return sluice_mhd_start(callbacks, &settings)
  }
}
