internal import CLibGit2

/// Everything that the thread for notes does. No other thread ever touches it.
///
/// `@unchecked Sendable`: it is made and used in jobs of a `GitThreads` with one thread, which run one after another
/// with a lock between them.
final class NotesWorker: @unchecked Sendable {
  let source: GitSource
  /// Never changes, so that readers may ask for it.
  let path: String
  private let directory: MirrorDirectory
  private let http: HTTPSession?
  private let condition: RepositoryCondition
  /// The repository was made anew in the place of a damaged one, and the remote's notes are not in it yet.
  private var isReplaced = false

  /// Opens the repository of the notes, and makes it where it is missing or damaged. Talks to nobody.
  init(source: GitSource, directory: MirrorDirectory, condition: RepositoryCondition) throws(GitError) {
    self.source = source
    self.directory = directory
    self.condition = condition
    path = directory.notes
    http = source.url.isWeb ? HTTPSession(source: source, spool: directory.path) : nil
    if Repository.isMissing(path) {
      _ = try MirrorWorker.make(path, for: source)
    } else if damage(GitNotes.standardReference) != nil {
      try replace()
    }
  }

  /// Runs a call with the notes of a reference. Damage that it meets is mended first, and the call made again; notes
  /// that the remote did not have yet are then left in the repository that was moved aside.
  func perform<Value>(
    _ reference: String, _ flag: CancellationFlag, _ body: (NotesRepository) throws(GitError) -> Value
  ) throws(GitError) -> Value {
    if let flaw = GitReference.name(reference).flaw { throw .invalidReference(reference, reason: flaw) }
    if condition.suspicion != nil { try replace() }
    bringBack(reference, flag)
    do throws(GitError) {
      return try body(try notes(reference))
    } catch {
      // A damaged repository at the other end is told in the same way, and libgit2 has many words for a bad file.
      switch error {
      case .corrupt, .library: if damage(reference) == nil { throw error }
      default: throw error
      }
      try replace()
      bringBack(reference, flag)
      return try body(try notes(reference))
    }
  }

  func operation(_ flag: CancellationFlag, existing: Int64 = 0, total: Duration) throws(GitError)
    -> RemoteOperation
  {
    try RemoteOperation(
      source: source, http: http, directory: directory.path, flag: flag,
      allowance: RemoteOperation.Allowance(source.limits, existing: existing), total: total)
  }

  /// The notes of a reference, read anew for each operation: nothing of it is kept.
  private func notes(_ reference: String) throws(GitError) -> NotesRepository {
    NotesRepository(try Repository.open(path), reference: reference, worker: self)
  }

  /// Fetches what a new repository in the place of a damaged one must hold. Where the remote is away, the next push
  /// does it, which never overwrites what others wrote.
  private func bringBack(_ reference: String, _ flag: CancellationFlag) {
    guard isReplaced, let notes = try? notes(reference) else { return }
    isReplaced = false
    _ = try? notes.fetch(flag, GitNotes.union)
    try? MirrorDirectory.renamePacks(of: path)
  }

  /// What is wrong with the repository; nil where all objects of all notes are there and can be read.
  private func damage(_ reference: String) -> String? {
    do throws(GitError) {
      let repository = try Repository.open(path)
      if repository.address == nil { return "its configuration cannot be read" }
      // A listing leaves out what cannot be read.
      for reference in try repository.references(matching: "refs/*") + [reference] {
        guard let head = try repository.target(of: reference) else { continue }
        try repository.checkTree(of: head, isReadingFiles: true)
      }
      return nil
    } catch {
      switch error {
      // Not what a new repository would mend.
      case .diskFull, .fileSystem, .overLimit, .tooDeep: return nil
      default: return error.description
      }
    }
  }

  private func replace() throws(GitError) {
    try directory.setNotesAside()
    _ = try MirrorWorker.make(path, for: source)
    condition.recordReplacement()
    isReplaced = true
  }
}
