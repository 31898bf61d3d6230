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

  var report: TargetReport {
    TargetReport(
      name: name, label: label, server: server, outcomes: outcomes, equalCount: equalCount,
      problems: problems + (plan?.problems ?? []),
      pruneStop: pruneStop, failure: failure, remedy: remedy, manifest: manifest, cost: cost)
  }

  var planned: PlannedTarget {
    guard let plan, failure == nil else {
      return PlannedTarget(
        name: name, label: label, failure: failure ?? "it was not looked at", remedy: remedy,
        manifest: manifest, cost: cost)
    }
    return PlannedTarget(name: name, label: label, server: server, plan: plan.adding(problems), cost: cost)
  }
}
