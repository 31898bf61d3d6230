internal import CSQLite
import Platform

/// One connection to an SQLite file, with its prepared statements.
///
/// - Note: `@unchecked Sendable`, because every use after `init`, up to `close`, runs on the one `WorkerThread` of the
///   `SQLiteStore` that owns it.
final class Database: @unchecked Sendable {
  let path: String
  /// Nil once it is closed.
  private var opened: OpaquePointer?
  private var statements: [String: OpaquePointer] = [:]

  /// How a file is opened.
  enum Mode {
    case readWrite
    /// Fails where there is no file.
    case readOnly
  }

  init(_ path: String, _ mode: Mode, busyLimit: Duration = .seconds(5)) throws(StoreError) {
    self.path = path
    let flags =
      mode == .readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    var opened: OpaquePointer?
    let file = try Database.file(path)
    // Without SQLite's own mutexes, since one thread uses the connection.
    let code = sqlite3_open_v2(file, &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW, nil)
    guard let opened else { throw .failed(path: path, reason: "SQLite has no memory for a connection") }
    guard code == SQLITE_OK else {
      let error = Database.error(opened, code, path)
      sqlite3_close_v2(opened)
      throw error
    }
    self.opened = opened
    sqlite3_extended_result_codes(opened, 1)
    sqlite3_busy_timeout(opened, Int32(busyLimit / .milliseconds(1)))
  }

  deinit { close() }

  /// Ends the connection; later calls fail with `closed`.
  func close() {
    for statement in statements.values { sqlite3_finalize(statement) }
    statements = [:]
    sqlite3_close_v2(opened)
    opened = nil
  }

  /// SQLite refuses a link anywhere in the path; here only the file itself must be none. systemd, for one, makes the
  /// state directory of a service with `DynamicUser=` a link.
  private static func file(_ path: String) throws(StoreError) -> String {
    do throws(FileError) {
      let name = path.split(separator: "/").last.map(String.init) ?? path
      return try FileSystem.resolved(FileSystem.parent(of: path)) + "/" + name
    } catch {
      throw .file(error)
    }
  }

  private func handle() throws(StoreError) -> OpaquePointer {
    guard let opened else { throw .closed(path: path) }
    return opened
  }

  /// Runs statements without parameters or results.
  func execute(_ sql: String) throws(StoreError) {
    let handle = try handle()
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    if code != SQLITE_OK { throw Database.error(handle, code, path) }
  }

  /// Runs one statement that gives no rows.
  func run(_ sql: String, _ values: [SQLValue] = []) throws(StoreError) {
    _ = try query(sql, values) { _ throws(StoreError) in }
  }

  /// The rows of one statement.
  func query<Element>(
    _ sql: String, _ values: [SQLValue] = [], _ read: (SQLRow) throws(StoreError) -> Element
  ) throws(StoreError) -> [Element] {
    let handle = try handle()
    let statement = try prepared(sql)
    defer {
      sqlite3_reset(statement)
      sqlite3_clear_bindings(statement)
    }
    for (index, value) in values.enumerated() {
      let code = value.bind(to: statement, at: Int32(index + 1))
      if code != SQLITE_OK { throw Database.error(handle, code, path) }
    }
    var rows: [Element] = []
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: rows.append(try read(SQLRow(statement: statement, path: path)))
      case SQLITE_DONE: return rows
      case let code: throw Database.error(handle, code, path)
      }
    }
  }

  var lastIdentifier: Int64 { sqlite3_last_insert_rowid(opened) }

  /// Runs a body as one transaction that writes.
  ///
  /// - Parameter isSynced: waits until it is on the disk. Without it a transaction survives the death of the process,
  ///   but the newest ones may be lost when the power goes (sqlite.org/pragma.html, `synchronous`, in WAL mode).
  func transaction<Value>(
    isSynced: Bool = false, _ body: () throws(StoreError) -> Value
  ) throws(StoreError) -> Value {
    if isSynced { try execute("PRAGMA synchronous = FULL") }
    defer { if isSynced { sqlite3_exec(opened, "PRAGMA synchronous = NORMAL", nil, nil, nil) } }
    try execute("BEGIN IMMEDIATE")
    do throws(StoreError) {
      let value = try body()
      try execute("COMMIT")
      return value
    } catch {
      // Some errors have rolled back already; then this one says so and changes nothing.
      sqlite3_exec(opened, "ROLLBACK", nil, nil, nil)
      throw error
    }
  }

  private func prepared(_ sql: String) throws(StoreError) -> OpaquePointer {
    if let statement = statements[sql] { return statement }
    let handle = try handle()
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard code == SQLITE_OK, let statement else { throw Database.error(handle, code, path) }
    statements[sql] = statement
    return statement
  }

  private static func error(_ handle: OpaquePointer, _ code: Int32, _ path: String) -> StoreError {
    let reason = String(cString: sqlite3_errmsg(handle))
    return switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED: .locked(path: path)
    case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt(path: path, reason: reason)
    case SQLITE_FULL: .diskFull(path: path)
    default: .failed(path: path, reason: reason)
    }
  }
}
