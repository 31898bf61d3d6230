import Apply
import Base
import Store

/// Remembers in the store what came from Git into a workspace, and what was there before. Never a secret.
struct StoreObjectMemory: ObjectMemory {
  let store: any Store
  let target: TargetName

  func parts(of owner: PartOwner) async throws(TargetFailure) -> Set<String> {
    let text = try await read(setting(owner)) ?? ""
    return Set(text.split(separator: "\n").map(String.init))
  }

  func remember(_ parts: Set<String>, of owner: PartOwner) async throws(TargetFailure) {
    try await write(setting(owner), parts.isEmpty ? nil : parts.sorted().joined(separator: "\n"))
  }

  func former(of key: ObjectKey) async throws(TargetFailure) -> [UInt8]? {
    try await read(formerSetting(key)).map { Array($0.utf8) }
  }

  func remember(former: [UInt8]?, of key: ObjectKey) async throws(TargetFailure) {
    try await write(formerSetting(key), former.map { String(decoding: $0, as: UTF8.self) })
  }

  func forgetFormer(of key: ObjectKey) async throws(StoreError) {
    if try await store.setting(formerSetting(key)) != nil { try await store.set(formerSetting(key), to: nil) }
  }

  /// Which fields of an object of a cluster were ours.
  func forgetFields(of key: ObjectKey) async throws(StoreError) {
    let setting = setting(.fields(key))
    if try await store.setting(setting) != nil { try await store.set(setting, to: nil) }
  }

  /// Gives another environment what is known of an object that it takes over. What cannot be read or written stays unknown
  /// there: then less is taken for ours, and never more.
  func handOver(_ key: ObjectKey, of manifest: ObjectReference, to heir: StoreObjectMemory) async {
    for owner in [PartOwner.object(key), .places(key), .baseline(key), .manifest(manifest)] {
      if let parts = try? await parts(of: owner), !parts.isEmpty {
        try? await heir.remember(parts, of: owner)
      }
    }
    if let former = try? await former(of: key) { try? await heir.remember(former: former, of: key) }
  }

  private func setting(_ owner: PartOwner) -> String {
    switch owner {
    case .object(let key): "secret names \(target) \(key)"
    case .places(let key): "secret places \(target) \(key)"
    case .baseline(let key): "baseline \(target) \(key)"
    case .manifest(let reference): "parts \(target) \(reference.path)"
    case .fields(let key): "fields \(target) \(key)"
    }
  }

  private func formerSetting(_ key: ObjectKey) -> String { "former \(target) \(key)" }

  private func read(_ setting: String) async throws(TargetFailure) -> String? {
    do throws(StoreError) {
      return try await store.setting(setting)
    } catch {
      throw TargetFailure(.ended, "the state directory cannot be read: \(error.description)")
    }
  }

  private func write(_ setting: String, _ value: String?) async throws(TargetFailure) {
    do throws(StoreError) {
      try await store.set(setting, to: value)
    } catch {
      throw TargetFailure(.passing, "the state directory cannot be written: \(error.description)")
    }
  }
}
