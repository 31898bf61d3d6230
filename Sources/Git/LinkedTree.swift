/// Files among which symbolic links are followed: the tree of a commit, or a directory on disk that is read as Git would
/// read it.
public protocol LinkedTree {
  associatedtype Entry: LinkedTreeEntry

  /// What lies at a path without following anything; nil where nothing does.
  func plainEntry(at path: String) throws(GitError) -> Entry?

  /// The path that a symbolic link leads to, as it is written.
  func target(of link: Entry) throws(GitError) -> String

  /// The commit whose tree this is; nil for what is not in Git.
  var treeCommit: GitObjectIdentifier? { get }
}

/// One thing in such files.
public protocol LinkedTreeEntry {
  /// From the root, without a leading slash.
  var path: String { get }
  var kind: GitTreeEntry.Kind { get }
}

extension GitTreeEntry: LinkedTreeEntry {}

extension GitTreeReader: LinkedTree {
  public var treeCommit: GitObjectIdentifier? { commit }

  public func target(of link: GitTreeEntry) throws(GitError) -> String {
    guard try size(of: link) <= Self.targetLimit else { throw .symbolicLinkLoop(path: link.path) }
    return String(decoding: try bytes(of: link), as: UTF8.self)
  }

  /// No system has longer paths.
  private static var targetLimit: Int64 { 4096 }
}
