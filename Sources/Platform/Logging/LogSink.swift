import Glibc
import Synchronization

/// Where finished log lines go.
public protocol LogSink: Sendable {
  /// Takes one line with its line feed. Lines of different threads must not mix.
  func write(line: [UInt8])
}

/// Writes each line with one `write(2)` to a file descriptor, which stays the caller's.
///
/// A line that cannot be written is lost: there is no other place to say so, and a daemon must not stop for its log.
public final class DescriptorLogSink: LogSink {
  private let descriptor: Int32
  private let turn = Mutex(())

  public init(descriptor: Int32 = STDERR_FILENO) {
    self.descriptor = descriptor
  }

  public func write(line: [UInt8]) {
    turn.withLock { _ in
      line.withUnsafeBytes { bytes in
        var rest = bytes[...]
        while !rest.isEmpty {
          let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
          if count < 0, errno == EINTR { continue }
          if count <= 0 { return }
          rest = rest.dropFirst(count)
        }
      }
    }
  }
}
