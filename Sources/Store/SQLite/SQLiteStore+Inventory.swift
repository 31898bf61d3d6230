import Base
import Plan

extension SQLiteStore {
  public func inventory(of target: TargetName) async throws(StoreError) -> [ObjectKey: InventoryEntry] {
    try await perform { (database) throws(StoreError) in
      let entries = try database.query(
        "SELECT \(InventoryTable.columns) FROM inventory WHERE environment = ? AND target = ?",
        [.text(target.environment), .text(target.name)], InventoryTable.entry)
      return Dictionary(entries.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    }
  }

  public func inventory(
    named name: String
  ) async throws(StoreError) -> [(target: TargetName, entry: InventoryEntry)] {
    try await perform { (database) throws(StoreError) in
      try database.query(
        """
        SELECT \(InventoryTable.columns), environment, target FROM inventory
        WHERE uid = ?1 OR name = ?1 OR title = ?1 ORDER BY environment, target, kind, uid
        """, [.text(name)]
      ) { (row) throws(StoreError) in
        (TargetName(environment: row.text(19), name: row.text(20)), try InventoryTable.entry(row))
      }
    }
  }

  public func record(_ changes: [InventoryChange], in target: TargetName) async throws(StoreError) {
    try await perform { (database) throws(StoreError) in
      try database.transaction { () throws(StoreError) in
        for change in changes { try InventoryTable.apply(change, target, database) }
      }
    }
  }
}

/// Rows of the inventory.
enum InventoryTable {
  static let columns = """
    kind, uid, object_kind, namespace, name, file, line, column_number, title, parent_uid, desired, observed,
    version, marker, adopted, pruned, implicit, commit_id, applied
    """

  static func entry(_ row: SQLRow) throws(StoreError) -> InventoryEntry {
    InventoryEntry(
      key: ObjectKey(try row.word(0, as: ObjectKind.self), row.text(1)), reference: row.reference(from: 2),
      origin: SourceLocation(
        file: row.text(5), position: Position(line: row.number(6), column: row.number(7))),
      title: row.text(8), parentUID: row.text(9), desiredDigest: try row.digest(10),
      observedDigest: try row.digest(11), version: row.optionalNumber(12), marker: row.optionalText(13),
      isAdopted: row.flag(14), isPruned: row.flag(15), isImplicit: row.flag(16), commit: row.text(17),
      applied: row.integer(18))
  }

  /// Within a transaction of the caller.
  static func apply(
    _ change: InventoryChange, _ target: TargetName, _ database: Database
  ) throws(StoreError) {
    let place: [SQLValue] = [.text(target.environment), .text(target.name)]
    switch change {
    case .put(let entry):
      try database.run(
        """
        INSERT OR REPLACE INTO inventory (environment, target, \(columns))
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """, place + values(entry))
    case .forget(let key):
      try database.run(
        "DELETE FROM inventory WHERE environment = ? AND target = ? AND kind = ? AND uid = ?",
        place + [.text(key.kind.rawValue), .text(key.uid)])
    }
  }

  private static func values(_ entry: InventoryEntry) -> [SQLValue] {
    [
      .text(entry.key.kind.rawValue), .text(entry.key.uid), .text(entry.reference.kind),
      .text(entry.reference.namespace), .text(entry.reference.name), .text(entry.origin.file),
      .number(entry.origin.position.line), .number(entry.origin.position.column), .text(entry.title),
      .text(entry.parentUID), .bytes(entry.desiredDigest.bytes), .bytes(entry.observedDigest.bytes),
      .optional(entry.version), .optional(entry.marker), .flag(entry.isAdopted), .flag(entry.isPruned),
      .flag(entry.isImplicit), .text(entry.commit), .integer(entry.applied),
    ]
  }
}
