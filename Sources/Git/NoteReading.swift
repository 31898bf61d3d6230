internal import CLibGit2

extension Repository {
  /// The note of a commit and its blob; nil where there is none.
  func note(_ reference: String, on commit: GitObjectIdentifier) throws(GitError)
    -> (text: String, blob: GitObjectIdentifier)?
  {
    var note: OpaquePointer?
    var identifier = commit.native
    let code = git_note_read(&note, handle, reference, &identifier)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    guard code == 0, let note else { throw GitLibrary.failure(code, path: path) }
    defer { git_note_free(note) }
    guard let message = git_note_message(note), let blob = git_note_id(note) else { return nil }
    return (String(cString: message), GitObjectIdentifier(blob.pointee))
  }

  /// All noted commits with the blobs of their notes; empty where the reference is not there.
  func noteBlobs(_ reference: String) throws(GitError) -> [GitObjectIdentifier: GitObjectIdentifier] {
    guard try target(of: reference) != nil else { return [:] }
    var iterator: OpaquePointer?
    try GitLibrary.check(git_note_iterator_new(&iterator, handle, reference), path: path)
    defer { git_note_iterator_free(iterator) }
    var blobs: [GitObjectIdentifier: GitObjectIdentifier] = [:]
    var blob = git_oid()
    var commit = git_oid()
    while true {
      let code = git_note_next(&blob, &commit, iterator)
      if code == GIT_ITEROVER.rawValue { return blobs }
      if code < 0 { throw GitLibrary.failure(code, path: path) }
      blobs[GitObjectIdentifier(commit)] = GitObjectIdentifier(blob)
    }
  }

  /// Writes the note of a commit as a new commit of the notes reference.
  func writeNote(
    _ text: String, _ reference: String, on commit: GitObjectIdentifier, author: GitCommit.Signature
  ) throws(GitError) {
    var signature: UnsafeMutablePointer<git_signature>?
    try GitLibrary.check(
      git_signature_new(&signature, author.name, author.email, git_time_t(author.time), Int32(author.offset)),
      path: path)
    defer { git_signature_free(signature) }
    var blob = git_oid()
    var identifier = commit.native
    try GitLibrary.check(
      git_note_create(&blob, handle, reference, signature, signature, &identifier, text, 1), path: path)
  }

  /// Who wrote the last commit of a reference.
  func lastSignature(of reference: String) throws(GitError) -> GitCommit.Signature? {
    guard let head = try target(of: reference) else { return nil }
    return try commit(head).committer
  }
}
