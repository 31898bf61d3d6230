/// The notes of one reference, such as `refs/notes/sluice`: text on commits that changes no commit.
///
/// They are written locally and pushed by `push`, which is safe beside other writers.
public struct GitNotes: Sendable {
  /// Where Sluice keeps what it did.
  public static let standardReference = "refs/notes/sluice"

  public let reference: String
  private let mirror: GitMirror

  init(mirror: GitMirror, reference: String) {
    self.mirror = mirror
    self.reference = reference
  }

  /// What became of a push.
  public enum Push: Equatable, Sendable {
    /// The remote has all notes; it took so many tries.
    case pushed(attempts: Int)
    /// The remote had them already.
    case nothingToPush
    /// The host lets us read but not write, until somebody changes that; the notes stay local.
    case readOnly(GitError)
    /// The host does not know the credentials or the repository now, as while either is replaced; the notes stay local
    /// until a later push.
    case refused(GitError)
  }

  /// Makes one note of two that were written on the same commit without knowing of each other.
  public typealias Merge = @Sendable (_ theirs: String, _ ours: String) -> String

  /// Both texts, theirs first; one alone where it has the other in it.
  public static let union: Merge = { theirs, ours in
    if ours.contains(theirs) { return ours }
    if theirs.contains(ours) { return theirs }
    return theirs + (theirs.hasSuffix("\n") ? "\n" : "\n\n") + ours
  }

  /// Writes the note of a commit, in the place of an older one that is known here: who shares notes with others
  /// reads `text` first. An equal note is left as it is.
  public func write(_ text: String, on commit: GitObjectIdentifier, author: GitCommit.Signature)
    async throws(GitError)
  {
    let reference = reference
    try await mirror.workOnNotes(reference) { notes, _ throws(GitError) in
      try notes.write(text, on: commit, author: author)
    }
  }

  /// The note of a commit; nil where it has none.
  public func text(on commit: GitObjectIdentifier) async throws(GitError) -> String? {
    let reference = reference
    return try await mirror.readNotes { repository throws(GitError) in
      try repository.note(reference, on: commit)?.text
    }
  }

  /// The commits that have notes, in the order of their names.
  public func commits() async throws(GitError) -> [GitObjectIdentifier] {
    let reference = reference
    return try await mirror.readNotes { repository throws(GitError) in
      try repository.noteBlobs(reference).keys.sorted()
    }
  }

  /// Brings the notes of the remote, and keeps the local ones that it has not. True where it had new ones.
  @discardableResult
  public func fetch(merging merge: @escaping Merge = GitNotes.union) async throws(GitError) -> Bool {
    let reference = reference
    return try await mirror.workOnNotes(reference) { notes, flag throws(GitError) in
      try notes.fetch(flag, merge)
    }
  }

  /// Brings the local notes to the remote. Where others wrote meanwhile, theirs are fetched, ours are put on top,
  /// and it is tried again a few times.
  public func push(merging merge: @escaping Merge = GitNotes.union) async throws(GitError) -> Push {
    let reference = reference
    return try await mirror.workOnNotes(reference) { notes, flag throws(GitError) in
      try notes.push(flag, merge)
    }
  }
}
