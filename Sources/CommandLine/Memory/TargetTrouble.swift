import Base
import Documents
import Plan
import Report

/// What kept a whole target, or its deletions, from being as committed at the end of a cycle.
struct TargetTrouble: Sendable {
  /// Nothing could be done in the target at all, so that nobody knows how its objects stand.
  struct Failure: Sendable {
    let message: String
    let remedy: String?
    /// When the first cycle began in which that was so.
    let since: Timestamp
  }

  /// As `TargetReport.name`.
  let target: String
  let failure: Failure?
  /// Which guard stopped deletions, now or when the target could last be worked with, as a clause; nil where none did.
  let stop: String?
  /// Why the target is left alone, where no manifest names it any more and it cannot be asked.
  let left: String?
  /// What would be deleted.
  let candidates: Set<ObjectKey>

  /// Nil where the target and its deletions are as they should be.
  /// - Parameter earlier: what was known of the target after the cycle before.
  init?(_ report: TargetReport, started: Timestamp, earlier: TargetTrouble?) {
    guard report.failure != nil || report.pruneStop != nil || report.end == .left else { return nil }
    target = report.name
    failure = report.failure.map { message in
      let manifest = report.manifest.map { " (\($0.reference), \($0.origin.fileAndLine))" } ?? ""
      return Failure(
        message: message + manifest, remedy: report.remedy, since: earlier?.failure?.since ?? started)
    }
    left =
      report.end == .left ? report.problems.first { WorkspaceNotice($0) == .left }?.message : nil
    // While nothing can be done in it, what waited still waits.
    stop = report.pruneStop?.reason ?? (report.failure == nil ? nil : earlier?.stop)
    candidates =
      report.pruneStop.map { Set($0.candidates) } ?? (report.failure == nil ? [] : earlier?.candidates ?? [])
  }

  // MARK: JSON

  var json: JSON {
    var object = JSONObject([("target", .string(target))])
    if let failure {
      object["failure"] = .string(failure.message)
      object["since"] = .string(failure.since.precise)
      if let remedy = failure.remedy { object["remedy"] = .string(remedy) }
    }
    if let left { object["left"] = .string(left) }
    if let stop {
      object["stop"] = .string(stop)
      let kinds = Dictionary(grouping: candidates.sorted(), by: \.kind).sorted { $0.key < $1.key }
      object["candidates"] = .object(
        JSONObject(kinds.map { kind, keys in (kind.rawValue, .array(keys.map { .string($0.uid) })) }))
    }
    return .object(object)
  }

  init?(_ json: JSON) {
    guard let target = json["target"]?.stringValue else { return nil }
    self.target = target
    if let message = json["failure"]?.stringValue,
      let since = json["since"]?.stringValue.flatMap({ Timestamp($0) })
    {
      failure = Failure(message: message, remedy: json["remedy"]?.stringValue, since: since)
    } else {
      failure = nil
    }
    stop = json["stop"]?.stringValue
    left = json["left"]?.stringValue
    var candidates: Set<ObjectKey> = []
    for member in json["candidates"]?.objectValue?.members ?? [] {
      guard let kind = ObjectKind(rawValue: member.key) else { continue }
      candidates.formUnion(
        (member.value.arrayValue ?? []).compactMap(\.stringValue).map { ObjectKey(kind, $0) })
    }
    self.candidates = candidates
  }
}
