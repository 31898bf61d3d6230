import Git
import Reconcile
import Store

/// What an environment follows, in two words, kept in the store for `status`.
struct SourceLabel: Sendable {
  /// `config main`: the repository's name and what of it is followed.
  let text: String
  let isSuspended: Bool

  init(_ environment: EnvironmentSettings) {
    let last = environment.source.url.path.split(separator: "/").last.map(String.init) ?? ""
    let name = last.hasSuffix(".git") ? String(last.dropLast(4)) : last
    let followed =
      switch environment.source.reference {
      case .branch(let name), .tag(let name), .name(let name): name
      case .commit(let commit): commit.short
      }
    text = "\(name) \(followed)"
    isSuspended = environment.isSuspended
  }

  private init(text: String, isSuspended: Bool) {
    self.text = text
    self.isSuspended = isSuspended
  }

  func keep(in store: any Store, environment: String) async throws(StoreError) {
    try await store.set(Self.setting(environment), to: text)
    try await store.set(Self.suspension(environment), to: isSuspended ? "yes" : nil)
  }

  static func read(from store: any Store, environment: String) async throws(StoreError) -> SourceLabel? {
    guard let text = try await store.setting(setting(environment)) else { return nil }
    return SourceLabel(
      text: text, isSuspended: try await store.setting(suspension(environment)) != nil)
  }

  private static func setting(_ environment: String) -> String { "source \(environment)" }
  private static func suspension(_ environment: String) -> String { "suspended \(environment)" }
}
