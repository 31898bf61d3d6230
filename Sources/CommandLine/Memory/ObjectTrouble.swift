import Apply
import Base
import Documents
import Plan
import Report

/// Why an object was not as committed at the end of a cycle, although its manifest is as it should be.
struct ObjectTrouble: Sendable {
  enum What: String, Sendable {
    /// The target did not take it, or something that it needs.
    case failed
    /// Somebody edited it, and by its policy it is left so.
    case drift
  }

  let object: ObjectReference
  let what: What
  /// Where it is written.
  let origin: SourceLocation?
  /// Why, as a clause.
  let reason: String
  /// What happens next without anybody's doing, as a clause.
  let next: String

  /// One for each object, those of failures first.
  static func all(in report: CycleReport) -> [ObjectTrouble] {
    let troubles = report.targets.flatMap { target in
      target.problems.compactMap { ObjectTrouble(refusal: $0, among: target.problems) }
        + target.outcomes.compactMap { ObjectTrouble($0, among: target.outcomes) }
    }
    var seen: Set<ObjectReference> = []
    return (troubles.filter { $0.what == .failed } + troubles.filter { $0.what == .drift }).filter {
      seen.insert($0.object).inserted
    }
  }

  private init?(_ outcome: Outcome, among all: [Outcome]) {
    object = outcome.action.reference
    origin = outcome.action.origin
    if let words = OutcomeWords.cause(outcome) {
      what = .failed
      if case .blocked(let needed) = outcome.result, let cause = Self.cause(needed, among: all) {
        reason = "\(words): \(OutcomeWords.cause(cause) ?? "")"
        next = OutcomeWords.remedy(cause) ?? Self.again
      } else if case .failed(let failure) = outcome.result, failure.kind == .refused {
        reason = words
        next =
          (failure.remedy.map { $0 + "; " } ?? "")
          + "it is sent again when the manifest, what it needs, the credentials or the server change, and now and then"
      } else {
        reason = words
        next = Self.again
      }
    } else if outcome.action.verb == .report {
      what = .drift
      reason = outcome.action.reason
      next = "it is left as it is, by its policy"
    } else {
      return nil
    }
  }

  /// Nil for other findings.
  private init?(refusal finding: Diagnostic, among all: [Diagnostic]) {
    guard [Refusal.findingCode, Refusal.consequenceCode].contains(finding.code), let subject = finding.subject
    else { return nil }
    object = subject
    origin = finding.location
    what = .failed
    let cause = Self.cause(finding, among: all)
    reason = finding.message + (cause.map { ": \($0.message)" } ?? "")
    next = (cause ?? finding).remedy ?? Self.again
  }

  private static let again = "it is tried again with the next cycle"
  /// Folders lie in folders, no deeper than this.
  private static let deepest = 16

  /// What was refused in the end where a need of the object needs something itself; nil where that is not known.
  private static func cause(_ finding: Diagnostic, among all: [Diagnostic]) -> Diagnostic? {
    var cause = finding.refusal(among: all)
    for _ in 0..<deepest {
      guard let next = cause?.refusal(among: all) else { break }
      cause = next
    }
    return cause
  }

  private static func cause(_ needed: [NeededObject], among all: [Outcome]) -> Outcome? {
    var needed = needed
    for _ in 0..<deepest {
      guard let failed = all.first(where: { $0.action.key == needed.first?.key && !$0.isSuccess }) else {
        return nil
      }
      guard case .blocked(let further) = failed.result else { return failed }
      needed = further
    }
    return nil
  }

  // MARK: JSON

  var json: JSON {
    let manifest: JSON = [
      "kind": .string(object.kind), "namespace": .string(object.namespace), "name": .string(object.name),
    ]
    var json = JSONObject([
      ("what", .string(what.rawValue)), ("reason", .string(reason)), ("next", .string(next)),
      ("object", manifest),
    ])
    if let origin {
      json["file"] = .string(origin.file)
      json["line"] = .number(JSONNumber(origin.position.line))
      json["column"] = .number(JSONNumber(origin.position.column))
    }
    return .object(json)
  }

  init?(_ json: JSON) {
    guard let what = json["what"]?.stringValue.flatMap({ What(rawValue: $0) }), let object = json["object"]
    else { return nil }
    self.object = ObjectReference(object)
    self.what = what
    origin = SourceLocation(json)
    reason = json["reason"]?.stringValue ?? ""
    next = json["next"]?.stringValue ?? ""
  }
}
