/// The documents that were stored, one for each save.
struct ConfigurationHistory: Sendable {
  struct Entry: Sendable {
    let id: Int
    let configuration: AlertmanagerConfiguration
    /// Nil while the Alertmanager has not run it.
    var applied: Moment?
  }

  /// How many Grafana keeps (`ConfigRecordsLimit` in its source) [recalled; 10.1 alertmanager: history ends there].
  private static let limit = 100

  private var entries: [Entry]
  private var lastID = 1

  init(_ first: AlertmanagerConfiguration) {
    entries = [Entry(id: 1, configuration: first, applied: .now)]
  }

  mutating func add(_ configuration: AlertmanagerConfiguration) {
    lastID += 1
    entries.append(Entry(id: lastID, configuration: configuration, applied: nil))
    if entries.count > Self.limit { entries.removeFirst() }
  }

  mutating func applyLast() {
    guard let last = entries.indices.last, entries[last].applied == nil else { return }
    entries[last].applied = .now
  }

  var lastApplied: AlertmanagerConfiguration? { entries.last { $0.applied != nil }?.configuration }

  /// Newest first.
  var applied: [Entry] { entries.reversed().filter { $0.applied != nil } }
}
