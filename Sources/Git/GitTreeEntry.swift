/// One thing in the tree of a commit.
public struct GitTreeEntry: Hashable, Sendable {
  /// What it is, with the mode that Git keeps.
  public enum Kind: UInt32, Hashable, Sendable {
    case directory = 0o040000
    case file = 0o100644
    case executable = 0o100755
    /// Its content is the path it leads to.
    case symbolicLink = 0o120000
    /// A commit of another repository. It is told of and never followed.
    case submodule = 0o160000

    var isFile: Bool { self == .file || self == .executable }
  }

  /// From the root of the repository, without a leading slash.
  public let path: String
  public let kind: Kind
  public let object: GitObjectIdentifier

  public init(path: String, kind: Kind, object: GitObjectIdentifier) {
    self.path = path
    self.kind = kind
    self.object = object
  }
}
