import Git

/// Finds the commits that removed files, so that a deletion can say since when its object is not in Git.
enum Departures {
  /// More files than this are not looked up.
  private static let mostFiles = 50
  /// So many commits are looked through: what left long ago is told without the commit.
  private static let mostCommits = 500

  /// The short names of the commits, by the files that are no longer there. An object may also leave in other ways, by
  /// an edit of its file or of what selects it; of those nothing is said, as no single commit is sure to be the one.
  static func find(
    _ files: Set<String>, in source: SourceWatch, at commit: GitObjectIdentifier
  ) async -> [String: String] {
    guard !files.isEmpty, let mirror = await source.openMirror,
      let present = try? await mirror.tree(at: commit).entries()
    else { return [:] }
    let gone = files.subtracting(present.map(\.path)).sorted().prefix(mostFiles)
    let found = try? await mirror.lastChanges(of: Array(gone), at: commit, limit: mostCommits)
    return (found ?? [:]).mapValues(\.identifier.short)
  }
}
