import Base
import Documents

/// Environments in a table, and what is wrong with them below it.
public enum StatusText {
  private static let titles = [
    "ENVIRONMENT", "SOURCE", "REVISION", "STATE", "OBJECTS", "HELD BACK", "LAST CHANGE", "NEXT",
  ]

  public static func render(
    _ environments: [EnvironmentStatus], now: Timestamp, style: TextStyle = .plain
  ) -> String {
    guard !environments.isEmpty else { return "No environment has been applied from this state directory.\n" }
    let rows = environments.map { row($0, now: now) }
    let table = Columns.align([titles] + rows)
    var lines = [table[0]]
    for (line, status) in zip(table.dropFirst(), environments) { lines.append(paint(line, status, style)) }
    for status in environments {
      for problem in status.problems {
        lines.append("\(PlainLine.make(status.environment)): \(PlainLine.make(problem))")
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func row(_ status: EnvironmentStatus, now: Timestamp) -> [String] {
    let next = status.next.map { step in
      step.at - now < .seconds(1)
        ? "\(step.what) now" : "\(step.what) \(RelativeTime.sentence(step.at, now: now))"
    }
    return [
      status.environment, status.source, status.revision?.short ?? "-", status.state.rawValue,
      Amount.grouped(status.objectCount), Amount.grouped(status.heldBackCount),
      status.lastChange.map { RelativeTime.short($0, now: now) } ?? "-", next ?? "-",
    ].map(PlainLine.make)
  }

  private static func paint(_ line: String, _ status: EnvironmentStatus, _ style: TextStyle) -> String {
    switch status.state {
    case .ready: line
    case .starting, .applying: style.paint(line, .moved)
    case .suspended: style.paint(line, .faint)
    case .failing: style.paint(line, .changed)
    case .unreachable: style.paint(line, .removed)
    }
  }

  /// For programs: everything that the text has.
  public static func document(_ environments: [EnvironmentStatus]) -> JSON {
    let list = environments.map { status in
      JSON.members(
        ("environment", .string(status.environment)), ("source", .string(status.source)),
        ("revision", status.revision.map { .revision($0) }), ("state", .string(status.state.rawValue)),
        ("objects", .whole(status.objectCount)), ("heldBack", .whole(status.heldBackCount)),
        ("lastChange", .time(status.lastChange)),
        ("next", status.next.map { .members(("what", .string($0.what)), ("at", .time($0.at))) }),
        ("problems", .array(status.problems.map { .string($0) })))
    }
    return .members(("version", 1), ("environments", .array(list)))
  }
}
