import Glibc
import Platform
import Synchronization

/// Accepts connections at a free port of a loopback address until it goes away, and serves each on a thread of its own.
final class LoopbackListener: Sendable {
  private struct State {
    var open: Set<Int32> = []
    var isStopped = false
  }

  /// Outlives the listener for as long as its threads run.
  private final class Shared: Sendable {
    let state = Mutex(State())
    let serve: @Sendable (Int32) -> Void

    init(serve: @escaping @Sendable (Int32) -> Void) {
      self.serve = serve
    }
  }

  let port: Int
  private let descriptor: Int32
  private let shared: Shared

  /// - Parameters:
  ///   - host: the last part of 127.0.0.x.
  ///   - serve: gets a connected socket, which is closed after it.
  init(host: UInt8 = 1, _ serve: @escaping @Sendable (Int32) -> Void) throws {
    shared = Shared(serve: serve)
    (descriptor, port) = try LoopbackSocket.bound(host: host)
    guard listen(descriptor, 128) == 0 else {
      throw FileError("listen on", "127.0.0.\(host)", .system(errno))
    }
    DedicatedThread.start(named: "test-listener") { [descriptor, shared] in
      Self.acceptAll(descriptor, shared)
    }
  }

  deinit {
    // Wakes the threads that block on the sockets; each closes its own. Under the lock, because a number that was
    // closed may be a socket of another test by then.
    shared.state.withLock { state in
      state.isStopped = true
      for connection in state.open { shutdown(connection, Int32(SHUT_RDWR)) }
      shutdown(descriptor, Int32(SHUT_RDWR))
    }
  }

  /// How many connections are open now.
  var openCount: Int { shared.state.withLock { $0.open.count } }

  private static func acceptAll(_ descriptor: Int32, _ shared: Shared) {
    while true {
      let connection = accept(descriptor, nil, nil)
      let isStopped = shared.state.withLock { state in
        if connection >= 0, !state.isStopped { state.open.insert(connection) }
        return state.isStopped
      }
      if isStopped {
        if connection >= 0 { close(connection) }
        break
      }
      if connection >= 0 { serve(connection, shared) }
    }
    close(descriptor)
  }

  private static func serve(_ connection: Int32, _ shared: Shared) {
    DedicatedThread.start(named: "test-connection") {
      shared.serve(connection)
      shared.state.withLock { state in
        state.open.remove(connection)
        close(connection)
      }
    }
  }
}
