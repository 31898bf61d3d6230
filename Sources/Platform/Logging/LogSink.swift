import Glibc
import Synchronization

/// Where finished log lines go.
public protocol LogSink: Sendable {
  /// Takes one line with its line feed. Lines of different threads must not mix.
  func write(line: [UInt8])
}

/// Writes each line to a file descriptor, which stays the caller's.
///
/// A line that cannot be written is lost: there is no other place to say so, and a daemon must not stop for its log. A
/// reader that stops reading is waited for once, and then no more until it reads again.
public final class DescriptorLogSink: LogSink {
  private struct State {
    /// The last line waited in vain.
    var isStopped = false
    /// Of the last line only the beginning was written.
    var isCut = false
  }

  /// What a pipe with any room takes without waiting (pipe(7), `PIPE_BUF`).
  private static let pieceLimit = 4096

  private let descriptor: Int32
  private let patience: Duration
  private let state = Mutex(State())

  /// - Parameter patience: how long a reader that does not read is waited for.
  public init(descriptor: Int32 = STDERR_FILENO, patience: Duration = .seconds(1)) {
    self.descriptor = descriptor
    self.patience = patience
  }

  public func write(line: [UInt8]) {
    state.withLock { state in
      let bytes = state.isCut ? [0x0A] + line : line
      let written = write(bytes, until: .now + (state.isStopped ? .zero : patience))
      state.isStopped = written < bytes.count
      if written > 0 { state.isCut = written < bytes.count }
    }
  }

  /// The number of bytes that were taken.
  private func write(_ bytes: [UInt8], until end: ContinuousClock.Instant) -> Int {
    var written = 0
    while written < bytes.count, isReady(until: end) {
      let piece = min(Self.pieceLimit, bytes.count - written)
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress?.advanced(by: written), piece)
      }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      if count <= 0 { break }
      written += count
    }
    return written
  }

  /// Waits until the descriptor takes bytes, or has an error to tell.
  private func isReady(until end: ContinuousClock.Instant) -> Bool {
    while true {
      var file = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      let rest = max(.zero, end - .now)
      let ready = poll(&file, 1, Int32(clamping: Int64(rest / .milliseconds(1))))
      if ready > 0 { return true }
      if ready == 0 || errno != EINTR { return false }
    }
  }
}
