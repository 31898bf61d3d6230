import Foundation

/// Stands between a client and a server on the loopback address, counts bytes, and can cut the answer short.
public final class GitRelay: @unchecked Sendable {
  // @unchecked: the counters change under `lock`; `server` is set once, in init.
  private let lock = NSLock()
  private var counts = (sent: 0, received: 0, connections: 0)
  private let cutAfter: Int?
  private let target: Int
  private var server: GitSocketServer?

  public var port: Int { server?.port ?? 0 }
  /// Bytes from clients to the server.
  public var sent: Int { lock.withLock { counts.sent } }
  /// Bytes from the server to clients.
  public var received: Int { lock.withLock { counts.received } }
  public var connections: Int { lock.withLock { counts.connections } }

  /// `cutAfter`: the connection ends after so many bytes of one connection's answers. Listens on 127.0.0.`host`.
  public init(to port: Int, cutAfter: Int? = nil, host: UInt8 = 1) throws {
    self.cutAfter = cutAfter
    target = port
    server = try GitSocketServer(host: host) { [weak self] client in self?.serve(client) }
  }

  private func serve(_ client: Int32) {
    guard let upstream = try? GitSocketServer.connect(port: target) else { return }
    lock.withLock { counts.connections += 1 }
    let done = DispatchSemaphore(value: 0)
    Thread.detachNewThread { [self] in
      copy(from: client, to: upstream) { count in
        lock.withLock { counts.sent += count }
        return true
      }
      shutdown(upstream, Int32(SHUT_WR))
      done.signal()
    }
    var answered = 0
    copy(from: upstream, to: client) { count in
      answered += count
      lock.withLock { counts.received += count }
      return answered < cutAfter ?? .max
    }
    shutdown(client, Int32(SHUT_RDWR))
    done.wait()
    close(upstream)
  }

  private func copy(from: Int32, to: Int32, _ mayGoOn: (Int) -> Bool) {
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = recv(from, &buffer, buffer.count, 0)
      if count <= 0 { return }
      GitSocketServer.write(to, Array(buffer.prefix(count)))
      if !mayGoOn(count) { return }
    }
  }
}
