import Apply
import Base
import Store

/// The commit that a target was last brought up to, with nothing left that waits for an answer.
struct ConvergedCommit: Sendable {
  private let store: any Store
  private let setting: String

  init(of target: TargetName, in store: any Store) {
    self.store = store
    setting = "converged \(target)"
  }

  /// In full; nil where there was none yet.
  func commit() async throws(StoreError) -> String? { try await store.setting(setting) }

  /// The same for a cycle.
  func read() async throws(TargetFailure) -> String? {
    do {
      return try await commit()
    } catch {
      throw TargetFailure(.ended, "the state directory cannot be read: \(error.description)")
    }
  }

  func remember(_ commit: String) async throws(TargetFailure) {
    guard try await read() != commit else { return }
    do {
      try await store.set(setting, to: commit)
    } catch {
      throw TargetFailure(.passing, "the state directory cannot be written: \(error.description)")
    }
  }
}
