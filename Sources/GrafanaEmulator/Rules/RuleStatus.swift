/// The state of a rule at one moment.
///
/// Nothing runs in the background: what a rule comes to follows from its queries and the data sources there are now, so
/// that its last evaluation is worked out when somebody asks, as if the scheduler had been at it since the rule was
/// last written.
struct RuleStatus: Sendable {
  enum State: String, Sendable {
    case normal = "Normal"
    case pending = "Pending"
    case alerting = "Alerting"
    case error = "Error"
  }

  /// One evaluation.
  struct Evaluation: Sendable {
    let moment: Moment
    let outcome: RuleOutcome
    let state: State
    /// Since when the state holds.
    let since: Moment
    /// Seconds that the evaluation took.
    let duration: Double
  }

  let rule: AlertRule
  /// Nil while the rule has not been evaluated.
  let evaluation: Evaluation?

  /// Nanoseconds that the scheduler needs to take notice of a rule.
  private static let notice = 1_000_000_000

  init(of rule: AlertRule, at now: Moment, _ workspace: Workspace) {
    self.rule = rule
    let interval = max(rule.interval, 1) * 1_000_000_000
    let origin = workspace.lens.rules.states.runsOnTicks ? 0 : workspace.started.nanoseconds
    let earliest = rule.updated.nanoseconds + Self.notice
    let first = origin + (earliest - origin + interval - 1) / interval * interval
    let last = origin + (now.nanoseconds - origin) / interval * interval
    guard !rule.isPaused, first <= last else {
      evaluation = nil
      return
    }
    let moment = Moment(nanoseconds: last)
    let begun = Moment.now
    let outcome = RuleOutcome(of: rule, at: moment, workspace)
    let held = (last - first) / 1_000_000
    evaluation = Evaluation(
      moment: moment, outcome: outcome, state: Self.state(outcome, rule, held: held),
      since: Moment(nanoseconds: first), duration: Double(Moment.now.nanoseconds - begun.nanoseconds) / 1e9)
  }

  /// - Parameter held: milliseconds since the first evaluation.
  private static func state(_ outcome: RuleOutcome, _ rule: AlertRule, held: Int) -> State {
    let active: State = held >= rule.pending ? .alerting : .pending
    switch outcome {
    case .value(let value): return value == 0 || value.isNaN ? .normal : active
    case .failure:
      switch rule.errorState {
      case "Alerting": return active
      case "Error": return .error
      default: return .normal
      }
    }
  }

  /// As the state of the whole rule: errors count as inactive.
  var text: String {
    switch evaluation?.state {
    case .alerting: "firing"
    case .pending: "pending"
    default: "inactive"
    }
  }

  /// What went wrong, where the rule does not pass over it.
  var failure: RuleOutcome.Failure? {
    guard let evaluation, evaluation.state != .normal, case .failure(let failure) = evaluation.outcome else {
      return nil
    }
    return failure
  }

  var health: String { failure == nil ? "ok" : "error" }
}
