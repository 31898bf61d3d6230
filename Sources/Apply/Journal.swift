import Plan

/// Remembers what is about to be done and what was done, over crashes.
public protocol Journal: Sendable {
  /// Writes down, durably, that these actions are about to be performed. Nothing is performed when that fails.
  func begin(_ actions: [Action]) async throws(TargetFailure)

  /// Writes down what became of an action, and takes its beginning back.
  func finish(_ outcome: Outcome) async throws(TargetFailure)
}
