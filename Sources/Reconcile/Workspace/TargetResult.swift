import Apply
import Base
import HTTP
import Plan
import Report

/// What a cycle finds out about one target while it goes on.
struct TargetResult: Sendable {
  let name: String
  let label: String
  var server: String?
  var plan: Plan?
  var outcomes: [Outcome] = []
  var equalCount = 0
  /// Findings beside those of the plan.
  var problems: [Diagnostic] = []
  var pruneStop: PruneStop?
  /// Why nothing could be done in the target; set by `fail`, and taken back where that is no fault.
  var failure: String? {
    didSet { if failure == nil { remedy = nil } }
  }
  /// We ended the work ourselves before it was done: what is missing is no fault of the target.
  private(set) var isCut = false
  /// No manifest names the target any more and it cannot be asked, which its problems tell.
  private(set) var isLeft = false
  /// What to do about the failure.
  var remedy: String?
  /// The manifest that names the target; nil where none does.
  var manifest: TargetManifest?
  var cost = RequestMeter.Reading()
  /// What is known of objects beside what is done to them, where the target is what knows it.
  var facts: [ObjectReference: ObjectFacts] = [:]

  init(name: String, label: String) {
    self.name = name
    self.label = label
  }

  /// The same under the name that turned out to be the target's.
  init(_ other: TargetResult, name: String) {
    self.init(name: name, label: other.label)
    problems = other.problems
    facts = other.facts
  }

  /// No deletion waits: neither for an answer, nor because its turn did not come.
  var isAnswered: Bool {
    pruneStop == nil
      && !outcomes.contains { outcome in
        guard outcome.action.verb == .delete else { return false }
        return switch outcome.result {
        case .written, .recorded: false
        case .failed(let failure): failure.kind != .refused
        case .blocked, .notTried: true
        }
      }
  }

  /// Nothing more can be done in this target in this cycle.
  mutating func fail(_ failure: TargetFailure) {
    self.failure = failure.message
    remedy = failure.remedy
  }

  /// Notes that the work was ended by whoever ran it, where that left something undone.
  mutating func noteEnd(isCancelled: Bool) {
    guard isCancelled, failure != nil || outcomes.contains(where: { !$0.isSuccess }) else { return }
    failure = nil
    isCut = true
  }

  /// The same of a target that no manifest names any more and that cannot be asked: the finding is all there is to tell.
  func left(_ finding: Diagnostic) -> TargetResult {
    var left = self
    left.failure = nil
    left.manifest = nil
    left.problems = [finding]
    left.isLeft = true
    return left
  }

  var report: TargetReport {
    TargetReport(
      name: name, label: label, server: server, outcomes: outcomes, equalCount: equalCount,
      problems: problems + (plan?.problems ?? []),
      pruneStop: pruneStop, failure: failure, remedy: remedy, manifest: manifest, cost: cost,
      end: isCut ? .cut : isLeft ? .left : .reached)
  }

  var planned: PlannedTarget {
    if isLeft { return PlannedTarget(name: name, label: label, left: problems, cost: cost) }
    guard let plan, failure == nil else {
      return PlannedTarget(
        name: name, label: label, failure: failure ?? "it was not looked at", remedy: remedy,
        manifest: manifest, cost: cost)
    }
    return PlannedTarget(name: name, label: label, server: server, plan: plan.adding(problems), cost: cost)
  }
}
