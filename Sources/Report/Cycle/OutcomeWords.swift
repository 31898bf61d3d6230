import Apply
import Base
import Plan

/// What became of an action, in words.
public enum OutcomeWords {
  /// `updated to version 12 (platform/dashboards/node.yaml:4)`.
  static func sentence(_ outcome: Outcome, now: Timestamp) -> String {
    let place = ActionWords.place(outcome.action)
    switch outcome.result {
    case .failed, .blocked, .notTried: return "\(failure(outcome) ?? "") (\(place))"
    case .written, .recorded:
      return success(outcome, place: place, now: now)
        + (outcome.remark.map { "; " + PlainLine.make($0) } ?? "")
    }
  }

  private static func success(_ outcome: Outcome, place: String, now: Timestamp) -> String {
    let action = outcome.action
    let reason = RelativeTime.withClockTimes(PlainLine.make(action.reason), now: now)
    let copy = action.keepsCopy ? "; a copy was kept" : ""
    switch action.verb {
    case .create: return "created (\(place))"
    case .update: return "updated\(version(outcome))\(copy) (\(place))"
    case .move: return "moved \(ActionWords.journey(action))\(copy) (\(place))"
    case .repair:
      return "put back\(version(outcome)): \(reason)\(ActionWords.inlineEdit(action))\(copy) (\(place))"
    case .delete: return "deleted: \(reason) (was \(place))\(copy)"
    case .adopt: return "taken over as it is (\(place))"
    case .forget: return "\(reason) (was \(place))"
    case .rebaseline: return "\(reason) (\(place))"
    case .report:
      return "\(reason)\(ActionWords.inlineEdit(action)); left alone, by its drift policy (\(place))"
    }
  }

  private static func version(_ outcome: Outcome) -> String {
    if case .written(let written) = outcome.result, let version = written.version {
      return " to version \(version)"
    }
    return ""
  }

  /// Why an action did not succeed, with what was not done; nil where it did.
  static func failure(_ outcome: Outcome) -> String? {
    cause(outcome).map { "not \(ActionWords.past(outcome.action.verb)): \($0)" }
  }

  /// What to do about an action that did not succeed; nil where it did, or where nobody knows.
  public static func remedy(_ outcome: Outcome) -> String? {
    if case .failed(let failure) = outcome.result { failure.remedy } else { nil }
  }

  /// Why an action did not succeed, on one line; nil where it did.
  public static func cause(_ outcome: Outcome) -> String? {
    switch outcome.result {
    case .written, .recorded: nil
    case .failed(let failure): PlainLine.make(failure.message)
    case .blocked(let needed): PlainLine.make(NeededObject.cause(needed))
    case .notTried(let reason): PlainLine.make(reason)
    }
  }
}
