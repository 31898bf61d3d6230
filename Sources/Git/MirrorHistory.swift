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
}
