import Base
import Git
import Platform

/// What Git would have of the files below a directory, links unresolved.
struct WorkTreeFiles: LinkedTree {
  /// One of them.
  struct Entry: LinkedTreeEntry {
    let path: String
    let kind: GitTreeEntry.Kind
    let size: Int
    let modified: Timestamp
  }

  /// Without symbolic links in it.
  let root: String

  var treeCommit: GitObjectIdentifier? { nil }

  /// Of directories that are repositories of their own Git has no more than a commit; of pipes and devices, nothing.
  func plainEntry(at path: String) throws(GitError) -> Entry? {
    guard !path.split(separator: "/").contains(".git") else { return nil }
    do throws(FileError) {
      guard let found = try FileSystem.entry(at: absolute(path)) else { return nil }
      let kind: GitTreeEntry.Kind
      switch found.kind {
      case .file: kind = .file
      case .symbolicLink: kind = .symbolicLink
      case .directory where path.isEmpty: kind = .directory
      case .directory: kind = try Self.isRepository(absolute(path)) ? .submodule : .directory
      case .other: return nil
      }
      return Entry(path: path, kind: kind, size: found.size, modified: found.modified)
    } catch {
      throw .fileSystem(path: path, reason: error.reason)
    }
  }

  func target(of link: Entry) throws(GitError) -> String {
    do throws(FileError) {
      return try FileSystem.linkTarget(absolute(link.path))
    } catch {
      throw .fileSystem(path: link.path, reason: error.reason)
    }
  }

  /// Everything below a directory except directories.
  func entries(in directory: Entry, limits: GitLimits) throws(GitError) -> [Entry] {
    var entries: [Entry] = []
    try collect(directory, into: &entries, limits, depth: 0)
    return entries
  }

  private func collect(
    _ directory: Entry, into entries: inout [Entry], _ limits: GitLimits, depth: Int
  ) throws(GitError) {
    if depth > GitTreeReader.depthLimit { throw .tooDeep(directory.path) }
    let names: [String]
    do throws(FileError) {
      names = try FileSystem.list(absolute(directory.path))
    } catch {
      throw .fileSystem(path: directory.path, reason: error.reason)
    }
    for name in names {
      let path = directory.path.isEmpty ? name : directory.path + "/" + name
      guard let entry = try plainEntry(at: path) else { continue }
      if entry.kind == .directory {
        try collect(entry, into: &entries, limits, depth: depth + 1)
      } else {
        entries.append(entry)
      }
      if entries.count > limits.treeEntries { throw .tooManyEntries(limit: limits.treeEntries) }
    }
  }

  /// The content of a file that no link leads to any more.
  func bytes(of file: Entry, limit: Int) throws(GitError) -> [UInt8] {
    if file.size > limit { throw .overLimit("\(file.path) (\(file.size) bytes)", limit: Int64(limit)) }
    do throws(FileError) {
      return try FileSystem.read(absolute(file.path), limit: limit, followingLinks: false)
    } catch {
      throw .fileSystem(path: file.path, reason: error.reason)
    }
  }

  /// A clone has a directory of that name, a work tree and a submodule have a file.
  static func isRepository(_ directory: String) throws(FileError) -> Bool {
    try FileSystem.entry(at: directory + "/.git") != nil
  }

  private func absolute(_ path: String) -> String { path.isEmpty ? root : root + "/" + path }
}
