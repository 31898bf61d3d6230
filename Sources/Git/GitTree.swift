/// The files of one commit, read straight from the mirror without a checkout. Any number of tasks may read at once.
public struct GitTree: Sendable {
  public let commit: GitObjectIdentifier
  /// Where listings begin; empty for the root. Paths are relative to the root all the same.
  public let directory: String
  private let mirror: GitMirror

  init(mirror: GitMirror, commit: GitObjectIdentifier, directory: String) {
    self.mirror = mirror
    self.commit = commit
    self.directory = directory
  }

  /// Lends a reader to a call that runs on a thread for blocking work: the way to read many files.
  public func read<Value: Sendable>(
    _ body: @escaping @Sendable (GitTreeReader) throws(GitError) -> Value
  ) async throws(GitError) -> Value {
    let commit = commit
    let limits = mirror.source.limits
    return try await mirror.read { repository throws(GitError) in
      try repository.withTree(of: commit) { root throws(GitError) in
        try body(try GitTreeReader(repository, commit: commit, root: root, limits: limits))
      }
    }
  }

  /// Everything below `directory` except directories, in the order of Git's trees.
  public func entries() async throws(GitError) -> [GitTreeEntry] {
    let directory = directory
    return try await read { reader throws(GitError) in try reader.entries(in: directory) }
  }

  /// The content of one file, with symbolic links followed inside the repository.
  /// - Parameter limit: bytes that the caller takes; a larger file is refused before it is read. Nil takes what
  ///   `GitLimits` allows.
  public func bytes(at path: String, limit: Int64? = nil) async throws(GitError) -> [UInt8] {
    try await read { reader throws(GitError) in try reader.bytes(at: path, limit: limit) }
  }
}
