extension GitMirror {
  /// How many commits a search in the history visits where nothing else is said.
  public static let walkLimit = 10_000

  /// What differs between two fetched commits at or below a path (empty: everywhere), ordered by path.
  public func difference(from old: GitObjectIdentifier, to new: GitObjectIdentifier, path: String = "")
    async throws(GitError) -> [GitChange]
  {
    try await read { repository throws(GitError) in
      try repository.difference(from: old, to: new, path: path)
    }
  }

  /// The commits that one fetched commit has in its history and another has not, newest first.
  public func commits(
    from older: GitObjectIdentifier, to newer: GitObjectIdentifier, limit: Int = GitMirror.walkLimit
  ) async throws(GitError) -> [GitCommit] {
    try await read { repository throws(GitError) in
      try repository.commits(from: older, to: newer, limit: limit)
    }
  }

  /// The commits that last touched files or directories, seen from a commit, in one walk. Paths that do not exist
  /// there, and those that no commit touched within the limit, are not in the result.
  public func lastChanges(
    of paths: [String], at revision: GitObjectIdentifier, limit: Int = GitMirror.walkLimit
  ) async throws(GitError) -> [String: GitCommit] {
    try await read { repository throws(GitError) in
      var walk = LastChangeWalk(repository)
      var commits: [String: GitCommit] = [:]
      for (path, commit) in try walk.run(Set(paths), from: revision, limit: limit) {
        commits[path] = try repository.commit(commit)
      }
      return commits
    }
  }

  /// The commit that last touched one file or directory; nil where none did within the limit.
  public func lastChange(
    of path: String, at revision: GitObjectIdentifier, limit: Int = GitMirror.walkLimit
  ) async throws(GitError) -> GitCommit? {
    try await lastChanges(of: [path], at: revision, limit: limit)[path]
  }
}
