import Apply
import Base
import Documents
import Plan

/// One thing in a note that did not go as the commit wants it.
public struct NotedError: Hashable, Sendable {
  /// `held back`, `failed`, `stopped`, `error` for what concerns a whole source or target, `warning` for a workspace that
  /// no manifest names, `cut short` for a cycle that was ended before it was done.
  public let what: String
  /// On one line.
  public let message: String

  /// More than these are summed up in a last one.
  private static let most = 100
  /// Longer messages are cut.
  private static let longest = 400

  init(_ what: String, _ message: String) {
    self.what = what
    self.message = DisplayWidth.cut(PlainLine.make(message), to: Self.longest)
  }

  static func all(in report: CycleReport) -> [NotedError] {
    var errors: [NotedError] = []
    if let failure = report.sourceFailure { errors.append(NotedError("error", "the source: \(failure)")) }
    for group in FindingGroup.make(report.findings.filter { $0.severity == .error }) {
      let finding = group.first
      let subject = finding.subject.map { "\($0): " } ?? ""
      let place = finding.location.map { "\($0.fileAndLine) " } ?? ""
      errors.append(NotedError("held back", subject + place + finding.message))
      if let rest = group.rest { errors.append(NotedError("held back", rest)) }
    }
    for target in report.targets {
      if target.end == .cut {
        errors.append(
          NotedError("cut short", "\(target.label): the cycle was ended before its work was done"))
        continue
      }
      for group in OutcomeGroup.make(target.outcomes) {
        if group.cause != nil, let failure = group.failure {
          errors.append(NotedError("failed", "\(group.count) \(failure): \(group.names)"))
          continue
        }
        guard let outcome = group.outcomes.first, let failure = OutcomeWords.failure(outcome) else {
          continue
        }
        let object = "\(outcome.action.key.kind.name) \(ActionWords.name(outcome.action))"
        let remedy = OutcomeWords.remedy(outcome).map { "; \($0)" } ?? ""
        errors.append(NotedError("failed", "\(object) \(failure)\(remedy)"))
      }
      if let stop = target.pruneStop { errors.append(NotedError("stopped", stop.description)) }
      if let trouble = target.trouble { errors.append(NotedError("error", "\(target.label): \(trouble)")) }
    }
    errors += report.workspaceNotices.map { NotedError("warning", WorkspaceNotice.sentence($0)) }
    guard errors.count > most else { return errors }
    return errors.prefix(most) + [NotedError("more", "\(Amount.grouped(errors.count - most)) errors")]
  }

  var json: JSON { .members(("what", .string(what)), ("message", .string(message))) }

  init?(_ json: JSON) {
    guard let what = json["what"]?.stringValue, let message = json["message"]?.stringValue else { return nil }
    self.init(what, message)
  }
}
