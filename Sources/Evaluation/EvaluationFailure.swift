/// Why there is no result.
public enum EvaluationFailure: Error, Hashable, Sendable {
  /// The program is wrong: the interpreter's words.
  case refused(String)
  /// It did not end by the deadline, on a machine that may be busy with other things.
  case timedOut
  /// It took too much of the processor, however busy the machine is.
  case tooLong
  /// It took too much memory, or nested too deeply; or the system ended it for want of memory.
  case exhausted
  /// The result or what it is made of is larger than the limit.
  case tooLarge(String)
  /// The system's words.
  case cannotRun(String)
  case cancelled
}
