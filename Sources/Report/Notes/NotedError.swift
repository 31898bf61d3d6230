import Apply
import Base
import Documents
import Plan

/// One thing in a note that did not go as the commit wants it.
public struct NotedError: Hashable, Sendable {
  /// `held back`, `failed`, `stopped`, or `error` for what concerns a whole source or target.
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
    for finding in report.findings where finding.severity == .error {
      let subject = finding.subject.map { "\($0): " } ?? ""
      let place = finding.location.map { "\($0.fileAndLine) " } ?? ""
      errors.append(NotedError("held back", subject + place + finding.message))
    }
    for target in report.targets {
      for outcome in target.outcomes {
        guard let failure = OutcomeWords.failure(outcome) else { continue }
        let object = "\(outcome.action.key.kind.name) \(ActionWords.name(outcome.action))"
        let remedy = OutcomeWords.remedy(outcome).map { "; \($0)" } ?? ""
        errors.append(NotedError("failed", "\(object) \(failure)\(remedy)"))
      }
      if let stop = target.pruneStop { errors.append(NotedError("stopped", stop.description)) }
      if let trouble = target.trouble { errors.append(NotedError("error", "\(target.label): \(trouble)")) }
    }
    guard errors.count > most else { return errors }
    return errors.prefix(most) + [NotedError("more", "\(Amount.grouped(errors.count - most)) errors")]
  }

  var json: JSON { .members(("what", .string(what)), ("message", .string(message))) }

  init?(_ json: JSON) {
    guard let what = json["what"]?.stringValue, let message = json["message"]?.stringValue else { return nil }
    self.init(what, message)
  }
}
