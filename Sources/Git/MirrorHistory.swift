/// Reads the history in the folder of a mirror beside the process that has it open: nothing is locked or written.
public enum MirrorHistory {
  /// The commit that last touched a file, seen from a commit that was fetched; nil where none did within the limit.
  /// - Parameter directory: the folder that `GitMirror.open` was given.
  public static func lastChange(
    of path: String, at revision: GitObjectIdentifier, in directory: String, limit: Int = GitMirror.walkLimit
  ) async throws(GitError) -> GitCommit? {
    try await alone { () throws(GitError) in
      try GitLibrary.start()
      let repository = try Repository.open(directory + "/repository.git")
      var walk = LastChangeWalk(repository)
      let commits = try walk.run([path], from: revision, limit: limit)
      return try commits[path].map { commit throws(GitError) in try repository.commit(commit) }
    }
  }

  /// What a mirror knows of the history of a commit.
  public enum Ancestry: Hashable, Sendable {
    /// Those of the commits that were asked for that are it, or lie in its history.
    case holds(Set<String>)
    /// No commit begins with the digits.
    case unknownCommit
    /// Several begin with them.
    case ambiguous
  }

  /// Which commits are another one, or lie in its history.
  /// - Parameters:
  ///   - words: the first digits of commits. Those that name none, or several, are in no history.
  ///   - digits: the first digits of the commit whose history it is, four at least.
  public static func commits(
    named words: Set<String>, inHistoryOf digits: String, in directory: String
  ) async throws(GitError) -> Ancestry {
    try await alone { () throws(GitError) in try ancestry(of: digits, words, directory + "/repository.git") }
  }

  /// On a thread of its own, which ends with the call.
  private static func alone<Value: Sendable>(
    _ read: @escaping @Sendable () throws(GitError) -> Value
  ) async throws(GitError) -> Value {
    let thread = GitThreads(maximum: 1)
    let result: Result<Value, GitError>
    do throws(GitError) {
      result = .success(try await thread.run { _ throws(GitError) in try read() })
    } catch {
      result = .failure(error)
    }
    await thread.close()
    return try result.get()
  }

  private static func ancestry(
    of digits: String, _ words: Set<String>, _ path: String
  ) throws(GitError) -> Ancestry {
    try GitLibrary.start()
    if Repository.isMissing(path) { throw .fileSystem(path: path, reason: "it is not there") }
    let repository = try Repository.open(path)
    let newer: GitObjectIdentifier
    switch try repository.commit(beginning: digits) {
    case .none: return .unknownCommit
    case .several: return .ambiguous
    case .one(let commit): newer = commit
    }
    var found: Set<String> = []
    for word in words {
      guard case .one(let older) = try repository.commit(beginning: word) else { continue }
      if try repository.isAncestor(older, of: newer) { found.insert(word) }
    }
    return .holds(found)
  }
}
