import Apply
import Base
import Platform
import Store

/// Keeps copies: in the store, and those that may hold secrets in files that only the owner can read.
struct StoreCopies: CopyKeeper {
  let store: any Store
  let target: TargetName
  let revision: String
  /// Folder for copies that may hold secrets.
  let secretDirectory: String
  let time: any TimeSource

  func keep(_ copy: ObjectCopy) async throws(TargetFailure) {
    var body = copy.content
    if copy.isSecret {
      let name = "\(Digest(of: copy.content))"
      do {
        try FileSystem.makeDirectories(secretDirectory)
        try AtomicFile.write(copy.content, to: secretDirectory + "/" + name, mode: 0o600)
      } catch {
        throw TargetFailure(.passing, error.description)
      }
      // The database holds where the copy lies, not what it says.
      body = Array("file:\(name)".utf8)
    }
    let kept = KeptCopy(
      target: target, key: copy.key, title: copy.title, parentTitle: copy.parentUID, reason: copy.reason,
      taken: time.now, revision: revision)
    do {
      try await store.keep(kept, body: body)
    } catch {
      throw TargetFailure(.passing, error.description)
    }
  }
}
