import Base
import Plan

extension SQLiteStore {
  public func refusals(in target: TargetName) async throws(StoreError) -> [ObjectKey: Refusal] {
    try await perform { (database) throws(StoreError) in
      // A database that is only read may still be of the version before.
      let later = try Schema.version(of: database) < 2 ? "'content', NULL" : "cause, remedy"
      let refusals = try database.query(
        """
        SELECT kind, uid, digest, message, attempts, next_attempt, \(later) FROM refusals
        WHERE environment = ? AND target = ?
        """, [.text(target.environment), .text(target.name)]
      ) { (row) throws(StoreError) in
        Refusal(
          key: ObjectKey(try row.word(0, as: ObjectKind.self), row.text(1)), digest: try row.digest(2),
          cause: try row.word(6, as: Refusal.Cause.self), message: row.text(3), remedy: row.optionalText(7),
          attempts: row.number(4), nextAttempt: row.time(5))
      }
      return Dictionary(refusals.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    }
  }

  public func remember(_ refusal: Refusal, in target: TargetName) async throws(StoreError) {
    try await perform { (database) throws(StoreError) in
      try database.run(
        """
        INSERT OR REPLACE INTO refusals
          (environment, target, kind, uid, digest, message, attempts, next_attempt, cause, remedy)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          .text(target.environment), .text(target.name), .text(refusal.key.kind.rawValue),
          .text(refusal.key.uid), .bytes(refusal.digest.bytes), .text(refusal.message),
          .number(refusal.attempts), .time(refusal.nextAttempt), .text(refusal.cause.rawValue),
          .optional(refusal.remedy),
        ])
    }
  }

  public func forgetRefusals(of keys: [ObjectKey], in target: TargetName) async throws(StoreError) {
    try await perform { (database) throws(StoreError) in
      try database.transaction { () throws(StoreError) in
        for key in keys {
          try database.run(
            "DELETE FROM refusals WHERE environment = ? AND target = ? AND kind = ? AND uid = ?",
            [.text(target.environment), .text(target.name), .text(key.kind.rawValue), .text(key.uid)])
        }
      }
    }
  }
}
