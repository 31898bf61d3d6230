internal import CLibGit2

/// Everything that the mirror's own thread does. No other thread ever touches it.
///
/// `@unchecked Sendable`: it is made and used in jobs of a `GitThreads` with one thread, which run one after
/// another with a lock between them.
final class MirrorWorker: @unchecked Sendable {
  let source: GitSource
  /// Never changes, so that readers may ask for it.
  let repositoryPath: String
  let notesPath: String
  let directory: MirrorDirectory
  let http: HTTPSession?
  private let state: MirrorState
  private let remoteHeads: RemoteHeads
  private var opened: Repository?
  /// True once the present clone was found whole.
  private var isChecked = false

  init(source: GitSource, directory: String, state: MirrorState) throws(GitError) {
    try GitLibrary.start()
    self.source = source
    self.state = state
    self.directory = try MirrorDirectory(directory)
    repositoryPath = self.directory.repository
    notesPath = self.directory.notes
    http = source.url.isWeb ? HTTPSession(source: source, spool: directory) : nil
    remoteHeads = RemoteHeads(source: source, http: http)
    if Repository.isMissing(self.directory.repository) {
      opened = try Self.make(self.directory.repository, for: source)
    }
    if Repository.isMissing(notesPath) { _ = try Self.make(notesPath, for: source) }
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

  /// The notes of a reference, read anew for each operation: nothing of it is kept.
  func notes(_ reference: String) throws(GitError) -> NotesRepository {
    if let flaw = GitReference.name(reference).flaw {
      throw .invalidReference(reference, reason: flaw)
    }
    return NotesRepository(try Repository.open(notesPath), reference: reference, worker: self)
  }

  func operation(_ flag: CancellationFlag, existing: Int64 = 0, total: Duration? = nil) throws(GitError)
    -> RemoteOperation
  {
    let room = source.limits.repositoryBytes - existing
    let isPackSmaller = source.limits.packBytes < room
    return try RemoteOperation(
      source: source, http: http, directory: directory.path, flag: flag,
      allowance: RemoteOperation.Allowance(
        bytes: max(0, min(source.limits.packBytes, room)),
        limit: isPackSmaller ? source.limits.packBytes : source.limits.repositoryBytes),
      total: total ?? source.limits.total)
  }

  // MARK: Poll

  func poll(notes: String?, flag: CancellationFlag) throws(GitError) -> GitHeads {
    let limits = source.limits
    let prefixes = [source.reference.remoteName, notes].compactMap { $0 }
    if case .commit(let commit) = source.reference, notes == nil {
      return GitHeads(revision: Revision(name: nil, commit: commit), notes: nil, bytes: nil)
    }
    let operation = try operation(flag, total: min(limits.total, limits.connect + limits.stall))
    let repository = try repository()
    let heads = try remoteHeads.list(prefixes, repository: repository, operation: operation)
    let bytes = http?.bytes
    let head: GitObjectIdentifier
    if case .commit(let commit) = source.reference {
      head = commit
    } else if let name = source.reference.remoteName, let found = heads[name] {
      head = found
    } else {
      let all = try remoteHeads.list(
        ["refs/heads/", "refs/tags/"], repository: repository, operation: operation)
      throw RemoteHeads.absence(of: source.reference, url: source.url, among: all)
    }
    return GitHeads(
      revision: Revision(name: source.reference.revisionName, commit: head),
      notes: notes.flatMap { heads[$0] }, bytes: bytes)
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
      guard case .corrupt(let reason) = error else { throw error }
      return try cloneAgain(because: reason, flag)
    }
  }

  /// Housekeeping must not fail what it follows: where the disk is full or an object broken, the next fetch finds it.
  func consolidate(_ repository: Repository, _ flag: CancellationFlag) {
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
      movement: movement, commits: Array(commits.prefix(GitFetch.commitLimit)),
      hasMoreCommits: commits.count > GitFetch.commitLimit, recovery: recovery)
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
    if let suspicion = state.suspicion { return suspicion }
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
    state.recordClone()
    return fetched
  }
}
