import Dispatch
import Glibc
import Synchronization

/// Cuts connections on which nothing was answered for too long: a client that sends a byte now and then is never idle,
/// and would keep its place for ever.
final class RequestDeadlines: Sendable {
  private struct Connection {
    let serial: UInt64
    /// When it was opened, or its last answer was over.
    var since: ContinuousClock.Instant
  }

  private struct State {
    /// By socket. The library tells of the end of a connection before it closes its socket, so that a number that is
    /// here is never another connection's.
    var connections: [Int32: Connection] = [:]
    var next: UInt64 = 0
  }

  private let limit: Duration
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "dev.sluice.http-server.deadlines")

  init(limit: Duration) {
    self.limit = limit
  }

  func opened(_ socket: Int32) {
    let serial = state.withLock { state in
      state.next += 1
      state.connections[socket] = Connection(serial: state.next, since: .now)
      return state.next
    }
    look(at: socket, serial, after: limit)
  }

  func answered(_ socket: Int32) {
    state.withLock { $0.connections[socket]?.since = .now }
  }

  func closed(_ socket: Int32) {
    state.withLock { $0.connections[socket] = nil }
  }

  private func look(at socket: Int32, _ serial: UInt64, after delay: Duration) {
    let (seconds, attoseconds) = delay.components
    let nanoseconds = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
    queue.asyncAfter(deadline: .now() + .nanoseconds(nanoseconds)) { @Sendable [weak self] in
      self?.check(socket, serial)
    }
  }

  private func check(_ socket: Int32, _ serial: UInt64) {
    let rest = state.withLock { state -> Duration? in
      guard let connection = state.connections[socket], connection.serial == serial else { return nil }
      let rest = limit - (.now - connection.since)
      if rest > .zero { return rest }
      // The library sees its end and closes it.
      shutdown(socket, Int32(SHUT_RDWR))
      return nil
    }
    if let rest { look(at: socket, serial, after: rest) }
  }
}
