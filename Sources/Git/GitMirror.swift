/// A bare mirror of one source on disk.
///
/// Everything that polls, fetches or writes runs one after another on a thread of the mirror's own, what is done with
/// notes on a second one, so that a slow push holds up no poll; reading is done by up to sixteen others. A task that is
/// cancelled cancels its operation.
public final class GitMirror: Sendable {
  public let source: GitSource
  private let state: MirrorState
  private let worker: MirrorWorker
  private let thread: GitThreads
  private let notesWorker: NotesWorker
  private let notesThread: GitThreads
  private let readers = GitThreads(maximum: 16)

  private init(
    source: GitSource, state: MirrorState, worker: MirrorWorker, thread: GitThreads, notesWorker: NotesWorker,
    notesThread: GitThreads
  ) {
    self.source = source
    self.state = state
    self.worker = worker
    self.thread = thread
    self.notesWorker = notesWorker
    self.notesThread = notesThread
  }

  /// Opens the mirror in a folder that is its alone, and makes it where it is missing. Talks to nobody.
  ///
  /// Fails with `inUse` where another mirror has the folder open.
  public static func open(directory: String, source: GitSource) async throws(GitError) -> GitMirror {
    let state = MirrorState()
    let thread = GitThreads(maximum: 1)
    let worker = try await thread.run { _ throws(GitError) in
      try MirrorWorker(source: source, directory: directory, state: state)
    }
    let notesThread = GitThreads(maximum: 1)
    let notesWorker = try await notesThread.run { _ throws(GitError) in
      try NotesWorker(source: source, directory: worker.directory, condition: state.notes)
    }
    return GitMirror(
      source: source, state: state, worker: worker, thread: thread, notesWorker: notesWorker,
      notesThread: notesThread)
  }

  /// Asks the remote what the source's reference names now, without fetching.
  public func poll() async throws(GitError) -> GitHeads {
    try await work { worker, flag throws(GitError) in try worker.poll(flag: flag) }
  }

  /// True where a reader found the mirror damaged: the next fetch clones it again.
  public var isDamaged: Bool { state.repository.suspicion != nil }

  /// Brings the mirror up to the remote. A damaged mirror is cloned again, and the result says so.
  public func fetch() async throws(GitError) -> GitFetch {
    try await work { worker, flag throws(GitError) in try worker.fetch(flag: flag) }
  }

  /// The files of a commit that was fetched; listings begin at `directory`.
  public func tree(at commit: GitObjectIdentifier, directory: String = "") -> GitTree {
    GitTree(mirror: self, commit: commit, directory: directory)
  }

  /// The notes of a reference.
  public func notes(_ reference: String = GitNotes.standardReference) -> GitNotes {
    GitNotes(mirror: self, reference: reference)
  }

  /// Author, message and parents of a commit.
  public func commit(_ identifier: GitObjectIdentifier) async throws(GitError) -> GitCommit {
    try await read { repository throws(GitError) in try repository.commit(identifier) }
  }

  /// Ends what is running and the threads, and gives the folder free. Later calls fail with `closed`.
  public func close() async {
    state.close()
    await notesThread.close()
    let worker = worker
    try? await thread.run { _ throws(GitError) in worker.close() }
    await thread.close()
    await readers.close()
  }

  func work<Value: Sendable>(
    _ body: @escaping @Sendable (MirrorWorker, CancellationFlag) throws(GitError) -> Value
  ) async throws(GitError) -> Value {
    let flag = state.makeFlag()
    defer { state.forget(flag) }
    let worker = worker
    return try await thread.run(cancelling: flag) { _ throws(GitError) in
      if flag.isSet { throw GitError.cancelled }
      return try body(worker, flag)
    }
  }

  /// Runs a call with the notes of a reference, on their thread.
  func workOnNotes<Value: Sendable>(
    _ reference: String,
    _ body: @escaping @Sendable (NotesRepository, CancellationFlag) throws(GitError) -> Value
  ) async throws(GitError) -> Value {
    let flag = state.makeFlag()
    defer { state.forget(flag) }
    let worker = notesWorker
    return try await notesThread.run(cancelling: flag) { _ throws(GitError) in
      if flag.isSet { throw GitError.cancelled }
      return try worker.perform(reference, flag) { notes throws(GitError) in try body(notes, flag) }
    }
  }

  /// Runs a call with the reading thread's own handle of the mirror.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Repository) throws(GitError) -> Value
  ) async throws(GitError) -> Value {
    try await read(worker.repositoryPath, state.repository, body)
  }

  /// Runs a call with a handle of the repository of notes.
  func readNotes<Value: Sendable>(
    _ body: @escaping @Sendable (Repository) throws(GitError) -> Value
  ) async throws(GitError) -> Value {
    try await read(notesWorker.path, state.notes, body)
  }

  private func read<Value: Sendable>(
    _ path: String, _ condition: RepositoryCondition,
    _ body: @escaping @Sendable (Repository) throws(GitError) -> Value
  ) async throws(GitError) -> Value {
    try await readers.run { locals throws(GitError) in
      do throws(GitError) {
        return try body(try locals.repository(path, generation: condition.generation))
      } catch {
        if case .corrupt(let reason) = error { condition.suspect(reason) }
        throw error
      }
    }
  }
}
