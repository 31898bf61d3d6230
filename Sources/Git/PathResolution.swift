/// Follows a path through the symbolic links of a tree, and never out of it.
struct PathResolution {
  private static let linkLimit = 40
  private static let targetLimit = 4096

  private let reader: GitTreeReader
  private let path: String
  /// Parts still to go, the next one last.
  private var pending: [String]
  /// Parts gone, free of links.
  private var resolved: [String] = []
  private var link: (path: String, target: String)?
  private var links = 0

  init(reader: GitTreeReader, path: String) {
    self.reader = reader
    self.path = path
    pending = Self.parts(path).reversed()
  }

  private static func parts(_ path: String) -> [String] {
    path.split(separator: "/").map(String.init).filter { $0 != "." }
  }

  consuming func resolve() throws(GitError) -> GitTreeEntry {
    var last = try reader.plainEntry(at: "")
    while let part = pending.popLast() {
      if part == ".." {
        try goUp()
        last = try reader.plainEntry(at: resolved.joined(separator: "/"))
        continue
      }
      resolved.append(part)
      let here = resolved.joined(separator: "/")
      guard let entry = try reader.plainEntry(at: here) else { throw notFound }
      switch entry.kind {
      case .symbolicLink:
        try follow(entry)
        last = try reader.plainEntry(at: resolved.joined(separator: "/"))
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
      link.map { "\(path) (the link \($0.path) leads to \($0.target))" } ?? path, commit: reader.commit)
  }

  private mutating func goUp() throws(GitError) {
    guard resolved.popLast() == nil else { return }
    guard let link else { throw .pathNotFound(path, commit: reader.commit) }
    throw .symbolicLinkEscapes(path: link.path, target: link.target)
  }

  private mutating func follow(_ entry: GitTreeEntry) throws(GitError) {
    links += 1
    if links > Self.linkLimit { throw .symbolicLinkLoop(path: entry.path) }
    if try reader.size(of: entry) > Self.targetLimit { throw .symbolicLinkLoop(path: entry.path) }
    let target = String(decoding: try reader.bytes(of: entry), as: UTF8.self)
    link = (entry.path, target)
    if target.hasPrefix("/") { throw .symbolicLinkEscapes(path: entry.path, target: target) }
    resolved.removeLast()
    pending += Self.parts(target).reversed()
  }
}
