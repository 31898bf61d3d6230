/// How one file differs between two commits.
public struct GitChange: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case added
    /// The content, the mode or the kind of the thing changed.
    case modified
    case deleted
    /// The same file, or one that is at least half equal, lay at `from`.
    case renamed(from: String)
  }

  public let kind: Kind
  /// The path after the change; for a deleted file the one before.
  public let path: String

  public init(kind: Kind, path: String) {
    self.kind = kind
    self.path = path
  }
}
