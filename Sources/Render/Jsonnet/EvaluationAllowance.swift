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

  func spend(_ duration: Duration) { spent.withLock { $0 += duration } }
}
