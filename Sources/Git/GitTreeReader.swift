internal import CLibGit2

/// Reads the tree of one commit from the object database. It is lent by `GitTree.read`, on a thread of the mirror's
/// readers, and must not be kept.
///
/// All paths are relative to the root of the repository; `.` and empty parts in them mean nothing, `..` goes up.
public final class GitTreeReader {
  /// The commit whose tree this is.
  public let commit: GitObjectIdentifier
  let repository: Repository
  let root: OpaquePointer
  private let odb: OpaquePointer
  private let limits: GitLimits

  /// The tree's handle is lent and must outlive this object.
  init(_ repository: Repository, commit: GitObjectIdentifier, root: OpaquePointer, limits: GitLimits)
    throws(GitError)
  {
    var odb: OpaquePointer?
    try GitLibrary.check(git_repository_odb(&odb, repository.handle), path: repository.path)
    guard let odb else { throw .library("libgit2 has no object database") }
    self.repository = repository
    self.commit = commit
    self.root = root
    self.odb = odb
    self.limits = limits
  }

  deinit { git_odb_free(odb) }

  /// Everything below a directory except directories, in the order of Git's trees. Symbolic links are listed, not
  /// followed; only the directory itself may be reached through some.
  public func entries(in directory: String = "") throws(GitError) -> [GitTreeEntry] {
    let top = try entry(at: directory)
    guard top.kind == .directory else {
      throw top.kind == .submodule ? .isSubmodule(top.path) : .notADirectory(directory)
    }
    var entries: [GitTreeEntry] = []
    try collect(top, into: &entries, depth: 0)
    return entries
  }

  /// The thing at a path, with symbolic links followed; its own path is the one that the links lead to.
  /// Fails with `pathNotFound`, `symbolicLinkEscapes` and the like.
  public func entry(at path: String) throws(GitError) -> GitTreeEntry {
    try PathResolution(self, path: path).resolve()
  }

  /// The content of the file at a path, with symbolic links followed.
  public func bytes(at path: String, limit: Int64? = nil) throws(GitError) -> [UInt8] {
    let entry = try entry(at: path)
    switch entry.kind {
    case .file, .executable, .symbolicLink: return try bytes(of: entry, limit: limit)
    case .directory: throw .notAFile(path)
    case .submodule: throw .isSubmodule(path)
    }
  }

  /// The content of a file, or of a symbolic link (the path it leads to).
  public func bytes(of entry: GitTreeEntry, limit: Int64? = nil) throws(GitError) -> [UInt8] {
    let size = try size(of: entry)
    let limit = min(limits.blobBytes, limit ?? .max)
    if size > limit { throw .overLimit("\(entry.path) (\(size) bytes)", limit: limit) }
    var object: OpaquePointer?
    var identifier = entry.object.native
    guard git_odb_read(&object, odb, &identifier) == 0 else { throw broken(entry) }
    defer { git_odb_object_free(object) }
    guard git_odb_object_type(object) == GIT_OBJECT_BLOB, let data = git_odb_object_data(object) else {
      throw .notAFile(entry.path)
    }
    return Array(UnsafeRawBufferPointer(start: data, count: git_odb_object_size(object)))
  }

  /// The number of bytes of a file, without reading it whole.
  public func size(of entry: GitTreeEntry) throws(GitError) -> Int64 {
    if entry.kind == .submodule { throw .isSubmodule(entry.path) }
    var length = 0
    var type = GIT_OBJECT_ANY
    var identifier = entry.object.native
    guard git_odb_read_header(&length, &type, odb, &identifier) == 0 else { throw broken(entry) }
    return Int64(length)
  }

  private func broken(_ entry: GitTreeEntry) -> GitError {
    .corrupt("\(entry.path) (object \(entry.object.short)): \(GitLibrary.lastMessage().text)")
  }

  /// What lies at a path without following anything; nil where nothing does.
  public func plainEntry(at path: String) throws(GitError) -> GitTreeEntry? {
    if path.isEmpty {
      return GitTreeEntry(path: "", kind: .directory, object: GitObjectIdentifier(git_tree_id(root).pointee))
    }
    var found: OpaquePointer?
    let code = git_tree_entry_bypath(&found, root, path)
    if code == GIT_ENOTFOUND.rawValue {
      // libgit2 says the same for a directory whose object is gone.
      if GitLibrary.lastMessage().area == GIT_ERROR_ODB { throw .corrupt(GitLibrary.lastMessage().text) }
      return nil
    }
    guard code == 0, let found else { throw .corrupt(GitLibrary.lastMessage().text) }
    defer { git_tree_entry_free(found) }
    return Self.entry(found, path: path)
  }

  private static func entry(_ entry: OpaquePointer, path: String) -> GitTreeEntry? {
    guard let identifier = git_tree_entry_id(entry) else { return nil }
    let kind = GitTreeEntry.Kind(rawValue: git_tree_entry_filemode(entry).rawValue) ?? .file
    return GitTreeEntry(path: path, kind: kind, object: GitObjectIdentifier(identifier.pointee))
  }

  /// How many directories may lie in each other.
  public static let depthLimit = 100

  private func collect(_ directory: GitTreeEntry, into entries: inout [GitTreeEntry], depth: Int)
    throws(GitError)
  {
    if depth > Self.depthLimit { throw .tooDeep(directory.path) }
    var tree: OpaquePointer?
    var identifier = directory.object.native
    guard git_tree_lookup(&tree, repository.handle, &identifier) == 0 else { throw broken(directory) }
    defer { git_tree_free(tree) }
    for index in 0..<git_tree_entrycount(tree) {
      guard let child = git_tree_entry_byindex(tree, index), let name = git_tree_entry_name(child) else {
        continue
      }
      let path = directory.path.isEmpty ? String(cString: name) : "\(directory.path)/\(String(cString: name))"
      guard let entry = Self.entry(child, path: path) else { continue }
      if entry.kind == .directory {
        try collect(entry, into: &entries, depth: depth + 1)
      } else {
        entries.append(entry)
      }
      if entries.count > limits.treeEntries {
        throw .tooManyEntries(limit: limits.treeEntries)
      }
    }
  }
}
