import Apply
import Base
import Store

/// Remembers in the store which secrets of a workspace's data sources were set from Git. Names only.
struct StoreSecretNames: SecretNameMemory {
  let store: any Store
  let target: TargetName

  func names(of key: ObjectKey) async throws(TargetFailure) -> Set<String> {
    do throws(StoreError) {
      let text = try await store.setting(setting(key)) ?? ""
      return Set(text.split(separator: "\n").map(String.init))
    } catch {
      throw TargetFailure(.ended, "the state directory cannot be read: \(error.description)")
    }
  }

  func remember(_ names: Set<String>, of key: ObjectKey) async throws(TargetFailure) {
    do throws(StoreError) {
      try await store.set(setting(key), to: names.isEmpty ? nil : names.sorted().joined(separator: "\n"))
    } catch {
      throw TargetFailure(.passing, "the state directory cannot be written: \(error.description)")
    }
  }

  private func setting(_ key: ObjectKey) -> String { "secret names \(target) \(key)" }
}
