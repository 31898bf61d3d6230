import Base

extension SQLiteStore {
  @discardableResult
  public func enqueue(_ message: OutboxMessage) async throws(StoreError) -> Bool {
    try await perform { (database) throws(StoreError) in
      try database.transaction { () throws(StoreError) in
        let subject: [SQLValue] = [.text(message.kind), .text(message.subject)]
        let payload = SQLValue.json(message.payload)
        let same = try database.query(
          """
          SELECT 1 FROM (SELECT payload FROM outbox WHERE kind = ? AND subject = ? ORDER BY id DESC LIMIT 1)
          WHERE payload = ?
          """, subject + [payload]
        ) { _ throws(StoreError) in true }
        guard same.isEmpty else { return false }
        // The old one goes with its number, so that a delivery on its way cannot mark the new one.
        try database.run("DELETE FROM outbox WHERE kind = ? AND subject = ? AND ended IS NULL", subject)
        try database.run(
          """
          INSERT INTO outbox (kind, subject, payload, created, attempts, next_attempt) VALUES (?, ?, ?, ?, 0, ?)
          """, subject + [payload, .time(message.created), .time(message.created)])
        return true
      }
    }
  }

  public func dueMessages(at now: Timestamp, limit: Int) async throws(StoreError) -> [WaitingMessage] {
    try await waiting("next_attempt <= ?", [.time(now)], limit: limit)
  }

  public func failingMessages(limit: Int) async throws(StoreError) -> [WaitingMessage] {
    try await waiting("attempts > 0", [], limit: limit)
  }

  private func waiting(
    _ condition: String, _ values: [SQLValue], limit: Int
  ) async throws(StoreError) -> [WaitingMessage] {
    try await perform { (database) throws(StoreError) in
      try database.query(
        """
        SELECT id, subject, kind, payload, created, attempts, next_attempt, last_failure FROM outbox
        WHERE ended IS NULL AND \(condition) ORDER BY id LIMIT ?
        """, values + [.number(limit)]
      ) { (row) throws(StoreError) in
        let message = OutboxMessage(
          subject: row.text(1), kind: row.text(2), payload: try row.json(3), created: row.time(4))
        return WaitingMessage(
          id: row.integer(0), message: message, attempts: row.number(5), nextAttempt: row.time(6),
          lastFailure: row.optionalText(7))
      }
    }
  }

  public func nextMessageTime() async throws(StoreError) -> Timestamp? {
    try await perform { (database) throws(StoreError) in
      try database.query("SELECT next_attempt FROM outbox WHERE ended IS NULL ORDER BY next_attempt LIMIT 1")
      {
        row throws(StoreError) in row.time(0)
      }.first
    }
  }

  public func waitingMessageCount() async throws(StoreError) -> Int {
    try await perform { (database) throws(StoreError) in
      try database.query("SELECT count(*) FROM outbox WHERE ended IS NULL") { row throws(StoreError) in
        row.number(0)
      }.first ?? 0
    }
  }

  public func markDelivered(_ id: Int64, at now: Timestamp) async throws(StoreError) {
    try await perform { (database) throws(StoreError) in
      try database.run(
        "UPDATE outbox SET ended = ?, last_failure = NULL WHERE id = ?", [.time(now), .integer(id)])
    }
  }

  public func markFailed(
    _ id: Int64, _ failure: String, nextAttempt: Timestamp?
  ) async throws(StoreError) {
    try await perform { (database) throws(StoreError) in
      guard let nextAttempt else {
        try database.run("DELETE FROM outbox WHERE id = ?", [.integer(id)])
        return
      }
      try database.run(
        "UPDATE outbox SET attempts = attempts + 1, next_attempt = ?, last_failure = ? WHERE id = ?",
        [.time(nextAttempt), .text(failure), .integer(id)])
    }
  }
}
