import Apply
import Base
import Platform
import Store

/// Keeps copies in the store.
struct StoreCopies: CopyKeeper {
  let store: any Store
  let target: TargetName
  let revision: String
  let time: any TimeSource

  func keep(_ copy: ObjectCopy) async throws(TargetFailure) {
    let kept = KeptCopy(
      target: target, key: copy.key, title: copy.title, parentUID: copy.parentUID, reason: copy.reason,
      taken: time.now, revision: revision, version: copy.version)
    do throws(StoreError) {
      try await store.keep(kept, body: copy.content, isSecret: copy.isSecret)
    } catch {
      throw TargetFailure(.passing, error.description)
    }
  }

  func newestTitle(of key: ObjectKey) async throws(TargetFailure) -> String? {
    do throws(StoreError) {
      return try await store.copies(named: key.uid).first { $0.copy.key == key && $0.copy.target == target }?
        .copy.title
    } catch {
      throw TargetFailure(.passing, error.description)
    }
  }
}
