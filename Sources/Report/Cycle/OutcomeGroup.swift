import Apply
import Base
import Plan

/// Outcomes that have one cause, which is another's: what needs a folder that failed, and what a target that went away
/// left undone.
public struct OutcomeGroup: Sendable {
  /// All with the same verb; one that has its own cause is alone.
  public let outcomes: [Outcome]

  public init(outcomes: [Outcome]) {
    self.outcomes = outcomes
  }

  /// So many of a group are named.
  private static let named = 3

  /// The outcomes in groups, in the order of the first of each.
  public static func make(_ outcomes: [Outcome]) -> [OutcomeGroup] {
    var order: [[Outcome]] = []
    var places: [String: Int] = [:]
    for outcome in outcomes {
      guard let key = key(outcome) else {
        order.append([outcome])
        continue
      }
      if let place = places[key] {
        order[place].append(outcome)
      } else {
        places[key] = order.count
        order.append([outcome])
      }
    }
    return order.map { OutcomeGroup(outcomes: $0) }
  }

  /// Nil where it is one outcome that stands for itself.
  public var cause: String? {
    outcomes.count > 1 ? outcomes.first.flatMap { OutcomeWords.cause($0) } : nil
  }

  /// `dashboard Team / a (a.yaml:1), … and 297 more`.
  public var names: String {
    let names = outcomes.prefix(Self.named).map {
      "\($0.action.key.kind.name) \(ActionWords.name($0.action)) (\(ActionWords.place($0.action)))"
    }
    let more = outcomes.count - names.count
    return names.joined(separator: ", ") + (more > 0 ? " and \(Amount.grouped(more)) more" : "")
  }

  /// `300 dashboards`, or `300 objects` of several kinds.
  public var count: String {
    let kinds = Set(outcomes.map(\.action.key.kind.name))
    return Amount.count(outcomes.count, kinds.count == 1 ? kinds.first ?? "object" : "object")
  }

  /// `not created: it needs folder "Team" (team.yaml:1), which failed`.
  var failure: String? { outcomes.first.flatMap { OutcomeWords.failure($0) } }

  private static func key(_ outcome: Outcome) -> String? {
    switch outcome.result {
    case .blocked, .notTried: "\(outcome.action.verb.rawValue) \(OutcomeWords.cause(outcome) ?? "")"
    case .written, .recorded, .failed: nil
    }
  }
}
