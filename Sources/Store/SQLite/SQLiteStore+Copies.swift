import Base
import Platform

extension SQLiteStore {
  public func keep(_ copy: KeptCopy, body: [UInt8], isSecret: Bool) async throws(StoreError) {
    try await perform { [secretBodies] (database) throws(StoreError) in
      let inDatabase: SQLValue = isSecret ? .null : .bytes(try packed(body, database.path))
      try database.transaction(isSynced: true) { () throws(StoreError) in
        // Within the transaction, because another process could discard the file before a row speaks for it.
        let digest = isSecret ? try secretBodies.store(body) : Digest(of: body)
        let known = try database.query("SELECT 1 FROM bodies WHERE digest = ?", [.bytes(digest.bytes)]) {
          _ throws(StoreError) in true
        }
        if known.isEmpty {
          try database.run(
            "INSERT INTO bodies (digest, size, packed) VALUES (?, ?, ?)",
            [.bytes(digest.bytes), .number(body.count), inDatabase])
        }
        try database.run(
          """
          INSERT INTO copies
            (environment, target, kind, uid, title, parent_uid, reason, taken, revision, digest, ours)
          VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, EXISTS (
            SELECT 1 FROM inventory
            WHERE environment = ?1 AND target = ?2 AND kind = ?3 AND uid = ?4 AND version = ?11))
          """,
          [
            .text(copy.target.environment), .text(copy.target.name), .text(copy.key.kind.rawValue),
            .text(copy.key.uid), .text(copy.title), .text(copy.parentUID), .text(copy.reason),
            .time(copy.taken), .text(copy.revision), .bytes(digest.bytes),
            copy.version.map { .number($0) } ?? .null,
          ])
      }
    }
  }

  public func copies(named name: String?) async throws(StoreError) -> [ListedCopy] {
    try await perform { (database) throws(StoreError) in
      try database.query(
        """
        SELECT id, environment, target, kind, uid, title, parent_uid, reason, taken, revision, size, copies.digest
        FROM copies JOIN bodies ON bodies.digest = copies.digest
        WHERE ?1 IS NULL OR uid = ?1 OR title = ?1 ORDER BY id DESC
        """, [.optional(name)]
      ) { (row) throws(StoreError) in
        let copy = KeptCopy(
          target: TargetName(environment: row.text(1), name: row.text(2)),
          key: ObjectKey(try row.word(3, as: ObjectKind.self), row.text(4)), title: row.text(5),
          parentUID: row.text(6), reason: row.text(7), taken: row.time(8), revision: row.text(9))
        return ListedCopy(id: row.integer(0), copy: copy, size: row.number(10), digest: try row.digest(11))
      }
    }
  }

  public func body(ofCopy id: Int64) async throws(StoreError) -> [UInt8]? {
    try await perform { [secretBodies] (database) throws(StoreError) in
      try database.query(
        "SELECT packed, size, bodies.digest FROM bodies JOIN copies ON bodies.digest = copies.digest WHERE copies.id = ?",
        [.integer(id)]
      ) { (row) throws(StoreError) in
        if row.isNull(0) { return try secretBodies.load(try row.digest(2), limit: row.number(1)) }
        do throws(Gzip.Failure) {
          return try Gzip.decompress(row.bytes(0), limit: row.number(1))
        } catch {
          throw .corrupt(path: database.path, reason: "a kept copy is \(error)")
        }
      }.first
    }
  }
}

private func packed(_ body: [UInt8], _ path: String) throws(StoreError) -> [UInt8] {
  do throws(Gzip.Failure) {
    return try Gzip.compress(body, as: .zlib)
  } catch {
    throw .failed(path: path, reason: error.description)
  }
}
