import Base
import Platform

extension SQLiteStore {
  public func add(_ events: [Event]) async throws(StoreError) {
    try await perform { (database) throws(StoreError) in
      try database.transaction { () throws(StoreError) in
        for event in events {
          try database.run(
            """
            INSERT INTO events (at, level, environment, object_kind, namespace, name, reason, message)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
              .time(event.at), .text(event.level.rawValue), .text(event.environment),
              .optional(event.reference?.kind), .optional(event.reference?.namespace),
              .optional(event.reference?.name), .text(event.reason), .text(event.message),
            ])
        }
      }
    }
  }

  public func events(
    about reference: ObjectReference?, limit: Int
  ) async throws(StoreError) -> [Event] {
    try await perform { (database) throws(StoreError) in
      let (condition, values): (String, [SQLValue]) =
        reference.map {
          (
            "WHERE object_kind = ? AND namespace = ? AND name = ?",
            [.text($0.kind), .text($0.namespace), .text($0.name)]
          )
        } ?? ("", [])
      return try database.query(
        """
        SELECT at, level, environment, object_kind, namespace, name, reason, message
        FROM events \(condition) ORDER BY id DESC LIMIT ?
        """, values + [.number(limit)]
      ) { (row) throws(StoreError) in
        Event(
          at: row.time(0), level: try row.word(1, as: Log.Level.self), environment: row.text(2),
          reference: row.isNull(3) ? nil : row.reference(from: 3), reason: row.text(6), message: row.text(7))
      }
    }
  }

  public func add(_ cycle: CycleRecord) async throws(StoreError) {
    try await perform { (database) throws(StoreError) in
      try database.run(
        """
        INSERT INTO cycles
          (environment, revision, started, milliseconds, state, counts, requests, writes, bytes_sent, bytes_received)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          .text(cycle.environment), .text(cycle.revision), .time(cycle.started),
          .integer(Int64(cycle.duration / .milliseconds(1))), .text(cycle.state), .json(cycle.counts),
          .number(cycle.requests), .number(cycle.writes), .number(cycle.bytesSent),
          .number(cycle.bytesReceived),
        ])
    }
  }

  public func cycles(of environment: String, limit: Int) async throws(StoreError) -> [CycleRecord] {
    try await perform { (database) throws(StoreError) in
      try database.query(
        """
        SELECT environment, revision, started, milliseconds, state, counts, requests, writes, bytes_sent, bytes_received
        FROM cycles WHERE environment = ? ORDER BY id DESC LIMIT ?
        """, [.text(environment), .number(limit)]
      ) { (row) throws(StoreError) in
        CycleRecord(
          environment: row.text(0), revision: row.text(1), started: row.time(2),
          duration: .milliseconds(row.integer(3)), state: row.text(4), counts: try row.json(5),
          requests: row.number(6), writes: row.number(7), bytesSent: row.number(8),
          bytesReceived: row.number(9))
      }
    }
  }
}
