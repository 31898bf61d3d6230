import Apply
import Plan

/// What changed between two cycles about what waits for being mended.
public struct IssueNews: Sendable {
  /// New ones, and those whose words are others now.
  public private(set) var begun: Set<CycleIssue> = []
  /// Those that are mended, sorted by their words.
  public private(set) var over: [CycleIssue] = []

  /// None: of a cycle that was given up, what is wrong and what is mended is not known.
  public init() {}

  init(begun: Set<CycleIssue>, over: [CycleIssue]) {
    self.begun = begun
    self.over = over
  }

  public var isEmpty: Bool { begun.isEmpty && over.isEmpty }
}

/// Follows what is wrong from cycle to cycle.
public struct IssueWatch: Sendable {
  private struct Place: Hashable {
    let subject: CycleIssue.Subject
    let target: String?
  }

  private var open: Set<CycleIssue> = []

  public init() {}

  /// Takes in a cycle that has ended.
  public mutating func take(_ report: CycleReport) -> IssueNews {
    let current = report.issues.union(open.filter { Self.isUnknown($0, report) })
    let places = Set(current.map { Place(subject: $0.subject, target: $0.target) })
    // One that no manifest names any more and that cannot be asked mends nothing either.
    let known = Set(report.targets.filter { $0.end != .left }.map(\.label))
    let troubles = Dictionary(grouping: current.filter(\.isError), by: \.object)
    /// Something else keeps its object from being as committed, in the same target.
    func isStillTroubled(_ issue: CycleIssue) -> Bool {
      guard let object = issue.object else { return false }
      return (troubles[object] ?? []).contains {
        $0.target == nil || issue.target == nil || $0.target == issue.target
      }
    }
    let over = open.subtracting(current).filter { issue in
      // Changed words are told as such; a target that is no longer there mends nothing.
      !places.contains(Place(subject: issue.subject, target: issue.target))
        && issue.target.map(known.contains) ?? true && !isStillTroubled(issue)
    }
    let news = IssueNews(
      begun: current.subtracting(open),
      over: over.sorted { ($0.message, $0.target ?? "") < ($1.message, $1.target ?? "") })
    open = current
    return news
  }

  /// Whether the cycle found nothing out about what was wrong: of a target that could not be worked with, and of objects
  /// whose turn did not come.
  private static func isUnknown(_ issue: CycleIssue, _ report: CycleReport) -> Bool {
    guard issue.subject != .target, let target = report.targets.first(where: { $0.label == issue.target })
    else { return false }
    if target.failure != nil { return true }
    return target.outcomes.contains { outcome in
      guard case .notTried = outcome.result else { return false }
      return issue.object == outcome.action.reference
    }
  }
}
