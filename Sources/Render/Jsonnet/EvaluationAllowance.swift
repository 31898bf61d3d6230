import Synchronization

/// How long the evaluations of one rendering may take together: nothing else of the environment moves meanwhile.
final class EvaluationAllowance: Sendable {
  private let spent = Mutex<Duration>(.zero)
  private let total: Duration

  init(_ total: Duration) {
    self.total = total
  }

  /// Zero or less where nothing is left.
  var rest: Duration { total - spent.withLock { $0 } }

  /// Whether a program that did not end in what was left is to have another turn: others took most of the time before it.
  /// One that had most of it would take that of all others each time.
  /// - Parameter allowed: what was left for it; nil where only the limits of one evaluation held.
  func cut(_ allowed: Duration?) -> Bool { allowed.map { $0 * 2 < total } ?? false }

  func spend(_ duration: Duration) { spent.withLock { $0 += duration } }
}
