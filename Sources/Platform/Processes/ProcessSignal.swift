internal import CShims
import Glibc

/// The signals that the program acts on.
public enum ProcessSignal: Int32, Sendable {
  /// Look for new revisions now.
  case hangup = 1
  /// Stop cleanly, from the terminal.
  case interrupt = 2
  /// Stop cleanly.
  case terminate = 15

  /// The signals as they arrive, until the stream is dropped; then they are ignored. None is lost from the call on.
  /// A process can have one stream of a signal at a time.
  ///
  /// Through a pipe and not through Dispatch, whose signal sources lose what arrives before they are registered.
  public static func stream(of signals: [ProcessSignal]) throws(FileError) -> AsyncStream<ProcessSignal> {
    let pipe = try Pipe()
    _ = fcntl(pipe.writing, F_SETFL, O_NONBLOCK)
    for signal in signals {
      guard sluice_watch_signal(signal.rawValue, pipe.writing) == 0 else {
        throw FileError("watch", "a signal", code: errno)
      }
    }
    return AsyncStream { continuation in
      continuation.onTermination = { @Sendable _ in
        for signal in signals { sluice_watch_signal(signal.rawValue, -1) }
        close(pipe.writing)
      }
      DedicatedThread.start(named: "sluice-signals") {
        while let number = nextByte(pipe.reading) {
          if let signal = ProcessSignal(rawValue: Int32(number)) { continuation.yield(signal) }
        }
        close(pipe.reading)
      }
    }
  }

  /// Waits for a byte; nil when nobody will write any more.
  private static func nextByte(_ descriptor: Int32) -> UInt8? {
    var byte: UInt8 = 0
    while true {
      let count = read(descriptor, &byte, 1)
      if count == 1 { return byte }
      if count == 0 || errno != EINTR { return nil }
    }
  }
}
