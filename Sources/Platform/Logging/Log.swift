import Base

/// Structured log lines: `time=… level=info msg="new revision" source=config`.
///
/// A value that can be copied freely; the lines of all copies go to the same sink.
public struct Log: Sendable {
  /// How much a line matters; the names are what the lines say.
  public enum Level: String, CaseIterable, Comparable, Sendable {
    case debug, info, warn, error

    public static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .debug: 0
      case .info: 1
      case .warn: 2
      case .error: 3
      }
    }
  }

  /// How a line is spelled.
  public enum Format: String, CaseIterable, Sendable {
    /// `key=value` pairs.
    case logfmt
    /// One JSON object a line.
    case json
  }

  /// Fields in the order they shall appear; those whose value is nil are left out.
  public typealias Fields = KeyValuePairs<String, (any LogValue)?>

  private let sink: any LogSink
  private let format: Format
  private let minimumLevel: Level
  private let time: any TimeSource
  private let scrub: Scrub
  private var context: [(String, LoggedValue)] = []

  /// Takes out of a text what must not be written down.
  public typealias Scrub = @Sendable (String) -> String

  /// - Parameter scrub: sees messages and texts of fields (but for those that name what Git says: `environment`,
  ///   `file`, `object`, `title`) before they are spelled; the last net below the types.
  public init(
    to sink: any LogSink = DescriptorLogSink(), format: Format = .logfmt, minimumLevel: Level = .info,
    time: any TimeSource = SystemTime(), scrub: @escaping Scrub = { $0 }
  ) {
    self.sink = sink
    self.format = format
    self.minimumLevel = minimumLevel
    self.time = time
    self.scrub = scrub
  }

  /// The same log with fields that stand first in every line, after the message.
  public func with(_ fields: Fields) -> Log {
    var copy = self
    copy.context += Log.flatten(fields)
    return copy
  }

  /// Whether lines of a level are written; saves work that only serves a line.
  public func writes(_ level: Level) -> Bool { level >= minimumLevel }

  public func debug(_ message: String, _ fields: Fields = [:]) { write(.debug, message, fields) }
  public func info(_ message: String, _ fields: Fields = [:]) { write(.info, message, fields) }
  public func warn(_ message: String, _ fields: Fields = [:]) { write(.warn, message, fields) }
  public func error(_ message: String, _ fields: Fields = [:]) { write(.error, message, fields) }

  public func write(_ level: Level, _ message: String, _ fields: Fields = [:]) {
    guard writes(level) else { return }
    let all =
      [
        ("time", LoggedValue.text(time.now.precise)), ("level", .text(level.rawValue)),
        ("msg", .text(scrub(message))),
      ] + (context + Log.flatten(fields)).map { ($0, Log.naming.contains($0) ? $1 : scrubbed($1)) }
    sink.write(line: format == .json ? LogLine.json(all) : LogLine.logfmt(all))
  }

  /// Fields that name what Git says: a name with a hole in it finds nothing, and tells what the hole is.
  private static let naming: Set<String> = ["environment", "file", "object", "title"]

  private func scrubbed(_ value: LoggedValue) -> LoggedValue {
    if case .text(let text) = value { .text(scrub(text)) } else { value }
  }

  private static func flatten(_ fields: Fields) -> [(String, LoggedValue)] {
    fields.compactMap { name, value in value.map { (name, $0.logged) } }
  }
}
