internal import CLibGit2

extension Repository {
  func commit(_ identifier: GitObjectIdentifier) throws(GitError) -> GitCommit {
    try withCommit(identifier) { commit in Self.read(commit) }
  }

  private static func read(_ commit: OpaquePointer) -> GitCommit {
    let message = text(git_commit_message(commit))
    return GitCommit(
      identifier: GitObjectIdentifier(git_commit_id(commit).pointee),
      author: signature(git_commit_author(commit)), committer: signature(git_commit_committer(commit)),
      subject: String(text(git_commit_summary(commit)).prefix(subjectLimit)), trailers: trailers(in: message),
      parents: (0..<git_commit_parentcount(commit)).compactMap { index in
        git_commit_parent_id(commit, index).map { GitObjectIdentifier($0.pointee) }
      })
  }

  /// Characters of a subject, and trailers, that are kept; there may be many commits.
  private static let subjectLimit = 1000
  private static let trailerLimit = 100

  /// Bytes that are not UTF-8 are replaced.
  private static func text(_ characters: UnsafePointer<CChar>?) -> String {
    characters.map { String(cString: $0) } ?? ""
  }

  private static func signature(_ signature: UnsafePointer<git_signature>?) -> GitCommit.Signature {
    guard let signature = signature?.pointee else {
      return GitCommit.Signature(name: "", email: "", time: 0, offset: 0)
    }
    return GitCommit.Signature(
      name: text(signature.name), email: text(signature.email), time: Int64(signature.when.time),
      offset: Int(signature.when.offset))
  }

  private static func trailers(in message: String) -> [GitCommit.Trailer] {
    var found = git_message_trailer_array()
    guard git_message_trailers(&found, message) == 0 else { return [] }
    defer { git_message_trailer_array_free(&found) }
    return (0..<min(found.count, trailerLimit)).map { index in
      GitCommit.Trailer(
        key: String(text(found.trailers[index].key).prefix(subjectLimit)),
        value: String(text(found.trailers[index].value).prefix(subjectLimit)))
    }
  }

  /// The commits that `newer` has and `older` has not, newest first.
  func commits(from older: GitObjectIdentifier?, to newer: GitObjectIdentifier, limit: Int) throws(GitError)
    -> [GitCommit]
  {
    var walk: OpaquePointer?
    try GitLibrary.check(git_revwalk_new(&walk, handle), path: path)
    defer { git_revwalk_free(walk) }
    git_revwalk_sorting(walk, GIT_SORT_TOPOLOGICAL.rawValue | GIT_SORT_TIME.rawValue)
    var start = newer.native
    try GitLibrary.check(git_revwalk_push(walk, &start), path: path)
    if var end = older?.native { try GitLibrary.check(git_revwalk_hide(walk, &end), path: path) }
    var commits: [GitCommit] = []
    var next = git_oid()
    while commits.count < limit {
      let code = git_revwalk_next(&next, walk)
      if code == GIT_ITEROVER.rawValue { break }
      if code < 0 { throw GitLibrary.failure(code, path: path) }
      commits.append(try commit(GitObjectIdentifier(next)))
    }
    return commits
  }
}
