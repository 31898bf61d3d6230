/// Why a revision says nothing at all about a target. Nobody deletes everything in passing, so it is always asked for.
public enum Absence: Hashable, Sendable {
  /// The path of the environment is not in the revision.
  case path
  /// No manifest names the target any more.
  case target
}
