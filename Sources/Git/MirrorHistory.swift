/// Reads the history in the folder of a mirror beside the process that has it open: nothing is locked or written.
public enum MirrorHistory {
  /// The commit that last touched a file, seen from a commit that was fetched; nil where none did within the limit.
  /// - Parameter directory: the folder that `GitMirror.open` was given.
  public static func lastChange(
    of path: String, at revision: GitObjectIdentifier, in directory: String, limit: Int = GitMirror.walkLimit
  ) async throws(GitError) -> GitCommit? {
    let thread = GitThreads(maximum: 1)
    let found = try await thread.run { _ throws(GitError) in
      try GitLibrary.start()
      let repository = try Repository.open(directory + "/repository.git")
      var walk = LastChangeWalk(repository)
      let commits = try walk.run([path], from: revision, limit: limit)
      return try commits[path].map { commit throws(GitError) in try repository.commit(commit) }
    }
    await thread.close()
    return found
  }

  /// Which commits are another one, or lie in its history.
  /// - Parameters:
  ///   - words: the first digits of commits. Those that name none, or several, are in no history.
  ///   - digits: the first digits of the commit whose history it is.
  public static func commits(
    named words: Set<String>, inHistoryOf digits: String, in directory: String
  ) async throws(GitError) -> Set<String> {
    let thread = GitThreads(maximum: 1)
    let found = try await thread.run { _ throws(GitError) in
      try GitLibrary.start()
      let repository = try Repository.open(directory + "/repository.git")
      guard let newer = repository.commit(beginning: digits) else { return Set<String>() }
      var found: Set<String> = []
      for word in words {
        guard let older = repository.commit(beginning: word) else { continue }
        if try repository.isAncestor(older, of: newer) { found.insert(word) }
      }
      return found
    }
    await thread.close()
    return found
  }
}
