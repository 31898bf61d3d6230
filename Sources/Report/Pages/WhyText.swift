import Base
import Documents

/// The story of one object: its state in one sentence, then where it comes from and what it is in its targets.
public enum WhyText {
  public static func render(_ story: ObjectStory, now: Timestamp, style: TextStyle = .plain) -> String {
    var rows: [(String, String)] = []
    rows.append(("object", "\(story.reference) in \(story.environment)"))
    if let origin = story.origin {
      rows.append((story.hasLeft ? "was in" : "written in", written(story, at: origin)))
    }
    if !story.earlier.isEmpty {
      rows.append(("earlier", "written as \(story.earlier.map(\.description).joined(separator: ", "))"))
    }
    if !story.rendering.isEmpty { rows.append(("rendered", story.rendering.joined(separator: "; "))) }
    for presence in story.presences {
      let target = story.presences.count > 1 && !presence.key.kind.isOneOfMany ? "\(presence.target): " : ""
      rows.append((place(of: presence.key.kind), target + presenceSentence(presence, now: now)))
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
    let sentence = "\(name) \(predicate(story, now: now))"
    // What a server or a tool said may be a sentence already.
    return sentence.last.map { ".?!".contains($0) } ?? false ? sentence : sentence + "."
  }

  private static func predicate(_ story: ObjectStory, now: Timestamp) -> String {
    let condition = story.condition
    func clock(_ text: String) -> String { RelativeTime.withClockTimes(PlainLine.make(text), now: now) }
    let reason = clock(condition.reason ?? "")
    switch condition {
    case .asCommitted: return "is as committed"
    case .heldBack: return "is held back: its manifest cannot be applied as it is written"
    case .lacking(.value): return "is held back: a value that it refers to is missing"
    case .lacking(.content): return "is held back: its content cannot be fetched"
    case .unreadable: return "is held back: \(reason)"
    case .rivalled: return "is held back by another manifest: \(reason)"
    case .obstructed: return "is held back by what is in its target"
    case .failed: return "could not be applied: \(reason)"
    case .different: return "is not as committed: \(reason)"
    case .unknown(let since, _) where story.hasLeft:
      return "is not in the revision any more, and nothing could be done about it since "
        + "\(clock(since.description)): \(reason)"
    case .unknown(let since, _): return "is unknown since \(clock(since.description)): \(reason)"
    case .leftAlone: return "is left as it is: \(reason)"
    case .waiting: return "is not in the revision any more, and its deletion waits for an answer: \(reason)"
    case .notApplied: return "is not applied yet"
    case .suspended: return "is suspended: it is neither written nor deleted"
    case .removed: return "is no longer in Git"
    case .released(let reason): return "is not looked after here any more: \(reason)"
    case .restored(let at):
      return "is no longer in Git; a copy was put back by sluice restore at \(clock(at.description))"
    }
  }

  private static func written(_ story: ObjectStory, at origin: SourceLocation) -> String {
    guard let change = story.lastChange else { return origin.fileAndLine }
    let subject = change.subject.isEmpty ? "" : " \"\(change.subject)\""
    return "\(origin.fileAndLine), last changed by \(change.author) in \(change.shortCommit)\(subject)"
  }

  private static func place(of kind: ObjectKind) -> String {
    switch kind {
    case .agentFile: "file"
    case .clusterObject: "cluster"
    default: "workspace"
    }
  }

  private static func name(of presence: ObjectStory.Presence) -> String {
    switch presence.key.kind {
    case .agentFile: "\(presence.target)/\(presence.key.uid)"
    case .clusterObject:
      "\(ClusterObjectName(uid: presence.key.uid)?.title ?? presence.key.uid) at \(presence.target)"
    default: "uid \(presence.key.uid)"
    }
  }

  private static func presenceSentence(_ presence: ObjectStory.Presence, now: Timestamp) -> String {
    var parts = [name(of: presence)]
    if let version = presence.version { parts.append("version \(version)") }
    let saved = presence.saved.map { "saved by Sluice \(RelativeTime.sentence($0, now: now))" }
    // An object that was not there before Sluice was made by it, however long ago.
    parts.append(
      saved ?? (presence.isAdopted ? "never written by Sluice" : "written by Sluice, when is not remembered"))
    let drift =
      presence.lastDrift.map {
        "\(RelativeTime.withClockTimes($0.what, now: now)), seen \(RelativeTime.sentence($0.at, now: now))"
      } ?? "never edited by anybody else"
    return parts.joined(separator: ", ") + (presence.isAdopted ? "; it was there before Sluice" : "")
      + "; " + drift + (presence.note.map { "; " + RelativeTime.withClockTimes($0, now: now) } ?? "")
  }

  /// For programs: everything that the text has.
  public static func document(_ story: ObjectStory) -> JSON {
    .members(
      ("version", 1), ("environment", .string(story.environment)), ("object", .reference(story.reference)),
      ("earlier", story.earlier.isEmpty ? nil : .array(story.earlier.map { .reference($0) })),
      ("kind", .string(story.kind.rawValue)), ("title", .string(story.title)),
      ("folder", story.folder.isEmpty ? nil : .string(story.folder)),
      ("condition", .string(story.condition.name)), ("reason", .text(story.condition.reason)),
      ("since", .time(story.condition.since)), ("left", .flag(story.hasLeft)),
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
      ("adopted", .flag(presence.isAdopted)), ("note", .text(presence.note)),
      (
        "lastDrift",
        presence.lastDrift.map { .members(("at", .time($0.at)), ("what", .string($0.what))) }
      ))
  }
}
