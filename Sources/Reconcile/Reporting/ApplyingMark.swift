import Store

/// The revision that is being applied now, kept in the store for `sluice status`. A process that was killed leaves it
/// behind, so it counts only while one runs.
public enum ApplyingMark {
  /// `main@sha1:…`; nil where no new revision is being applied.
  public static func read(from store: any Store, environment: String) async throws(StoreError) -> String? {
    try await store.setting(setting(environment))
  }

  static func set(_ revision: String?, in store: any Store, environment: String) async throws(StoreError) {
    try await store.set(setting(environment), to: revision)
  }

  private static func setting(_ environment: String) -> String { "applying \(environment)" }
}
