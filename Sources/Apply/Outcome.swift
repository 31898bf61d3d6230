import Base
import Plan

/// What became of one action. A failure is data: the next object goes on.
public struct Outcome: Sendable {
  public enum Result: Sendable {
    case written(Written)
    /// Nothing was to be written: only the memory changes.
    case recorded
    case failed(TargetFailure)
    /// Something that it needs failed.
    case blocked(by: [NeededObject])
    /// Ended before its turn came: by a signal, by a new revision, or because the target cannot be reached any more.
    case notTried(reason: String)
  }

  public let action: Action
  public let result: Result
  /// What else there is to say of it, as a clause.
  public var remark: String?
  /// What is remembered of its parts afterwards (`PartOwner.noted`). Sorted.
  public var parts: [String] = []

  public init(_ action: Action, _ result: Result) {
    self.action = action
    self.result = result
  }

  /// The same in other words: for taking secrets out.
  public func mapTexts(_ transform: (String) -> String) -> Outcome {
    let action = action.mapTexts(transform)
    switch result {
    case .written, .recorded, .blocked:
      var outcome = Outcome(action, result)
      outcome.remark = remark.map(transform)
      outcome.parts = parts
      return outcome
    case .failed(let failure):
      var told = TargetFailure(
        failure.kind, cause: failure.cause, transform(failure.message), remedy: failure.remedy.map(transform))
      told.leavesPart = failure.leavesPart
      return Outcome(action, .failed(told))
    case .notTried(let reason): return Outcome(action, .notTried(reason: transform(reason)))
    }
  }

  public var isSuccess: Bool {
    switch result {
    case .written, .recorded: true
    case .failed, .blocked, .notTried: false
    }
  }
}
