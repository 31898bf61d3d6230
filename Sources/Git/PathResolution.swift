/// Follows a path through the symbolic links of a tree, and never out of it.
public struct PathResolution<Tree: LinkedTree> {
  private static var linkLimit: Int { 40 }

  private let tree: Tree
  private let path: String
  /// Parts still to go, the next one last.
  private var pending: [String]
  /// Parts gone, free of links.
  private var resolved: [String] = []
  private var link: (path: String, target: String)?
  private var links = 0

  public init(_ tree: Tree, path: String) {
    self.tree = tree
    self.path = path
    pending = Self.parts(path).reversed()
  }

  private static func parts(_ path: String) -> [String] {
    path.split(separator: "/").map(String.init).filter { $0 != "." }
  }

  /// The thing at the path; its own path is the one that the links lead to. Fails with `pathNotFound`,
  /// `symbolicLinkEscapes` and the like.
  public consuming func resolve() throws(GitError) -> Tree.Entry {
    var last = try tree.plainEntry(at: "")
    while let part = pending.popLast() {
      if part == ".." {
        try goUp()
        last = try tree.plainEntry(at: resolved.joined(separator: "/"))
        continue
      }
      resolved.append(part)
      let here = resolved.joined(separator: "/")
      guard let entry = try tree.plainEntry(at: here) else { throw notFound }
      switch entry.kind {
      case .symbolicLink:
        try follow(entry)
        last = try tree.plainEntry(at: resolved.joined(separator: "/"))
      case .submodule where !pending.isEmpty: throw .isSubmodule(here)
      case .file where !pending.isEmpty, .executable where !pending.isEmpty: throw .notADirectory(here)
      default: last = entry
      }
    }
    guard let last else { throw notFound }
    return last
  }

  private var notFound: GitError {
    .pathNotFound(
      link.map { "\(path) (the link \($0.path) leads to \($0.target))" } ?? path, commit: tree.treeCommit)
  }

  private mutating func goUp() throws(GitError) {
    guard resolved.popLast() == nil else { return }
    guard let link else { throw .pathNotFound(path, commit: tree.treeCommit) }
    throw .symbolicLinkEscapes(path: link.path, target: link.target)
  }

  private mutating func follow(_ entry: Tree.Entry) throws(GitError) {
    links += 1
    if links > Self.linkLimit { throw .symbolicLinkLoop(path: entry.path) }
    let target = try tree.target(of: entry)
    link = (entry.path, target)
    if target.hasPrefix("/") { throw .symbolicLinkEscapes(path: entry.path, target: target) }
    resolved.removeLast()
    pending += Self.parts(target).reversed()
  }
}
