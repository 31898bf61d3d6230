/// The tables, and how a database of an older version becomes one of this version.
enum Schema {
  /// Statements that lead from each version to the next; the first begins at an empty database. Only ever appended to.
  static let migrations = [
    """
    CREATE TABLE inventory (
      environment TEXT NOT NULL, target TEXT NOT NULL, kind TEXT NOT NULL, uid TEXT NOT NULL,
      object_kind TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,
      file TEXT NOT NULL, line INTEGER NOT NULL, column_number INTEGER NOT NULL,
      title TEXT NOT NULL, parent_uid TEXT NOT NULL, desired BLOB NOT NULL, observed BLOB NOT NULL,
      version INTEGER, marker TEXT, adopted INTEGER NOT NULL, pruned INTEGER NOT NULL, implicit INTEGER NOT NULL,
      commit_id TEXT NOT NULL, applied INTEGER NOT NULL,
      PRIMARY KEY (environment, target, kind, uid)
    ) WITHOUT ROWID;
    CREATE TABLE intents (
      id INTEGER PRIMARY KEY AUTOINCREMENT, environment TEXT NOT NULL, target TEXT NOT NULL,
      kind TEXT NOT NULL, uid TEXT NOT NULL,
      object_kind TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,
      verb TEXT NOT NULL, desired BLOB, begun INTEGER NOT NULL, payload TEXT NOT NULL
    );
    CREATE TABLE history (
      id INTEGER PRIMARY KEY, environment TEXT NOT NULL, target TEXT NOT NULL,
      kind TEXT NOT NULL, uid TEXT NOT NULL,
      object_kind TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL,
      verb TEXT NOT NULL, reason TEXT NOT NULL, commit_id TEXT NOT NULL, at INTEGER NOT NULL,
      failure TEXT, version INTEGER
    );
    CREATE INDEX history_of_object ON history (object_kind, namespace, name);
    CREATE TABLE events (
      id INTEGER PRIMARY KEY, at INTEGER NOT NULL, level TEXT NOT NULL, environment TEXT NOT NULL,
      object_kind TEXT, namespace TEXT, name TEXT, reason TEXT NOT NULL, message TEXT NOT NULL
    );
    CREATE TABLE cycles (
      id INTEGER PRIMARY KEY, environment TEXT NOT NULL, revision TEXT NOT NULL, started INTEGER NOT NULL,
      milliseconds INTEGER NOT NULL, state TEXT NOT NULL, counts TEXT NOT NULL, requests INTEGER NOT NULL,
      writes INTEGER NOT NULL, bytes_sent INTEGER NOT NULL, bytes_received INTEGER NOT NULL
    );
    CREATE TABLE bodies (digest BLOB PRIMARY KEY, size INTEGER NOT NULL, packed BLOB);
    CREATE TABLE copies (
      id INTEGER PRIMARY KEY AUTOINCREMENT, environment TEXT NOT NULL, target TEXT NOT NULL,
      kind TEXT NOT NULL, uid TEXT NOT NULL, title TEXT NOT NULL, parent_uid TEXT NOT NULL,
      reason TEXT NOT NULL, taken INTEGER NOT NULL, revision TEXT NOT NULL,
      digest BLOB NOT NULL REFERENCES bodies (digest)
    );
    CREATE INDEX copies_of_body ON copies (digest);
    CREATE TABLE outbox (
      id INTEGER PRIMARY KEY AUTOINCREMENT, subject TEXT NOT NULL, kind TEXT NOT NULL, payload TEXT NOT NULL,
      created INTEGER NOT NULL, attempts INTEGER NOT NULL, next_attempt INTEGER NOT NULL, last_failure TEXT,
      ended INTEGER
    );
    CREATE INDEX outbox_of_subject ON outbox (kind, subject);
    CREATE INDEX outbox_waiting ON outbox (next_attempt) WHERE ended IS NULL;
    CREATE TABLE refusals (
      environment TEXT NOT NULL, target TEXT NOT NULL, kind TEXT NOT NULL, uid TEXT NOT NULL,
      digest BLOB NOT NULL, message TEXT NOT NULL, attempts INTEGER NOT NULL,
      next_attempt INTEGER NOT NULL, PRIMARY KEY (environment, target, kind, uid)
    ) WITHOUT ROWID;
    CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    """,
    """
    ALTER TABLE refusals ADD COLUMN cause TEXT NOT NULL DEFAULT 'content';
    ALTER TABLE refusals ADD COLUMN remedy TEXT;
    """,
    """
    ALTER TABLE copies ADD COLUMN ours INTEGER NOT NULL DEFAULT 0;
    """,
  ]

  /// Brings a database to this version.
  static func migrate(_ database: Database) throws(StoreError) {
    let found = try version(of: database)
    try check(database)
    for next in found..<migrations.count {
      try database.transaction(isSynced: true) { () throws(StoreError) in
        try database.execute(migrations[next])
        try database.execute("PRAGMA user_version = \(next + 1)")
      }
    }
  }

  /// Refuses a database of a newer version.
  static func check(_ database: Database) throws(StoreError) {
    let found = try version(of: database)
    guard found <= migrations.count else {
      throw .newerSchema(path: database.path, found: found, known: migrations.count)
    }
  }

  static func version(of database: Database) throws(StoreError) -> Int {
    try database.query("PRAGMA user_version") { row throws(StoreError) in row.number(0) }.first ?? 0
  }
}
