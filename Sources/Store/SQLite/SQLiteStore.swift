import Base
import Platform

/// The store in one SQLite file in WAL mode: the command line reads while the daemon writes.
public final class SQLiteStore: Store {
  /// What opening the file came to.
  public enum Opening: Hashable, Sendable {
    case created
    case existing
    /// The file was damaged: it lies now under another name, kept secret bodies beside it, and the store is empty.
    case replaced(damaged: String, reason: String)
  }

  public let opening: Opening
  private let database: Database
  let secretBodies: SecretBodies
  private let thread: WorkerThread

  private init(
    _ database: Database, _ opening: Opening, _ secretBodies: SecretBodies, _ thread: WorkerThread
  ) {
    self.database = database
    self.opening = opening
    self.secretBodies = secretBodies
    self.thread = thread
  }

  deinit { thread.add { [database] in database.close() } }

  /// Ends the connection when the calls before this one are done; later calls fail with `closed`.
  func close() async {
    await thread.run { [database] () throws(Never) in database.close() }
  }

  /// Opens a file to write, makes it where it is missing, brings an older one to this version, and moves a damaged one
  /// aside. Only one process may do so at a time; `StateDirectory` sees to that.
  ///
  /// - Parameter busyLimit: how long to wait for another connection that writes.
  static func open(
    _ path: String, secretBodies: SecretBodies, time: any TimeSource = SystemTime(),
    busyLimit: Duration = .seconds(5)
  ) async throws(StoreError) -> SQLiteStore {
    let thread = WorkerThread(named: "sluice-store")
    let (database, opening) = try await thread.run { () throws(StoreError) in
      try openOrReplace(path, secretBodies, time, busyLimit)
    }
    return SQLiteStore(database, opening, secretBodies, thread)
  }

  /// Opens a file that is there, also while a daemon writes to it. Neither its format nor damage in it is touched.
  static func openBeside(
    _ path: String, _ mode: Database.Mode, secretBodies: SecretBodies
  ) async throws(StoreError) -> SQLiteStore {
    let thread = WorkerThread(named: "sluice-store")
    let database = try await thread.run { () throws(StoreError) in
      let isThere: Bool
      do throws(FileError) {
        isThere = try FileSystem.entry(at: path) != nil
      } catch {
        throw .file(error)
      }
      guard isThere else { throw .missing(path: path) }
      let database = try Database(path, mode)
      try Schema.check(database)
      return database
    }
    return SQLiteStore(database, .existing, secretBodies, thread)
  }

  /// Runs a body on the store's thread.
  func perform<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws(StoreError) -> Value
  ) async throws(StoreError) -> Value {
    try await thread.run { [database] () throws(StoreError) in try body(database) }
  }

  private static func openOrReplace(
    _ path: String, _ secretBodies: SecretBodies, _ time: any TimeSource, _ busyLimit: Duration
  ) throws(StoreError) -> (Database, Opening) {
    let suffix = ".corrupt-\(time.now)"
    let isNew: Bool
    do throws(FileError) {
      isNew = try FileSystem.entry(at: path) == nil
      if isNew {
        // What a database that is gone had kept is nobody's to discard.
        try secretBodies.moveAside(suffix)
        // SQLite would make it with the process's mask.
        try AtomicFile.write([], to: path)
      }
    } catch {
      throw .file(error)
    }
    do throws(StoreError) {
      return (try prepare(path, busyLimit), isNew ? .created : .existing)
    } catch {
      guard case .corrupt(_, let reason) = error else { throw error }
      try moveAside(path, secretBodies, suffix)
      return (try prepare(path, busyLimit), .replaced(damaged: path + suffix, reason: reason))
    }
  }

  private static func prepare(_ path: String, _ busyLimit: Duration) throws(StoreError) -> Database {
    let database = try Database(path, .readWrite, busyLimit: busyLimit)
    try database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON")
    // Small next to what the program may use; the default of 2 MB is for one connection of a desktop program.
    try database.execute("PRAGMA cache_size = -1024; PRAGMA journal_size_limit = 8388608")
    let found = try database.query("PRAGMA quick_check(1)") { row throws(StoreError) in row.text(0) }
    guard found == ["ok"] else { throw .corrupt(path: path, reason: found.joined(separator: "; ")) }
    try Schema.migrate(database)
    return database
  }

  private static func moveAside(_ path: String, _ secretBodies: SecretBodies, _ suffix: String)
    throws(StoreError)
  {
    do throws(FileError) {
      // First, since an empty database beside them would have them discarded.
      try secretBodies.moveAside(suffix)
      // The log belongs to the file: SQLite finds it again under the file's new name.
      for part in ["", "-wal", "-shm"] where try FileSystem.entry(at: path + part) != nil {
        try FileSystem.move(path + part, to: path + suffix + part)
      }
    } catch {
      throw .file(error)
    }
  }
}
