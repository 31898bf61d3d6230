/// A bare mirror of one source on disk.
///
/// Everything that talks to the remote or writes runs one after another on a thread of the mirror's own; reading is
/// done by up to sixteen others. A task that is cancelled cancels its operation.
public final class GitMirror: Sendable {
  public let source: GitSource
  private let state: MirrorState
  private let worker: MirrorWorker
  private let thread: GitThreads
  private let readers = GitThreads(maximum: 16)

  private init(source: GitSource, state: MirrorState, worker: MirrorWorker, thread: GitThreads) {
    self.source = source
    self.state = state
    self.worker = worker
    self.thread = thread
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
    return GitMirror(source: source, state: state, worker: worker, thread: thread)
  }

  /// Asks the remote what the source's reference names now, without fetching. The head of a notes reference comes
  /// with the same request where it is asked for.
  public func poll(notes: String? = nil) async throws(GitError) -> GitHeads {
    try await work { worker, flag throws(GitError) in try worker.poll(notes: notes, flag: flag) }
  }

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

  /// Ends what is running now; waiting operations end when their turn comes.
  public func cancel() {
    state.cancelAll(closing: false)
  }

  /// Ends what is running and the threads, and gives the folder free. Later calls fail with `closed`.
  public func close() async {
    state.cancelAll(closing: true)
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

  /// Runs a call with the reading thread's own handle of the mirror.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Repository) throws(GitError) -> Value
  ) async throws(GitError) -> Value {
    let state = state
    let path = worker.repositoryPath
    return try await readers.run { locals throws(GitError) in
      let repository = try locals.repository(path, generation: state.generation)
      do throws(GitError) {
        return try body(repository)
      } catch {
        if case .corrupt(let reason) = error { state.suspect(reason) }
        throw error
      }
    }
  }

  /// Runs a call with a handle of the repository of notes.
  func readNotes<Value: Sendable>(
    _ body: @escaping @Sendable (Repository) throws(GitError) -> Value
  ) async throws(GitError) -> Value {
    let path = worker.notesPath
    return try await readers.run { locals throws(GitError) in
      try body(try locals.repository(path, generation: 0))
    }
  }
}
