internal import CMicroHTTPD
import Dispatch
import Synchronization

/// Connections that rest until their answer is due, so that no thread has to wait for them.
final class DelayedConnections: Sendable {
  private struct State {
    /// Handles as numbers: the library lets any thread give one back, which the compiler cannot know.
    var resting: [UInt64: UInt] = [:]
    var next: UInt64 = 0
    var isClosed = false
  }

  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "dev.sluice.http-server.delays")

  /// Whether answers are no longer held back: those that rested are cut.
  var isClosed: Bool { state.withLock { $0.isClosed } }

  /// Suspends a connection from within its handler and lets it go on later.
  func rest(_ connection: OpaquePointer, for delay: Duration) {
    MHD_suspend_connection(connection)
    let address = UInt(bitPattern: connection)
    let ticket = state.withLock { state -> UInt64? in
      guard !state.isClosed else { return nil }
      state.next += 1
      state.resting[state.next] = address
      return state.next
    }
    guard let ticket else { return MHD_resume_connection(connection) }
    let (seconds, attoseconds) = delay.components
    let nanoseconds = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
    queue.asyncAfter(deadline: .now() + .nanoseconds(nanoseconds)) { @Sendable [self] in
      resume(ticket)
    }
  }

  /// Lets all go on at once; `isClosed` tells them to cut.
  func close() {
    state.withLock { $0.isClosed = true }
    _ = release()
  }

  /// Lets all that rest go on at once, and says how many there were.
  func release() -> Int {
    let tickets = state.withLock { Array($0.resting.keys) }
    tickets.forEach(resume)
    return tickets.count
  }

  private func resume(_ ticket: UInt64) {
    let address = state.withLock { $0.resting.removeValue(forKey: ticket) }
    guard let address, let connection = OpaquePointer(bitPattern: address) else { return }
    MHD_resume_connection(connection)
  }
}
