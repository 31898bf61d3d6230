import Dispatch
import Glibc
import Platform
import Synchronization

/// Stands between a client and a server on the loopback address, counts bytes, and can cut the answer short or hold it
/// up.
public final class GitRelay: Sendable {
  private struct Counts {
    var sent = 0
    var received = 0
    var connections = 0
  }

  private final class Traffic: Sendable {
    let counts = Mutex(Counts())
    /// Lets an answer that is held up go on.
    let release = DispatchSemaphore(value: 0)
  }

  /// What happens to the answers of one connection.
  public enum Treatment: Sendable {
    case none
    /// The connection ends after so many bytes.
    case cut(after: Int)
    /// After so many bytes nothing more comes until `goOn`.
    case hold(after: Int)
    /// Pieces of 500 bytes come with so many microseconds between them.
    case drip(microseconds: UInt32)
  }

  private let traffic = Traffic()
  private let server: GitSocketServer

  public var port: Int { server.port }
  /// Bytes from clients to the server.
  public var sent: Int { traffic.counts.withLock { $0.sent } }
  /// Bytes from the server to clients.
  public var received: Int { traffic.counts.withLock { $0.received } }
  public var connections: Int { traffic.counts.withLock { $0.connections } }

  /// Listens on 127.0.0.`host`.
  public init(to port: Int, _ treatment: Treatment = .none, host: UInt8 = 1) throws {
    server = try GitSocketServer(host: host) { [traffic] client in
      Self.serve(client, port: port, treatment, traffic)
    }
  }

  /// Lets the answer that is held up go on.
  public func goOn() { traffic.release.signal() }

  private static func serve(_ client: Int32, port: Int, _ treatment: Treatment, _ traffic: Traffic) {
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
    var isHeld = false
    copy(from: upstream, to: client, piece: treatment.piece) { count in
      answered += count
      traffic.counts.withLock { $0.received += count }
      switch treatment {
      case .none: return true
      case .cut(let limit): return answered < limit
      case .hold(let limit):
        if answered >= limit, !isHeld {
          isHeld = true
          traffic.release.wait()
        }
        return true
      case .drip(let microseconds):
        usleep(microseconds)
        return true
      }
    }
    shutdown(client, Int32(SHUT_RDWR))
    done.wait()
    close(upstream)
  }

  /// Bytes are counted before they go on: who has received them finds them in the count.
  private static func copy(from: Int32, to: Int32, piece: Int = 16_384, _ count: (Int) -> Bool) {
    var buffer = [UInt8](repeating: 0, count: piece)
    while true {
      let size = recv(from, &buffer, buffer.count, 0)
      if size <= 0 { return }
      let goesOn = count(size)
      GitSocketServer.write(to, Array(buffer.prefix(size)))
      if !goesOn { return }
    }
  }
}

extension GitRelay.Treatment {
  /// How many bytes are taken at a time.
  fileprivate var piece: Int { if case .drip = self { 500 } else { 16_384 } }
}
