/// How a cycle ended, in the words of commit statuses.
public enum CycleState: String, Hashable, Sendable, CaseIterable {
  /// Everything that the commit wants is as wanted.
  case success
  /// Something is held back, was refused, or waits for an answer; everything else is as wanted.
  case failure
  /// The source or a whole target could not be reached.
  case error
}
