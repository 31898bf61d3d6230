/// What the process ends with.
public enum ExitStatus: Int32, Sendable {
  case success = 0
  /// Something is wrong; what, stands on standard error.
  case failure = 1
  /// `plan` found something to do.
  case different = 2
  /// A second SIGINT ended the process at once: 128 and the signal, as shells say it.
  case interrupted = 130
  /// Whoever reads the result closed its end before it was whole: 128 and SIGPIPE.
  case unread = 141
  /// A second SIGTERM ended the process at once.
  case terminated = 143
}
