import Glibc
import Platform
import Synchronization

/// A server of one test: it reads requests as HTTP/1.1 and does exactly what its script says, wrong things included.
public final class LoopbackServer: Sendable {
  /// A request as it came.
  public struct Request: Sendable {
    public let method: String
    public let target: String
    public let headers: [(name: String, value: String)]
    public let body: [UInt8]
    /// Counts the connections of the server from 1.
    public let connection: Int
    /// Bytes of the request line, the headers and the body.
    public let size: Int

    /// The value of the first header of a name in lower case.
    public subscript(name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
  }

  /// What a script can do with a connection.
  public enum Step: Sendable {
    case send([UInt8])
    case pause(Duration)
    /// Says nothing until the other side or the test is done.
    case silence
    /// Ends the connection at once.
    case close

    public static func send(_ text: String) -> Step { .send(Array(text.utf8)) }

    /// A whole answer with its length.
    public static func answer(
      _ status: Int, _ headers: [(String, String)] = [], _ body: [UInt8] = []
    ) -> Step {
      let lines = headers.map { "\($0): \($1)\r\n" }.joined()
      let head = "HTTP/1.1 \(status) Status\r\n\(lines)Content-Length: \(body.count)\r\n\r\n"
      return .send(Array(head.utf8) + body)
    }

    public static func answer(_ status: Int, _ body: String) -> Step { .answer(status, [], Array(body.utf8)) }
  }

  private struct State {
    var open: Set<Int32> = []
    var connections = 0
    var requests: [Request] = []
    var isStopped = false
  }

  private final class Shared: Sendable {
    let state = Mutex(State())
    let script: @Sendable (Request) -> [Step]

    init(script: @escaping @Sendable (Request) -> [Step]) {
      self.script = script
    }
  }

  public let port: Int
  private let listener: Int32
  private let shared: Shared

  /// Listens on a free port of 127.0.0.1.
  public init(_ script: @escaping @Sendable (Request) -> [Step]) throws {
    shared = Shared(script: script)
    (listener, port) = try LoopbackServer.listen()
    DedicatedThread.start(named: "test-listener") { [listener, shared] in
      LoopbackServer.accept(listener, shared)
    }
  }

  deinit {
    let open = shared.state.withLock { state in
      state.isStopped = true
      return state.open
    }
    // Wakes the threads that block on them; each closes its own.
    for connection in open { shutdown(connection, Int32(SHUT_RDWR)) }
    shutdown(listener, Int32(SHUT_RDWR))
  }

  public var url: String { "http://127.0.0.1:\(port)" }
  public var requests: [Request] { shared.state.withLock { $0.requests } }
  public var connectionCount: Int { shared.state.withLock { $0.connections } }
  /// How many connections are open now.
  public var openCount: Int { shared.state.withLock { $0.open.count } }

  /// A port of 127.0.0.1 on which nothing listens.
  public static func unusedPort() throws -> Int {
    let (descriptor, port) = try listen()
    close(descriptor)
    return port
  }

  /// Whether something on 127.0.0.1 takes connections on a port.
  public static func isListening(on port: Int) -> Bool {
    let descriptor = newSocket()
    defer { close(descriptor) }
    var address = loopback(port)
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, length) == 0 }
    }
  }

  private static func newSocket() -> Int32 {
    socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
  }

  private static func loopback(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = UInt16(port).bigEndian
    return address
  }

  private static func listen() throws -> (Int32, Int) {
    let descriptor = newSocket()
    var address = loopback(0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        let code = bind(descriptor, generic, length) + Glibc.listen(descriptor, 128)
        return code + getsockname(descriptor, generic, &length)
      }
    }
    guard descriptor >= 0, code == 0 else { throw FileError("listen on", "127.0.0.1", .system(errno)) }
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
  }

  private static func accept(_ listener: Int32, _ shared: Shared) {
    while true {
      let connection = Glibc.accept(listener, nil, nil)
      if connection < 0, errno == EINTR || errno == ECONNABORTED { continue }
      if connection < 0 { break }
      var yes: Int32 = 1
      setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
      let number: Int? = shared.state.withLock { state in
        if state.isStopped { return nil }
        state.open.insert(connection)
        state.connections += 1
        return state.connections
      }
      guard let number else {
        close(connection)
        break
      }
      DedicatedThread.start(named: "test-connection") {
        LoopbackServer.serve(connection, number, shared)
        shared.state.withLock { _ = $0.open.remove(connection) }
        close(connection)
      }
    }
    close(listener)
  }

  private static func serve(_ connection: Int32, _ number: Int, _ shared: Shared) {
    var reader = LoopbackReader(connection)
    while let request = reader.next(connection: number) {
      shared.state.withLock { $0.requests.append(request) }
      for step in shared.script(request) {
        switch step {
        case .send(let bytes):
          guard sendAll(bytes, to: connection) else { return }
        case .pause(let duration):
          usleep(UInt32(duration / .microseconds(1)))
        case .silence:
          reader.skipToEnd()
          return
        case .close: return
        }
      }
    }
  }

  private static func sendAll(_ bytes: [UInt8], to connection: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(connection, $0.baseAddress?.advanced(by: sent), $0.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return false }
      sent += count
    }
    return true
  }
}
