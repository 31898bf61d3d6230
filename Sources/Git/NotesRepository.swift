internal import CLibGit2
internal import Glibc

/// One notes reference in the repository of its own that the mirror keeps for notes. Belongs to the thread for notes.
final class NotesRepository {
  private static let attempts = 6

  private let repository: Repository
  private let reference: String
  private let worker: NotesWorker

  init(_ repository: Repository, reference: String, worker: NotesWorker) {
    self.repository = repository
    self.reference = reference
    self.worker = worker
  }

  /// What the remote had when it was last asked.
  private var remoteReference: String { "refs/sluice/remote/" + reference.dropFirst("refs/".count) }

  func write(_ text: String, on commit: GitObjectIdentifier, author: GitCommit.Signature) throws(GitError) {
    if try repository.note(reference, on: commit)?.text == text { return }
    try repository.writeNote(text, reference, on: commit, author: author)
  }

  // MARK: Fetch

  func fetch(_ flag: CancellationFlag, _ merge: GitNotes.Merge) throws(GitError) -> Bool {
    let operation = try worker.operation(
      flag, existing: MirrorDirectory.size(of: repository.path), total: worker.source.limits.total)
    let connection = try RemoteConnection(repository, operation, for: .fetch)
    guard let head = try connection.list()[reference] else { return false }
    let known = try repository.target(of: remoteReference)
    if head == known { return false }
    try connection.download([reference])
    try repository.checkTree(of: head, isReadingFiles: true)
    try integrate(head, known: known, merge)
    try repository.setReference(remoteReference, to: head)
    return true
  }

  /// Takes the remote's notes as the base, and puts on top what was written here since `known`.
  private func integrate(
    _ head: GitObjectIdentifier, known: GitObjectIdentifier?, _ merge: GitNotes.Merge
  ) throws(GitError) {
    guard let local = try repository.target(of: reference), local != known else {
      return try repository.setReference(reference, to: head)
    }
    if try repository.isAncestor(head, of: local) { return }
    let before = known == nil ? [:] : try repository.noteBlobs(remoteReference)
    let after = try repository.noteBlobs(reference)
    let changed = after.filter { before[$0.key] != $0.value }.keys.sorted()
    var ours: [(commit: GitObjectIdentifier, text: String)] = []
    for commit in changed {
      if let text = try repository.note(reference, on: commit)?.text { ours.append((commit, text)) }
    }
    let author = try repository.lastSignature(of: reference)
    // Built beside the reference, so that a reader and a crash see the old notes or the new, never half of them.
    let building = "refs/sluice/building"
    try repository.setReference(building, to: head)
    for (commit, text) in ours {
      guard let author else { break }
      let theirs = try repository.note(building, on: commit)
      var note = text
      if let theirs, theirs.blob != before[commit] { note = merge(theirs.text, text) }
      if note == theirs?.text { continue }
      try repository.writeNote(note, building, on: commit, author: author)
    }
    if let built = try repository.target(of: building) { try repository.setReference(reference, to: built) }
    try repository.removeReference(building)
  }

  // MARK: Push

  func push(_ flag: CancellationFlag, _ merge: GitNotes.Merge) throws(GitError) -> GitNotes.Push {
    let url = worker.source.url.description
    let end = ContinuousClock.now + worker.source.limits.total
    for attempt in 1...Self.attempts where ContinuousClock.now < end {
      guard let local = try repository.target(of: reference),
        try repository.target(of: remoteReference) != local
      else { return .nothingToPush }
      let outcome: RemoteConnection.PushOutcome
      do throws(GitError) {
        outcome = try uploadOnce(flag)
      } catch {
        return try refusal(error)
      }
      switch outcome {
      case .taken:
        try repository.setReference(remoteReference, to: local)
        // Housekeeping must not fail what it follows.
        _ = try? Consolidation(repository).run { !flag.isSet }
        return .pushed(attempts: attempt)
      case .hasWorkTree:
        return .readOnly(
          .pushRejected(reference: reference, url: url, reason: "it has a work tree and is not bare"))
      case .refused(let reason): throw .pushRejected(reference: reference, url: url, reason: reason)
      case .behind:
        try pause(attempt, flag)
        _ = try fetch(flag, merge)
      }
    }
    throw .pushRaced(reference: reference, url: url)
  }

  /// What a failure to push means for the notes; thrown on where it says nothing about the right to write.
  private func refusal(_ error: GitError) throws(GitError) -> GitNotes.Push {
    let url = worker.source.url
    switch error {
    case .forbidden:
      return .readOnly(
        .pushRejected(
          reference: reference, url: url.description, reason: "these credentials may not write there"))
    case .fileSystem where url.scheme == .file: return .readOnly(error)
    // A host that lets everybody read asks who is there only when somebody writes.
    case .authentication where worker.source.access.credentials == nil: return .readOnly(error)
    // A service that is switched off is answered like a repository that is not there.
    case .authentication, .notFound, .notARepository: return .refused(error)
    default: throw error
    }
  }

  private func uploadOnce(_ flag: CancellationFlag) throws(GitError) -> RemoteConnection.PushOutcome {
    let url = worker.source.url
    // libgit2's local transport overwrites without a second look, so writers take turns here.
    let turn = url.scheme == .file ? open(url.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1
    defer {
      if turn >= 0 {
        flock(turn, LOCK_UN)
        close(turn)
      }
    }
    if turn >= 0, flock(turn, LOCK_EX | LOCK_NB) != 0 { return .behind }
    let limits = worker.source.limits
    let operation = try worker.operation(flag, total: min(limits.total, limits.connect + limits.stall))
    let connection = try RemoteConnection(repository, operation, for: .push)
    return try connection.upload(reference)
  }

  /// Waits a random while, longer from try to try, so that two writers part.
  private func pause(_ attempt: Int, _ flag: CancellationFlag) throws(GitError) {
    for _ in 0..<Int.random(in: 1...(2 * attempt)) {
      if flag.isSet { throw .cancelled }
      usleep(25_000)
    }
  }
}
