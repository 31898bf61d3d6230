import Base
import Plan

extension SQLiteStore {
  public func begin(_ intents: [Intent], in target: TargetName) async throws(StoreError) -> [Int64] {
    try await perform { (database) throws(StoreError) in
      try database.transaction(isSynced: true) { () throws(StoreError) in
        var identifiers: [Int64] = []
        for intent in intents {
          try database.run(
            """
            INSERT INTO intents
              (environment, target, kind, uid, object_kind, namespace, name, verb, desired, begun, payload)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [.text(target.environment), .text(target.name)] + subject(intent.key, intent.reference) + [
              .text(intent.verb.rawValue), .optional(intent.desiredDigest), .time(intent.begun),
              .json(intent.payload),
            ])
          identifiers.append(database.lastIdentifier)
        }
        return identifiers
      }
    }
  }

  public func settle(_ settlements: [Settlement], in target: TargetName) async throws(StoreError) {
    try await perform { (database) throws(StoreError) in
      try database.transaction { () throws(StoreError) in
        for settlement in settlements {
          try database.run("DELETE FROM intents WHERE id = ?", [.integer(settlement.intent)])
          if let change = settlement.inventory { try InventoryTable.apply(change, target, database) }
          try insert(settlement.history, target, database)
        }
      }
    }
  }

  public func unsettledIntents(in target: TargetName) async throws(StoreError) -> [UnsettledIntent] {
    try await perform { (database) throws(StoreError) in
      try database.query(
        """
        SELECT id, kind, uid, object_kind, namespace, name, verb, desired, begun, payload FROM intents
        WHERE environment = ? AND target = ? ORDER BY id
        """, [.text(target.environment), .text(target.name)]
      ) { (row) throws(StoreError) in
        UnsettledIntent(
          id: row.integer(0),
          intent: Intent(
            key: ObjectKey(try row.word(1, as: ObjectKind.self), row.text(2)),
            reference: row.reference(from: 3), verb: try row.word(6, as: Action.Verb.self),
            desiredDigest: try row.optionalDigest(7), begun: row.time(8), payload: try row.json(9)))
      }
    }
  }

  public func history(of reference: ObjectReference, limit: Int) async throws(StoreError) -> [HistoryEntry] {
    try await history(
      where: "object_kind = ? AND namespace = ? AND name = ?",
      [.text(reference.kind), .text(reference.namespace), .text(reference.name)], limit: limit)
  }

  public func history(
    of key: ObjectKey, in target: TargetName, limit: Int
  ) async throws(StoreError) -> [HistoryEntry] {
    try await history(
      where: "environment = ? AND target = ? AND kind = ? AND uid = ?",
      [.text(target.environment), .text(target.name), .text(key.kind.rawValue), .text(key.uid)], limit: limit)
  }

  private func history(
    where condition: String, _ values: [SQLValue], limit: Int
  ) async throws(StoreError) -> [HistoryEntry] {
    try await perform { (database) throws(StoreError) in
      try database.query(
        """
        SELECT kind, uid, object_kind, namespace, name, title, verb, reason, commit_id, at, failure, version
        FROM history WHERE \(condition) ORDER BY id DESC LIMIT ?
        """, values + [.number(limit)]
      ) { (row) throws(StoreError) in
        HistoryEntry(
          key: ObjectKey(try row.word(0, as: ObjectKind.self), row.text(1)),
          reference: row.reference(from: 2),
          title: row.text(5), verb: try row.word(6, as: Action.Verb.self), reason: row.text(7),
          commit: row.text(8), at: row.time(9), failure: row.optionalText(10), version: row.optionalNumber(11)
        )
      }
    }
  }

  public func add(_ entry: HistoryEntry, in target: TargetName) async throws(StoreError) {
    try await perform { (database) throws(StoreError) in
      try database.transaction { () throws(StoreError) in try insert(entry, target, database) }
    }
  }
}

private func subject(_ key: ObjectKey, _ reference: ObjectReference) -> [SQLValue] {
  [
    .text(key.kind.rawValue), .text(key.uid), .text(reference.kind), .text(reference.namespace),
    .text(reference.name),
  ]
}

private func insert(
  _ entry: HistoryEntry, _ target: TargetName, _ database: Database
) throws(StoreError) {
  try database.run(
    """
    INSERT INTO history
      (environment, target, kind, uid, object_kind, namespace, name, title, verb, reason, commit_id, at, failure,
       version)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """,
    [.text(target.environment), .text(target.name)] + subject(entry.key, entry.reference) + [
      .text(entry.title), .text(entry.verb.rawValue), .text(entry.reason), .text(entry.commit),
      .time(entry.at),
      .optional(entry.failure), .optional(entry.version),
    ])
}
