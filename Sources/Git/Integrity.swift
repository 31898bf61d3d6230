internal import CLibGit2

/// Looks whether a commit's tree can be read, before anything else of it is: all its objects are there, none is larger
/// than what may be read into memory, and directories are not nested without end.
struct Integrity {
  /// What a directory or a file of notes may have, in bytes. A directory of 100,000 files has about 6 MB.
  static let objectLimit: Int64 = 16 << 20

  private let repository: Repository
  private let odb: OpaquePointer?
  /// Files are read, too, and bounded.
  private let isReadingFiles: Bool
  private var seen: Set<GitObjectIdentifier> = []

  init(_ repository: Repository, _ odb: OpaquePointer?, isReadingFiles: Bool) {
    self.repository = repository
    self.odb = odb
    self.isReadingFiles = isReadingFiles
  }

  mutating func check(_ tree: OpaquePointer, path: String, depth: Int) throws(GitError) {
    if depth > GitTreeReader.depthLimit { throw .tooDeep(path) }
    for index in 0..<git_tree_entrycount(tree) {
      guard let entry = git_tree_entry_byindex(tree, index), let native = git_tree_entry_id(entry) else {
        continue
      }
      let identifier = GitObjectIdentifier(native.pointee)
      guard seen.insert(identifier).inserted else { continue }
      switch git_tree_entry_type(entry) {
      case GIT_OBJECT_TREE:
        let name = git_tree_entry_name(entry).map { String(cString: $0) } ?? ""
        let below = path.isEmpty ? name : "\(path)/\(name)"
        try repository.checkSize(of: identifier, limit: Self.objectLimit, what: "the directory \(below)")
        var opened: OpaquePointer?
        defer { git_tree_free(opened) }
        guard git_tree_lookup(&opened, repository.handle, native) == 0, let opened else {
          throw .corrupt(GitLibrary.lastMessage().text)
        }
        try check(opened, path: below, depth: depth + 1)
      case GIT_OBJECT_BLOB: try checkFile(identifier)
      default: continue  // A submodule's commit is elsewhere.
      }
    }
  }

  private func checkFile(_ identifier: GitObjectIdentifier) throws(GitError) {
    var native = identifier.native
    if git_odb_exists(odb, &native) == 0 { throw .corrupt("the object \(identifier) is missing") }
    guard isReadingFiles else { return }
    try repository.checkSize(of: identifier, limit: Self.objectLimit, what: "the object \(identifier)")
    var object: OpaquePointer?
    guard git_odb_read(&object, odb, &native) == 0 else {
      throw .corrupt("the object \(identifier): \(GitLibrary.lastMessage().text)")
    }
    git_odb_object_free(object)
  }
}

extension Repository {
  /// Fails with `corrupt`, `overLimit` or `tooDeep` where the commit's tree cannot be read. Looks names up in the pack
  /// indexes, and reads directories only unless asked for more: 10,000 files take some 20 ms.
  func checkTree(of commit: GitObjectIdentifier, isReadingFiles: Bool = false) throws(GitError) {
    var odb: OpaquePointer?
    try GitLibrary.check(git_repository_odb(&odb, handle), path: path)
    defer { git_odb_free(odb) }
    do throws(GitError) {
      try withTree(of: commit) { tree throws(GitError) in
        var integrity = Integrity(self, odb, isReadingFiles: isReadingFiles)
        try integrity.check(tree, path: "", depth: 0)
      }
    } catch .unknownCommit(let commit) {
      throw .corrupt("the commit \(commit) is missing")
    }
  }
}
