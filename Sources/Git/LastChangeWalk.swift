internal import CLibGit2

/// Finds for many paths at once the commit that last touched each, as `git log -1 -- path` does: a path follows the
/// first parent in which it is the same, and stops at a commit where it differs from every parent. One difference of
/// trees is made per commit and parent, whatever the number of paths.
struct LastChangeWalk {
  private let repository: Repository
  private var waiting: [GitObjectIdentifier: Set<String>] = [:]
  /// Commits to visit, kept in the order of their time, newest last.
  private var queue: [(time: Int64, commit: GitObjectIdentifier)] = []
  private var found: [String: GitObjectIdentifier] = [:]

  init(_ repository: Repository) { self.repository = repository }

  /// Paths that nothing touched within `limit` visited commits, or that do not exist, are not in the result.
  mutating func run(_ paths: Set<String>, from start: GitObjectIdentifier, limit: Int) throws(GitError)
    -> [String: GitObjectIdentifier]
  {
    try add(paths, to: start)
    var visited = 0
    while let next = queue.popLast(), visited < limit {
      visited += 1
      if let pending = waiting.removeValue(forKey: next.commit) { try visit(next.commit, pending) }
    }
    return found
  }

  private mutating func visit(_ commit: GitObjectIdentifier, _ paths: Set<String>) throws(GitError) {
    let parents = try repository.commit(commit).parents
    var rest = paths
    for parent in parents {
      let changed = try changedPaths(from: parent, to: commit)
      let same = rest.filter { !changed.contains($0) }
      if !same.isEmpty { try add(Set(same), to: parent) }
      rest.subtract(same)
      if rest.isEmpty { return }
    }
    if parents.isEmpty {
      let all = try changedPaths(from: nil, to: commit)
      rest = rest.filter { all.contains($0) }
    }
    for path in rest { found[path] = commit }
  }

  private mutating func add(_ paths: Set<String>, to commit: GitObjectIdentifier) throws(GitError) {
    if waiting[commit] == nil {
      let time = try repository.withCommit(commit) { Int64(git_commit_time($0)) }
      let place = queue.firstIndex { $0.time > time } ?? queue.endIndex
      queue.insert((time, commit), at: place)
    }
    waiting[commit, default: []].formUnion(paths)
  }

  /// Changed files, and all directories above them.
  private func changedPaths(from old: GitObjectIdentifier?, to new: GitObjectIdentifier) throws(GitError)
    -> Set<String>
  {
    let files = try repository.withTree(of: new) { after throws(GitError) in
      guard let old else { return try repository.changedPaths(nil, after) }
      return try repository.withTree(of: old) { before throws(GitError) in
        try repository.changedPaths(before, after)
      }
    }
    var paths = files
    for file in files {
      var rest = file[...]
      while let slash = rest.lastIndex(of: "/") {
        rest = rest[..<slash]
        if !paths.insert(String(rest)).inserted { break }
      }
    }
    return paths
  }
}
