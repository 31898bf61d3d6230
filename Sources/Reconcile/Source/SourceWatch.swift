import Base
import Git
import Manifests
import Secrets

/// What the source says now.
public struct SourceState: Sendable {
  public let revision: Revision
  public let commit: GitCommit
  /// The commits that came since the state before, newest first; empty when nothing moved.
  public let newCommits: [GitCommit]
  /// The history was rewritten: the commit before is not in the new history.
  public let isForced: Bool
  /// A damaged mirror was cloned anew, with the reason.
  public let recovery: String?
}

/// Follows one reference of one repository.
public actor SourceWatch {
  private let settings: SourceSettings
  private let directory: String
  private let secrets: SecretReader
  private var mirror: GitMirror?
  private var access = GitAccess()
  private var state: SourceState?

  init(_ settings: SourceSettings, directory: String, secrets: SecretReader) {
    self.settings = settings
    self.directory = directory
    self.secrets = secrets
  }

  /// The state after the last refresh that succeeded, if any.
  public var last: SourceState? { state }

  /// The mirror, once it is open.
  public var openMirror: GitMirror? { mirror }

  /// Whether the remote has another commit than the last refresh saw.
  public func hasMoved() async throws(GitError) -> Bool {
    guard let state, case .branch = settings.reference, let mirror else { return false }
    return try await mirror.poll().revision.commit != state.revision.commit
  }

  /// Asks the remote and fetches when it has something new.
  public func refresh() async throws(GitError) -> SourceState {
    let mirror = try await mirrorForCurrentAccess()
    if let state, !mirror.isDamaged {
      let heads = try await mirror.poll()
      if heads.revision == state.revision {
        let same = SourceState(
          revision: state.revision, commit: state.commit, newCommits: [], isForced: false, recovery: nil)
        self.state = same
        return same
      }
    }
    let fetch = try await mirror.fetch()
    let commit = try await mirror.commit(fetch.revision.commit)
    let state = SourceState(
      revision: fetch.revision, commit: commit, newCommits: fetch.movement == .unchanged ? [] : fetch.commits,
      isForced: fetch.movement == .forced, recovery: fetch.recovery)
    self.state = state
    return state
  }

  /// Goes on from a revision that was fetched in an earlier run, without asking the remote.
  public func resume(at revision: Revision) async throws(GitError) -> SourceState {
    let mirror = try await mirrorForCurrentAccess()
    let resumed = SourceState(
      revision: revision, commit: try await mirror.commit(revision.commit), newCommits: [], isForced: false,
      recovery: nil)
    return resumed
  }

  /// Ends what is running and the mirror's threads.
  public func close() async {
    await mirror?.close()
    mirror = nil
  }

  /// Credentials are read anew each time, so that rotated ones are used from the next poll on.
  private func mirrorForCurrentAccess() async throws(GitError) -> GitMirror {
    let current = try readAccess()
    if let mirror, current == access { return mirror }
    await close()
    let source = try GitSource(
      url: settings.url, reference: settings.reference, access: current, limits: settings.limits)
    let opened = try await GitMirror.open(directory: directory, source: source)
    mirror = opened
    access = current
    return opened
  }

  private func readAccess() throws(GitError) -> GitAccess {
    guard let secret = settings.secret else { return GitAccess() }
    let keys = ["username", "password", "bearerToken", "ca.crt", "caFile", "identity", "known_hosts"]
    let values = secrets.values(of: secret, keys: keys)
    if values.isEmpty {
      throw GitError.invalidSecret(
        key: keys[0],
        reason: "and all other keys of \(secret.namespace)/\(secret.name) are missing in "
          + (secrets.directory ?? "the directory of values, which is not given (--secrets)"))
    }
    return try GitAccess(secret: values)
  }
}
