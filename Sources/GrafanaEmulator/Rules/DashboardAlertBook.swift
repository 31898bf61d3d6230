internal import Documents

/// Numbers and states of alerts in dashboards. The alerts themselves are read from the dashboards when somebody asks.
struct DashboardAlertBook: Sendable {
  /// Names an alert: the dashboard's number and the panel's.
  struct Key: Hashable, Sendable {
    let dashboardID: Int
    let panelID: Int
  }

  /// What is kept of an alert.
  struct Row: Sendable {
    let id: Int
    var isPaused = false
    /// When the state changed; nil while it is that of the save.
    var stateChanged: Moment?
  }

  private var rows: [Key: Row] = [:]
  private var lastID = 0

  /// The row of an alert, made where there is none.
  mutating func row(_ key: Key) -> Row {
    if let row = rows[key] { return row }
    lastID += 1
    let row = Row(id: lastID)
    rows[key] = row
    return row
  }

  mutating func setPaused(_ isPaused: Bool, _ key: Key) {
    guard rows[key]?.isPaused != isPaused else { return }
    rows[key]?.isPaused = isPaused
    rows[key]?.stateChanged = .now
  }

  /// Forgets alerts that are gone.
  mutating func keep(_ keys: Set<Key>) { rows = rows.filter { keys.contains($0.key) } }
}
