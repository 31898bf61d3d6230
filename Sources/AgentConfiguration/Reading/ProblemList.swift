import Base

/// What was found, up to a number of errors and a number of warnings: many warnings hide no error.
struct ProblemList: Sendable {
  /// So many errors are told, and so many warnings.
  static let limit = 500

  private var errors: [FoundProblem] = []
  private var warnings: [FoundProblem] = []
  private var untold = 0
  private var firstUntold = Position.start

  /// Whether nothing more needs to be read.
  var isFull: Bool { errors.count > Self.limit }

  mutating func add(_ problem: FoundProblem) {
    guard problem.severity == .error else {
      if warnings.count < Self.limit { return warnings.append(problem) }
      if untold == 0 { firstUntold = problem.position }
      untold += 1
      return
    }
    guard !isFull else { return }
    guard errors.count == Self.limit else { return errors.append(problem) }
    errors.append(
      FoundProblem(
        .error, "too-many", at: problem.position,
        "more than \(Self.limit) errors: reading ended here, and there may be others anywhere",
        remedy: "mend the others first"))
  }

  var all: [FoundProblem] {
    guard untold > 0 else { return errors + warnings }
    let rest = FoundProblem(
      .warning, "too-many", at: firstUntold, "\(untold) more warnings are not told",
      remedy: "mend the others first")
    return errors + warnings + [rest]
  }
}
