import Glibc
import Synchronization

/// Why a result did not reach its reader whole.
public enum OutputFailure: Error, Hashable, Sendable {
  /// The reader has closed its end, as `head` does: it wants no more.
  case closed
  /// Anything else that the system says; an error number.
  case system(Int32)
}

/// Writes the results of a command to a file descriptor, whole or with a failure that is told: a result that was cut
/// must not look like one that was not. A reader that is slow is waited for.
final class ResultSink: TextSink {
  private let descriptor: Int32
  private let state = Mutex<OutputFailure?>(nil)

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// The first one.
  var failure: OutputFailure? { state.withLock { $0 } }

  /// Does nothing after a failure.
  func write(_ text: String) {
    let bytes = Array(text.utf8)
    state.withLock { failure in
      guard failure == nil else { return }
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if count > 0 {
          rest = rest.dropFirst(count)
          continue
        }
        switch errno {
        case EINTR: continue
        // Somebody else made the descriptor one that does not wait.
        case EAGAIN: waitForRoom()
        case EPIPE:
          failure = .closed
          return
        case let code:
          failure = .system(code)
          return
        }
      }
    }
  }

  private func waitForRoom() {
    var file = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    poll(&file, 1, -1)
  }
}
