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
    var current = report.issues
    // Of a target that could not be worked with nothing else is known: what was wrong there still is.
    let away = Set(report.targets.filter { $0.failure != nil }.map(\.label))
    current.formUnion(
      open.filter { issue in issue.subject != .target && issue.target.map(away.contains) ?? false })
    let places = Set(current.map { Place(subject: $0.subject, target: $0.target) })
    let known = Set(report.targets.map(\.label))
    let over = open.subtracting(current).filter { issue in
      // Changed words are told as such; a target that is no longer there mends nothing.
      !places.contains(Place(subject: issue.subject, target: issue.target))
        && issue.target.map(known.contains) ?? true
    }
    let news = IssueNews(
      begun: current.subtracting(open),
      over: over.sorted { ($0.message, $0.target ?? "") < ($1.message, $1.target ?? "") })
    open = current
    return news
  }
}
