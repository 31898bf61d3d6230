import Base
import Platform

/// The directory that `--state` names, held by one daemon: the store, the key for digests of secrets, and the lock.
public final class StateDirectory: Sendable {
  public let path: String
  public let store: SQLiteStore
  /// Random, made once: with it digests of secrets tell a change and nothing else.
  public let digestKey: SecretValue
  private let lock: FileLock

  private init(path: String, store: SQLiteStore, digestKey: SecretValue, lock: FileLock) {
    self.path = path
    self.store = store
    self.digestKey = digestKey
    self.lock = lock
  }

  /// Makes the directory where it is missing, takes its lock, and opens what is in it.
  public static func open(
    _ path: String, time: any TimeSource = SystemTime(), random: any RandomSource = SystemRandom()
  ) async throws(StoreError) -> StateDirectory {
    let (lock, key) = try await WorkerThread(named: "sluice-state").run { () throws(StoreError) in
      try prepare(path, random)
    }
    let bodies = SecretBodies(directory: copiesPath(path), key: key)
    let store = try await SQLiteStore.open(databasePath(path), secretBodies: bodies, time: time)
    return StateDirectory(path: path, store: store, digestKey: key, lock: lock)
  }

  /// Waits for the disk where the key is made.
  private static func prepare(
    _ path: String, _ random: any RandomSource
  ) throws(StoreError) -> (FileLock, SecretValue) {
    do throws(FileError) {
      try FileSystem.makeDirectories(path)
    } catch {
      throw .file(error)
    }
    let lock: FileLock
    do throws(FileLock.Failure) {
      lock = try FileLock(path + "/lock")
    } catch {
      throw .held(error)
    }
    do throws(FileError) {
      try AtomicFile.removeLeftovers(in: path)
    } catch {
      throw .file(error)
    }
    return (lock, try DigestKey.load(path + "/key", random: random))
  }

  /// Ends what the store still does, and lets the next daemon in. Later calls of the store fail.
  public func close() async {
    await store.close()
    lock.release()
  }

  /// The store alone, to read, beside a daemon or without one.
  public static func read(_ path: String) async throws(StoreError) -> SQLiteStore {
    try await SQLiteStore.openBeside(
      databasePath(path), .readOnly, secretBodies: SecretBodies(directory: copiesPath(path), key: nil))
  }

  /// The store alone, to add to it beside a daemon.
  static func write(_ path: String, key: SecretValue) async throws(StoreError) -> SQLiteStore {
    try await SQLiteStore.openBeside(
      databasePath(path), .readWrite, secretBodies: SecretBodies(directory: copiesPath(path), key: key))
  }

  private static func copiesPath(_ path: String) -> String { path + "/copies" }

  private static func databasePath(_ path: String) -> String { path + "/sluice.db" }
}
