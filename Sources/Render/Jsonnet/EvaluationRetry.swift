import Base

/// When a program is evaluated once more that was ended for what it took, or could not be run: it may come to an end the
/// next time, on a machine that is less busy. The pauses grow, so that one that never ends costs less and less.
struct EvaluationRetry: Sendable {
  let failures: Int
  private let due: ContinuousClock.Instant

  private static let firstPause = Duration.seconds(60)
  private static let longestPause = Duration.seconds(3600)

  /// Nil where the outcome stands until what it was made of changes.
  /// - Parameter failures: how often it was tried before.
  init?(after diagnostics: [Diagnostic], failures: Int) {
    let codes = Set(diagnostics.map(\.code))
    if codes.contains(JsonnetRendering.postponedCode) || codes.contains(PatchRendering.postponedCode) {
      // It had no turn.
      self.failures = failures
      due = .now
    } else if !codes.isDisjoint(with: ["jsonnet-limit", "jsonnet-unavailable", "jq-limit", "jq-unavailable"])
    {
      self.failures = failures + 1
      due = .now + min(Self.longestPause, Self.firstPause * (1 << min(failures, 10)))
    } else {
      return nil
    }
  }

  var isDue: Bool { ContinuousClock.now >= due }
}
