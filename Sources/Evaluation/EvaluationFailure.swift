/// Why there is no result.
public enum EvaluationFailure: Error, Hashable, Sendable {
  /// The program is wrong: the interpreter's words.
  case refused(String)
  /// It took too long, in all or of the processor.
  case timedOut
  /// It took too much memory, or nested too deeply.
  case exhausted
  /// The result or what it is made of is larger than the limit.
  case tooLarge(String)
  /// The system's words.
  case cannotRun(String)
  case cancelled
}
