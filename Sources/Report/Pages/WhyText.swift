import Base
import Documents

/// The story of one object: its state in one sentence, then where it comes from and what it is in its targets.
public enum WhyText {
  public static func render(_ story: ObjectStory, now: Timestamp, style: TextStyle = .plain) -> String {
    var rows: [(String, String)] = []
    rows.append(("object", "\(story.reference) in \(story.environment)"))
    if let origin = story.origin { rows.append(("written in", written(story, at: origin))) }
    if !story.rendering.isEmpty { rows.append(("rendered", story.rendering.joined(separator: "; "))) }
    for presence in story.presences {
      let place = presence.key.kind == .agentFile ? "file" : "workspace"
      let target = story.presences.count > 1 ? "\(presence.target): " : ""
      rows.append((place, target + presenceSentence(presence, now: now)))
    }
    if story.presences.isEmpty { rows.append(("target", "no target has it")) }
    if !story.needs.isEmpty {
      let needs = story.needs.map { "\($0.name) (\($0.isReady ? "ready" : "not ready"))" }
      rows.append(("needs", needs.joined(separator: ", ")))
    }
    rows.append(("next", story.next ?? "nothing to do"))
    let table = Columns.align(rows.map { [$0.0, PlainLine.make($0.1)] })
    var lines = [style.paint(sentence(story, now: now), .strong)] + table.map { "  " + $0 }
    for finding in story.findings { lines += [""] + DiagnosticText.lines(finding, style: style) }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func sentence(_ story: ObjectStory, now: Timestamp) -> String {
    let title = story.title.isEmpty ? story.reference.name : story.title
    let name = PlainLine.make(story.folder.isEmpty ? title : "\(story.folder) / \(title)")
    let reason = RelativeTime.withClockTimes(PlainLine.make(story.condition.reason ?? ""), now: now)
    switch story.condition {
    case .asCommitted: return "\(name) is as committed."
    case .heldBack: return "\(name) is held back: its manifest cannot be applied as it is written."
    case .obstructed: return "\(name) is held back by what is in its target."
    case .failed: return "\(name) could not be applied: \(reason)."
    case .different: return "\(name) is not as committed: \(reason)."
    case .notApplied: return "\(name) is not applied yet."
    case .suspended: return "\(name) is suspended: it is neither written nor deleted."
    case .removed: return "\(name) is no longer in Git."
    }
  }

  private static func written(_ story: ObjectStory, at origin: SourceLocation) -> String {
    guard let change = story.lastChange else { return origin.fileAndLine }
    let subject = change.subject.isEmpty ? "" : " \"\(change.subject)\""
    return "\(origin.fileAndLine), last changed by \(change.author) in \(change.shortCommit)\(subject)"
  }

  private static func presenceSentence(_ presence: ObjectStory.Presence, now: Timestamp) -> String {
    var parts = [presence.key.kind == .agentFile ? presence.key.uid : "uid \(presence.key.uid)"]
    if let version = presence.version { parts.append("version \(version)") }
    let saved = presence.saved.map { "saved by Sluice \(RelativeTime.sentence($0, now: now))" }
    parts.append(saved ?? "never written by Sluice")
    let drift =
      presence.lastDrift.map {
        "\(RelativeTime.withClockTimes($0.what, now: now)), seen \(RelativeTime.sentence($0.at, now: now))"
      } ?? "never edited by anybody else"
    return parts.joined(separator: ", ") + (presence.isAdopted ? "; it was there before Sluice" : "")
      + "; " + drift
  }

  /// For programs: everything that the text has.
  public static func document(_ story: ObjectStory) -> JSON {
    .members(
      ("version", 1), ("environment", .string(story.environment)), ("object", .reference(story.reference)),
      ("kind", .string(story.kind.rawValue)), ("title", .string(story.title)),
      ("folder", story.folder.isEmpty ? nil : .string(story.folder)),
      ("condition", .string(story.condition.name)), ("reason", .text(story.condition.reason)),
      ("file", .text(story.origin?.file)), ("line", .whole(story.origin?.position.line)),
      ("lastChange", story.lastChange.map { .revision($0) }),
      ("rendering", .array(story.rendering.map { .string($0) })),
      ("targets", .array(story.presences.map(presence))),
      (
        "needs",
        .array(story.needs.map { .members(("name", .string($0.name)), ("ready", .bool($0.isReady))) })
      ),
      ("diagnostics", DiagnosticJSON.list(story.findings)), ("next", .text(story.next)))
  }

  private static func presence(_ presence: ObjectStory.Presence) -> JSON {
    .members(
      ("target", .string(presence.target)), ("uid", .string(presence.key.uid)),
      ("objectVersion", .whole(presence.version)), ("saved", .time(presence.saved)),
      ("adopted", .flag(presence.isAdopted)),
      (
        "lastDrift",
        presence.lastDrift.map { .members(("at", .time($0.at)), ("what", .string($0.what))) }
      ))
  }
}
