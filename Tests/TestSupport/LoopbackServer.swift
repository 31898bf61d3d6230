import Glibc
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
    var connections = 0
    var requests: [Request] = []
  }

  private final class Record: Sendable {
    let state = Mutex(State())
  }

  private let listener: LoopbackListener
  private let record = Record()

  /// Listens on a free port of 127.0.0.1.
  public init(_ script: @escaping @Sendable (Request) -> [Step]) throws {
    listener = try LoopbackListener { [record] connection in
      Self.serve(connection, record, script)
    }
  }

  public var port: Int { listener.port }
  public var url: String { "http://127.0.0.1:\(port)" }
  public var requests: [Request] { record.state.withLock { $0.requests } }
  public var connectionCount: Int { record.state.withLock { $0.connections } }
  /// How many connections are open now.
  public var openCount: Int { listener.openCount }

  private static func serve(
    _ connection: Int32, _ record: Record, _ script: @Sendable (Request) -> [Step]
  ) {
    var yes: Int32 = 1
    setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    let number = record.state.withLock { state in
      state.connections += 1
      return state.connections
    }
    var reader = LoopbackReader(connection)
    while let request = reader.next(connection: number) {
      record.state.withLock { $0.requests.append(request) }
      for step in script(request) {
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

/// Short, since it stands in the name of each test that is given one.
extension LoopbackServer.Step: CustomStringConvertible {
  public var description: String {
    switch self {
    case .send(let bytes): "send \(bytes.count) bytes"
    case .pause(let duration): "pause \(duration)"
    case .silence: "silence"
    case .close: "close"
    }
  }
}
