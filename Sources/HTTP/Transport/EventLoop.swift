internal import CCurl
internal import CShims
import Platform
import Synchronization

/// The thread that owns libcurl's multi handle and every transfer on it.
final class EventLoop: Sendable {
  private enum Command: Sendable {
    case start(Submission)
    case cancel(Ticket)
  }

  private struct Inbox {
    var commands: [Command] = []
    var isClosed = false
    /// Nil once the thread has ended; until then it may be woken, which is the one call that libcurl allows from
    /// another thread.
    var multi: Wakeable?
  }

  /// - Note: unchecked, because the pointer is only given to `curl_multi_wakeup`, under the inbox's lock, before
  ///   the thread frees the handle under the same lock.
  private struct Wakeable: @unchecked Sendable {
    let multi: OpaquePointer
  }

  private let inbox: Mutex<Inbox>

  init(_ configuration: HTTPClient.Configuration) {
    _ = EventLoop.library
    guard let multi = curl_multi_init() else {
      preconditionFailure("libcurl has no memory for a multi handle")
    }
    let shared = Wakeable(multi: OpaquePointer(multi))
    inbox = Mutex(Inbox(multi: shared))
    DedicatedThread.start(named: "sluice-http") { [self] in
      run(Exchanges(multi: UnsafeMutableRawPointer(shared.multi), configuration))
    }
  }

  private static let library: Void = {
    let code = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
    precondition(code == CURLE_OK, "libcurl cannot start: \(String(cString: curl_easy_strerror(code)))")
  }()

  /// Ends the thread; transfers that still run are cancelled.
  func close() {
    inbox.withLock {
      $0.isClosed = true
      EventLoop.wake($0)
    }
  }

  /// One exchange without redirects. A cancelled task ends it wherever it stands.
  func perform(_ request: HTTPRequest) async -> Exchange {
    let ticket = Ticket()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        post(.start(Submission(request, ticket, continuation)))
      }
    } onCancel: {
      // The mark stays with the ticket: when this comes before the start, the start sees it.
      ticket.cancel()
      post(.cancel(ticket))
    }
  }

  private func post(_ command: Command) {
    inbox.withLock {
      $0.commands.append(command)
      EventLoop.wake($0)
    }
  }

  private static func wake(_ inbox: Inbox) {
    if let multi = inbox.multi { curl_multi_wakeup(UnsafeMutableRawPointer(multi.multi)) }
  }

  private func run(_ exchanges: Exchanges) {
    while true {
      let (commands, isClosed) = inbox.withLock { inbox in
        defer { inbox.commands = [] }
        return (inbox.commands, inbox.isClosed)
      }
      for command in commands {
        switch command {
        case .start(let submission): exchanges.start(submission)
        case .cancel(let ticket): exchanges.cancel(ticket)
        }
      }
      if isClosed { break }
      exchanges.advance()
      // Wakes for a command, for bytes, and for libcurl's own timers, whichever is first.
      curl_multi_poll(exchanges.multi, nil, 0, 60_000, nil)
    }
    exchanges.cancelAll()
    inbox.withLock {
      $0.multi = nil
      curl_multi_cleanup(exchanges.multi)
    }
  }
}

/// What one exchange came to.
struct Exchange: Sendable {
  let result: Result<HTTPResponse, HTTPError.Cause>
  let cost: HTTPResponse.Cost
}

/// Marks an exchange as cancelled, before or after the thread knows of it.
final class Ticket: Sendable {
  private let mark = Atomic(false)

  var isCancelled: Bool { mark.load(ordering: .acquiring) }

  func cancel() { mark.store(true, ordering: .releasing) }
}

/// An exchange on its way to the thread.
struct Submission: Sendable {
  let request: HTTPRequest
  let ticket: Ticket
  let continuation: CheckedContinuation<Exchange, Never>

  init(_ request: HTTPRequest, _ ticket: Ticket, _ continuation: CheckedContinuation<Exchange, Never>) {
    self.request = request
    self.ticket = ticket
    self.continuation = continuation
  }

  func end(_ cause: HTTPError.Cause) {
    continuation.resume(returning: Exchange(result: .failure(cause), cost: HTTPResponse.Cost()))
  }
}
