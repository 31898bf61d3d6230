import Base

extension SQLiteStore {
  public func setting(_ name: String) async throws(StoreError) -> String? {
    try await perform { (database) throws(StoreError) in
      try database.query("SELECT value FROM settings WHERE name = ?", [.text(name)]) {
        row throws(StoreError) in row.text(0)
      }.first
    }
  }

  public func set(_ name: String, to value: String?) async throws(StoreError) {
    try await perform { (database) throws(StoreError) in
      if let value {
        try database.run(
          "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", [.text(name), .text(value)])
      } else {
        try database.run("DELETE FROM settings WHERE name = ?", [.text(name)])
      }
    }
  }

  public func discardOld(_ retention: Retention, now: Timestamp) async throws(StoreError) {
    try await perform { [secretBodies] (database) throws(StoreError) in
      try database.transaction { () throws(StoreError) in
        for (table, count) in [
          ("events", retention.events), ("history", retention.history), ("cycles", retention.cycles),
        ] {
          // Identifiers grow by one, so that the newest rows are those above the highest less the count.
          try database.run(
            "DELETE FROM \(table) WHERE id <= (SELECT max(id) FROM \(table)) - ?", [.number(count)])
        }
        try database.run(
          """
          DELETE FROM copies WHERE id IN (
            SELECT id FROM (
              SELECT id, first, newest, row_number() OVER one AS place, dense_rank() OVER content AS content_place
              FROM (
                SELECT id, environment, target, kind, uid, ours,
                  min(id) OVER (PARTITION BY environment, target, kind, uid) AS first,
                  max(id) OVER (PARTITION BY environment, target, kind, uid, ours, digest) AS newest
                FROM copies)
              WINDOW one AS (PARTITION BY environment, target, kind, uid, ours ORDER BY id DESC),
                content AS (PARTITION BY environment, target, kind, uid, ours ORDER BY newest DESC))
            WHERE place > ?1 AND (content_place > ?1 OR id <> newest) AND id <> first)
          """, [.number(retention.copiesOfOneObject)])
        try database.run("DELETE FROM copies WHERE taken < ?", [.time(now - retention.copyAge)])
        try database.run("DELETE FROM bodies WHERE digest NOT IN (SELECT digest FROM copies)")
        try database.run(
          "DELETE FROM outbox WHERE ended < ?", [.time(now - retention.deliveredAge)])
      }
      // A transaction of its own: files must not go before their rows are gone for good, nor while another process
      // writes one.
      try database.transaction { () throws(StoreError) in
        let wanted = try database.query("SELECT digest FROM bodies WHERE packed IS NULL") {
          (row) throws(StoreError) in try row.digest(0)
        }
        try secretBodies.discard(except: Set(wanted))
      }
    }
  }
}
