/// The files of one revision: a tree in Git, or a folder on disk for `sluice build` and `sluice validate`.
public protocol SourceTree: Sendable {
  /// All regular files below a folder, symbolic links inside the tree followed, sorted by path.
  /// - Parameter path: from the root of the tree; empty for the root.
  func files(below path: String) async throws(SourceTreeError) -> [TreeFile]

  /// The content of a file.
  func read(_ file: TreeFile, limit: Int) async throws(SourceTreeError) -> [UInt8]
}

/// A file of a tree.
public struct TreeFile: Hashable, Sendable {
  /// From the root of the tree, with `/` between names.
  public let path: String
  /// Changes when the content changes: the blob's id in Git.
  public let contentID: String

  public init(path: String, contentID: String) {
    self.path = path
    self.contentID = contentID
  }
}

/// Why a tree or a file in it could not be read.
public struct SourceTreeError: Error, Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// The folder is not there.
    case pathMissing
    /// One file cannot be read: too large, a link that leads out of the tree, not readable.
    case fileRefused
    /// The tree as a whole cannot be read.
    case treeUnreadable
  }

  public let kind: Kind
  public let path: String
  /// What is wrong.
  public let message: String

  public init(_ kind: Kind, path: String, _ message: String) {
    self.kind = kind
    self.path = path
    self.message = message
  }

  /// What to do.
  public var remedy: String {
    switch kind {
    case .pathMissing: "mend the path, or put the directory back"
    case .fileRefused: "make it a smaller regular file inside the tree, or give it a name that is not read"
    case .treeUnreadable: "see that the repository can be read"
    }
  }
}
