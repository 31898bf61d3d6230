/// What is known of a file that a configuration names.
public enum NamedFile: Sendable {
  case present
  case missing
  /// The file is on another machine, so nothing can be said of it.
  case unknown
}
