import Base
import Documents
import Platform

/// Something that happened, for `sluice events`.
public struct EventFact: Hashable, Sendable {
  public let at: Timestamp
  public let level: Log.Level
  public let environment: String
  /// The object concerned; nil for what concerns a source or the whole environment.
  public let object: ObjectReference?
  /// A fixed word to filter by: `held-back`, `drift`.
  public let reason: String
  public let message: String

  public init(
    at: Timestamp, level: Log.Level, environment: String, object: ObjectReference?, reason: String,
    message: String
  ) {
    self.at = at
    self.level = level
    self.environment = environment
    self.object = object
    self.reason = reason
    self.message = message
  }
}

/// Events in a table, in the order in which they are given.
public enum EventText {
  public static func render(_ events: [EventFact], now: Timestamp, style: TextStyle = .plain) -> String {
    guard !events.isEmpty else { return "No events.\n" }
    let rows = events.map { event in
      [
        RelativeTime.sentence(event.at, now: now), event.level.rawValue, PlainLine.make(event.environment),
        event.reason, event.object.map { PlainLine.make($0.path) } ?? "-", PlainLine.make(event.message),
      ]
    }
    let table = Columns.align(
      [["WHEN", "LEVEL", "ENVIRONMENT", "WHAT", "OBJECT", "MESSAGE"]] + rows, limits: [4: 60])
    let lines = zip(table, [nil] + events.map(\.level)).map { line, level in
      switch level {
      case .error: style.paint(line, .removed)
      case .warn: style.paint(line, .changed)
      case .info, .debug, nil: line
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// For programs: everything that the text has.
  public static func document(_ events: [EventFact]) -> JSON {
    let list = events.map { event in
      JSON.members(
        ("at", .time(event.at)), ("level", .string(event.level.rawValue)),
        ("environment", .string(event.environment)), ("object", event.object.map { .reference($0) }),
        ("reason", .string(event.reason)), ("message", .string(event.message)))
    }
    return .members(("version", 1), ("events", .array(list)))
  }
}
