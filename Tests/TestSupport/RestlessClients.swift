import Glibc
import Platform
import Synchronization

/// Clients that connect, ask once and hang up, again and again without a pause: hard on a server that is about to stop.
public final class RestlessClients: Sendable {
  private let port = Atomic<UInt16>(0)
  private let isOver = Atomic(false)

  public init(_ count: Int) {
    for _ in 0..<count {
      DedicatedThread.start(named: "test-client") { [self] in
        while !isOver.load(ordering: .relaxed) { ask(port.load(ordering: .relaxed)) }
      }
    }
  }

  /// From now on they ask the server with this port of 127.0.0.1.
  public func turn(to port: UInt16) { self.port.store(port, ordering: .relaxed) }

  public func end() { isOver.store(true, ordering: .relaxed) }

  private func ask(_ port: UInt16) {
    guard let descriptor = try? LoopbackSocket.connected(to: Int(port)) else { return }
    defer { close(descriptor) }
    var limit = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    let request = Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8)
    guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { return }
    var answer: UInt8 = 0
    _ = recv(descriptor, &answer, 1, 0)
  }
}
