import Platform
import Synchronization

/// Keeps log lines for a test to read.
public final class CapturedLog: LogSink {
  private let written = Mutex<[String]>([])

  public init() {}

  public func write(line: [UInt8]) {
    written.withLock { $0.append(String(decoding: line.dropLast(), as: UTF8.self)) }
  }

  /// The lines so far, without their line feeds.
  public var lines: [String] { written.withLock { $0 } }
}
