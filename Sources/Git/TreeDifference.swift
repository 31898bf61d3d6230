internal import CLibGit2
internal import Glibc

extension Repository {
  /// What differs between the trees of two commits at or below a path, ordered by path.
  func difference(from old: GitObjectIdentifier, to new: GitObjectIdentifier, path: String) throws(GitError)
    -> [GitChange]
  {
    try withTree(of: old) { before throws(GitError) in
      try withTree(of: new) { after throws(GitError) in
        try withDifference(before, after, path: path) { difference throws(GitError) in
          var options = git_diff_find_options()
          git_diff_find_options_init(&options, UInt32(GIT_DIFF_FIND_OPTIONS_VERSION))
          options.flags = GIT_DIFF_FIND_RENAMES.rawValue
          try GitLibrary.check(git_diff_find_similar(difference, &options), path: self.path)
          return Self.changes(in: difference).sorted { ($0.path, "\($0.kind)") < ($1.path, "\($1.kind)") }
        }
      }
    }
  }

  /// Gives the raw difference of two trees to a call; nil stands for an empty tree.
  func withDifference<Value>(
    _ before: OpaquePointer?, _ after: OpaquePointer?, path: String,
    _ body: (OpaquePointer) throws(GitError) -> Value
  ) throws(GitError) -> Value {
    var options = git_diff_options()
    git_diff_options_init(&options, UInt32(GIT_DIFF_OPTIONS_VERSION))
    options.flags =
      GIT_DIFF_DISABLE_PATHSPEC_MATCH.rawValue | GIT_DIFF_SKIP_BINARY_CHECK.rawValue
      | GIT_DIFF_INCLUDE_TYPECHANGE.rawValue
    let parts = path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    var word = parts.isEmpty ? nil : strdup(parts)
    defer { free(word) }
    var difference: OpaquePointer?
    let code = withUnsafeMutablePointer(to: &word) { words in
      if words.pointee != nil { options.pathspec = git_strarray(strings: words, count: 1) }
      return git_diff_tree_to_tree(&difference, handle, before, after, &options)
    }
    defer { git_diff_free(difference) }
    guard code == 0, let difference else { throw GitLibrary.failure(code, path: self.path) }
    return try body(difference)
  }

  private static func changes(in difference: OpaquePointer) -> [GitChange] {
    (0..<git_diff_num_deltas(difference)).compactMap { index in
      guard let delta = git_diff_get_delta(difference, index)?.pointee else { return nil }
      let old = delta.old_file.path.map { String(cString: $0) } ?? ""
      let new = delta.new_file.path.map { String(cString: $0) } ?? ""
      switch delta.status {
      case GIT_DELTA_ADDED, GIT_DELTA_COPIED: return GitChange(kind: .added, path: new)
      case GIT_DELTA_DELETED: return GitChange(kind: .deleted, path: old)
      case GIT_DELTA_RENAMED: return GitChange(kind: .renamed(from: old), path: new)
      case GIT_DELTA_UNMODIFIED: return nil
      default: return GitChange(kind: .modified, path: new)
      }
    }
  }

  /// The paths that differ between two trees, both ends of everything.
  func changedPaths(_ before: OpaquePointer?, _ after: OpaquePointer?) throws(GitError) -> Set<String> {
    try withDifference(before, after, path: "") { difference in
      var paths: Set<String> = []
      for index in 0..<git_diff_num_deltas(difference) {
        guard let delta = git_diff_get_delta(difference, index)?.pointee else { continue }
        if let old = delta.old_file.path { paths.insert(String(cString: old)) }
        if let new = delta.new_file.path { paths.insert(String(cString: new)) }
      }
      return paths
    }
  }
}
