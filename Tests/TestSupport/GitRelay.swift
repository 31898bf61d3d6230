import Dispatch
import Glibc
import Platform
import Synchronization

/// Stands between a client and a server on the loopback address, counts bytes, and can cut the answer short.
public final class GitRelay: Sendable {
  private struct Counts {
    var sent = 0
    var received = 0
    var connections = 0
  }

  private final class Traffic: Sendable {
    let counts = Mutex(Counts())
  }

  private let traffic = Traffic()
  private let server: GitSocketServer

  public var port: Int { server.port }
  /// Bytes from clients to the server.
  public var sent: Int { traffic.counts.withLock { $0.sent } }
  /// Bytes from the server to clients.
  public var received: Int { traffic.counts.withLock { $0.received } }
  public var connections: Int { traffic.counts.withLock { $0.connections } }

  /// `cutAfter`: the connection ends after so many bytes of one connection's answers. Listens on 127.0.0.`host`.
  public init(to port: Int, cutAfter: Int? = nil, host: UInt8 = 1) throws {
    server = try GitSocketServer(host: host) { [traffic] client in
      Self.serve(client, port: port, cutAfter: cutAfter, traffic)
    }
  }

  private static func serve(_ client: Int32, port: Int, cutAfter: Int?, _ traffic: Traffic) {
    guard let upstream = try? LoopbackSocket.connected(to: port) else { return }
    traffic.counts.withLock { $0.connections += 1 }
    let done = DispatchSemaphore(value: 0)
    DedicatedThread.start(named: "test-relay") {
      copy(from: client, to: upstream) { count in
        traffic.counts.withLock { $0.sent += count }
        return true
      }
      shutdown(upstream, Int32(SHUT_WR))
      done.signal()
    }
    var answered = 0
    copy(from: upstream, to: client) { count in
      answered += count
      traffic.counts.withLock { $0.received += count }
      return answered < cutAfter ?? .max
    }
    shutdown(client, Int32(SHUT_RDWR))
    done.wait()
    close(upstream)
  }

  /// Bytes are counted before they go on: who has received them finds them in the count.
  private static func copy(from: Int32, to: Int32, _ count: (Int) -> Bool) {
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let size = recv(from, &buffer, buffer.count, 0)
      if size <= 0 { return }
      let goesOn = count(size)
      GitSocketServer.write(to, Array(buffer.prefix(size)))
      if !goesOn { return }
    }
  }
}
