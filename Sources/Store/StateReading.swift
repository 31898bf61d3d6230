import Base
import Platform

/// A state directory to look at, beside a daemon or without one.
public struct StateReading: Sendable {
  public let store: SQLiteStore
  /// As `StateDirectory.digestKey`.
  public let digestKey: SecretValue

  /// Fails with `missing` where nothing ever ran with the directory.
  /// - Parameter isWriting: copies and events may be added, too, each call a transaction that waits for the daemon's.
  public static func open(_ path: String, isWriting: Bool = false) async throws(StoreError) -> StateReading {
    let store = try await StateDirectory.read(path)
    let key: SecretValue
    do throws(FileError) {
      key = SecretValue(try FileSystem.read(path + "/key", limit: 4096, followingLinks: false))
    } catch {
      throw .file(error)
    }
    return StateReading(
      store: isWriting ? try await StateDirectory.write(path, key: key) : store, digestKey: key)
  }
}
