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
  /// Other objects of which the same was told at the same time, because of one cause.
  public let alike: [ObjectReference]

  public init(
    at: Timestamp, level: Log.Level, environment: String, object: ObjectReference?, reason: String,
    message: String, alike: [ObjectReference] = []
  ) {
    self.at = at
    self.level = level
    self.environment = environment
    self.object = object
    self.reason = reason
    self.message = message
    self.alike = alike
  }

  /// Puts events of one cause together where there are more than two of them, and keeps the order.
  public static func grouped(_ events: [EventFact]) -> [EventFact] {
    struct Words: Hashable {
      let at: Timestamp
      let environment: String
      let reason: String
      let message: String
    }
    var groups: [[EventFact]] = []
    var places: [Words: Int] = [:]
    for event in events {
      let words = Words(
        at: event.at, environment: event.environment, reason: event.reason, message: event.message)
      if event.object != nil, let place = places[words] {
        groups[place].append(event)
      } else {
        if event.object != nil { places[words] = groups.count }
        groups.append([event])
      }
    }
    return groups.flatMap { group in
      guard group.count > 2, let first = group.first else { return group }
      return [
        EventFact(
          at: first.at, level: first.level, environment: first.environment, object: first.object,
          reason: first.reason, message: first.message, alike: group.dropFirst().compactMap(\.object))
      ]
    }
  }

  /// One for each object.
  var separate: [EventFact] {
    ([object] + alike).map {
      EventFact(
        at: at, level: level, environment: environment, object: $0, reason: reason, message: message)
    }
  }

  /// With what else it was told of.
  var sentence: String {
    guard !alike.isEmpty else { return message }
    let names = alike.prefix(3).map(\.path).joined(separator: ", ")
    let more = alike.count > 3 ? " and \(Amount.grouped(alike.count - 3)) more" : ""
    return "\(message); and the same of \(Amount.count(alike.count, "object")) more: \(names)\(more)"
  }
}

/// Events in a table, in the order in which they are given.
public enum EventText {
  public static func render(_ events: [EventFact], now: Timestamp, style: TextStyle = .plain) -> String {
    guard !events.isEmpty else { return "No events.\n" }
    let rows = events.map { event in
      [
        RelativeTime.sentence(event.at, now: now), event.level.rawValue, PlainLine.make(event.environment),
        event.reason, event.object.map { PlainLine.make($0.path) } ?? "-", PlainLine.make(event.sentence),
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
    let list = events.flatMap(\.separate).map { event in
      JSON.members(
        ("at", .time(event.at)), ("level", .string(event.level.rawValue)),
        ("environment", .string(event.environment)), ("object", event.object.map { .reference($0) }),
        ("reason", .string(event.reason)), ("message", .string(event.message)))
    }
    return .members(("version", 1), ("events", .array(list)))
  }
}
