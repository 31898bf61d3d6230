import Git

/// What the authors of commits answer, by trailers, to what the program asks before it deletes or forgets.
///
/// An answer holds from its commit on until a target has been brought up to it: one that came in the middle of a push,
/// or while the workspace was away, is not lost, and one that was followed is not taken for later deletions.
struct CommitAnswers: Sendable {
  /// More commits than this are not asked.
  private static let mostCommits = 1000

  private let newest: GitCommit
  private let mirror: GitMirror

  init(_ newest: GitCommit, in mirror: GitMirror) {
    self.newest = newest
    self.mirror = mirror
  }

  var head: GitObjectIdentifier { newest.identifier }

  /// The newest commit that answers for all that has left by then.
  /// - Parameter converged: the commit that the target was last brought up to; nil where there was none yet.
  func newestAllowingPrune(since converged: String?) async -> GitObjectIdentifier? {
    await commits(since: converged).first {
      $0.trailer("Sluice-Allow-Prune")?.lowercased() == "yes"
    }?.identifier
  }

  /// The workspaces that are gone for good, by their URLs as people wrote them.
  func forgottenWorkspaces(since converged: String?) async -> [String] {
    await commits(since: converged).flatMap { commit in
      commit.trailers.filter { $0.key.lowercased() == "sluice-forget-workspace" }.map(\.value)
    }
  }

  private func commits(since converged: String?) async -> [GitCommit] {
    guard let older = converged.flatMap({ GitObjectIdentifier($0) }), older != head else {
      return [newest]
    }
    let limit = Self.mostCommits
    // A rewritten history may have lost the older one; the newest commit speaks for itself.
    let commits = try? await mirror.commits(from: older, to: head, limit: limit)
    return [newest] + (commits ?? [])
  }
}
