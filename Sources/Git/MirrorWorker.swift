internal import CLibGit2

/// Everything that the mirror's own thread does. No other thread ever touches it.
///
/// `@unchecked Sendable`: it is made and used in jobs of a `GitThreads` with one thread, which run one after
/// another with a lock between them.
final class MirrorWorker: @unchecked Sendable {
  private let source: GitSource
  /// Never changes, so that readers may ask for it.
  let repositoryPath: String
  let directory: MirrorDirectory
  private let http: HTTPSession?
  private let state: MirrorState
  private let remoteHeads: RemoteHeads
  private var opened: Repository?
  /// True once the present clone was found whole.
  private var isChecked = false
  /// When the repository may be cloned again to make room. Not with every fetch: where it is really larger than the
  /// limit, each clone would load up to that.
  private var nextRoom = ContinuousClock.now
  private static let timeBetweenRooms = Duration.seconds(3600)

  init(source: GitSource, directory: String, state: MirrorState) throws(GitError) {
    try GitLibrary.start()
    self.source = source
    self.state = state
    self.directory = try MirrorDirectory(directory)
    repositoryPath = self.directory.repository
    http = source.url.isWeb ? HTTPSession(source: source, spool: directory) : nil
    remoteHeads = RemoteHeads(source: source, http: http)
    if Repository.isMissing(self.directory.repository) {
      opened = try Self.make(self.directory.repository, for: source)
    }
  }

  /// Gives the folder free. Nothing else may be called after this.
  func close() {
    opened = nil
    directory.release()
  }

  static func make(_ path: String, for source: GitSource) throws(GitError) -> Repository {
    let repository = try Repository.create(path)
    try repository.setAddress(source.url.description)
    return repository
  }

  func repository() throws(GitError) -> Repository {
    if let opened { return opened }
    let repository = try Repository.open(directory.repository)
    opened = repository
    return repository
  }

  private func operation(_ flag: CancellationFlag, existing: Int64 = 0, total: Duration? = nil)
    throws(GitError) -> RemoteOperation
  {
    try RemoteOperation(
      source: source, http: http, directory: directory.path, flag: flag,
      allowance: RemoteOperation.Allowance(source.limits, existing: existing),
      total: total ?? source.limits.total)
  }

  // MARK: Poll

  func poll(flag: CancellationFlag) throws(GitError) -> GitHeads {
    if case .commit(let commit) = source.reference {
      return GitHeads(revision: Revision(name: nil, commit: commit), bytes: nil)
    }
    let limits = source.limits
    let operation = try operation(flag, total: min(limits.total, limits.connect + limits.stall))
    let repository = try repository()
    let name = source.reference.remoteName
    let heads = try remoteHeads.list(
      [name].compactMap { $0 }, repository: repository, operation: operation)
    let bytes = http?.bytes
    guard let name, let head = heads[name] else {
      let all = try remoteHeads.list(
        ["refs/heads/", "refs/tags/"], repository: repository, operation: operation)
      throw RemoteHeads.absence(of: source.reference, url: source.url, among: all)
    }
    return GitHeads(revision: Revision(name: source.reference.revisionName, commit: head), bytes: bytes)
  }

  // MARK: Fetch

  func fetch(flag: CancellationFlag) throws(GitError) -> GitFetch {
    if let reason = damage() { return try cloneAgain(because: reason, flag) }
    do throws(GitError) {
      let repository = try repository()
      let fetched = try fetch(into: repository, flag)
      if fetched.movement != .unchanged { consolidate(repository, flag) }
      return fetched
    } catch {
      switch error {
      case .corrupt(let reason): return try cloneAgain(because: reason, flag)
      case .overLimit(_, limit: source.limits.repositoryBytes) where mayMakeRoom():
        return try cloneAgain(
          because: "it had grown to the limit of \(source.limits.repositoryBytes) bytes", flag)
      default: throw error
      }
    }
  }

  /// Whether a new clone may be smaller than the mirror, which keeps what force-pushes left behind.
  private func mayMakeRoom() -> Bool {
    let now = ContinuousClock.now
    guard now >= nextRoom, (try? opened?.target(of: tracking)) != nil else { return false }
    nextRoom = now + Self.timeBetweenRooms
    return true
  }

  /// Housekeeping must not fail what it follows: where the disk is full or an object broken, the next fetch finds it.
  private func consolidate(_ repository: Repository, _ flag: CancellationFlag) {
    if (try? Consolidation(repository).run { !flag.isSet }) == true { opened = nil }
  }

  /// Where the followed reference is kept.
  private var tracking: String {
    "refs/sluice/source/"
      + (source.reference.remoteName.map { String($0.dropFirst("refs/".count)) } ?? "commit")
  }

  private func fetch(into repository: Repository, _ flag: CancellationFlag) throws(GitError) -> GitFetch {
    let previous = try repository.target(of: tracking)
    let head = try download(into: repository, flag)
    if head != previous { try repository.checkTree(of: head) }
    try follow(head, in: repository)
    isChecked = true
    return try describe(head, previous: previous, in: repository, recovery: nil)
  }

  /// Brings the objects, and gives the commit that the reference names.
  private func download(into repository: Repository, _ flag: CancellationFlag) throws(GitError)
    -> GitObjectIdentifier
  {
    if case .commit(let commit) = source.reference, repository.has(commit) { return commit }
    let operation = try operation(flag, existing: MirrorDirectory.size(of: repository.path))
    let connection = try RemoteConnection(repository, operation, for: .fetch)
    let heads = try connection.list()
    if case .commit(let commit) = source.reference {
      let names = heads.keys.filter { $0.hasPrefix("refs/heads/") || $0.hasPrefix("refs/tags/") }
      if !names.isEmpty { try connection.download(names.filter { !$0.hasSuffix("^{}") }.sorted()) }
      guard repository.has(commit) else {
        throw RemoteHeads.absence(of: source.reference, url: source.url, among: heads)
      }
      return commit
    }
    let peeled = RemoteHeads.peeled(heads)
    guard let name = source.reference.remoteName, let head = peeled[name] else {
      throw RemoteHeads.absence(of: source.reference, url: source.url, among: peeled)
    }
    try connection.download([name])
    return try repository.commitIdentifier(head)
  }

  private func follow(_ head: GitObjectIdentifier, in repository: Repository) throws(GitError) {
    for other in try repository.references(matching: "refs/sluice/source/*") where other != tracking {
      try repository.removeReference(other)
    }
    try repository.setReference(tracking, to: head)
    try repository.setHead(head)
  }

  private func describe(
    _ head: GitObjectIdentifier, previous: GitObjectIdentifier?, in repository: Repository, recovery: String?
  ) throws(GitError) -> GitFetch {
    let movement = try movement(from: previous, to: head, in: repository)
    var commits: [GitCommit] = []
    switch movement {
    case .unchanged: break
    case .first: commits = [try repository.commit(head)]
    case .advanced, .forced:
      let known = previous.flatMap { repository.has($0) ? $0 : nil }
      commits = try repository.commits(from: known, to: head, limit: GitFetch.commitLimit)
    }
    return GitFetch(
      revision: Revision(name: source.reference.revisionName, commit: head), previous: previous,
      movement: movement, commits: commits, recovery: recovery)
  }

  private func movement(
    from previous: GitObjectIdentifier?, to head: GitObjectIdentifier, in repository: Repository
  )
    throws(GitError) -> GitFetch.Movement
  {
    guard let previous else { return .first }
    if previous == head { return .unchanged }
    guard repository.has(previous) else { return .forced }
    return try repository.isAncestor(previous, of: head) ? .advanced : .forced
  }

  // MARK: Recovery

  /// Why the mirror cannot be trusted; nil where it can.
  private func damage() -> String? {
    if let suspicion = state.repository.suspicion { return suspicion }
    do throws(GitError) {
      let repository = try repository()
      let address = repository.address
      if address != source.url.description {
        return address.map { "it was made for \($0)" } ?? "its configuration cannot be read"
      }
      if isChecked { return nil }
      guard let head = try repository.target(of: tracking) else {
        return try repository.references(matching: "refs/sluice/source/*").isEmpty
          ? repository.headDamage : nil
      }
      if let damage = repository.headDamage { return damage }
      try repository.checkTree(of: head)
      isChecked = true
      return nil
    } catch .corrupt(let reason) {
      return reason
    } catch {
      return error.description
    }
  }

  /// Makes a new clone beside the old one, and changes places when it is whole.
  private func cloneAgain(because reason: String, _ flag: CancellationFlag) throws(GitError) -> GitFetch {
    let old = try? repository()
    let isSameSource = old?.address == source.url.description
    let previous = isSameSource ? try? old?.target(of: tracking) : nil
    MirrorDirectory.remove(directory.incoming)
    let head: GitObjectIdentifier
    let fetched: GitFetch
    do throws(GitError) {
      let repository = try Self.make(directory.incoming, for: source)
      head = try download(into: repository, flag)
      try repository.checkTree(of: head)
      try follow(head, in: repository)
      fetched = try describe(head, previous: previous, in: repository, recovery: reason)
    } catch {
      MirrorDirectory.remove(directory.incoming)
      guard case .corrupt(let reason) = error else { throw error }
      throw .remoteMessage(url: source.url.description, "its objects are damaged (\(reason))")
    }
    opened = nil
    try directory.replaceRepository()
    isChecked = true
    state.repository.recordReplacement()
    return fetched
  }
}
