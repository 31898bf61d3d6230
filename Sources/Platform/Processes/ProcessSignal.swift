// Signal sources may be cancelled from any thread (libdispatch), but its Swift types do not say so.
@preconcurrency import Dispatch
import Glibc

/// The signals that the program acts on.
public enum ProcessSignal: Int32, Sendable {
  /// Stop cleanly.
  case terminate = 15
  /// Stop cleanly, from the terminal.
  case interrupt = 2
  /// Look for new revisions now.
  case hangup = 1

  /// The signals as they arrive, until the stream is dropped. From the call on they no longer end the process.
  public static func stream(of signals: [ProcessSignal]) -> AsyncStream<ProcessSignal> {
    AsyncStream { continuation in
      let sources = signals.map { signal in
        Glibc.signal(signal.rawValue, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: signal.rawValue, queue: .global())
        // Without @Sendable a handler written in main-actor isolated code would trap on Dispatch's thread.
        source.setEventHandler { @Sendable in continuation.yield(signal) }
        source.activate()
        return source
      }
      continuation.onTermination = { @Sendable _ in
        for source in sources { source.cancel() }
      }
    }
  }
}
