internal import Documents

/// Everything that the server knows about notifications. The rest of alerting asks for names only.
struct NotificationState: Sendable {
  /// As it was stored last; `AlertmanagerConfiguration.corruption` may keep it from being read.
  private(set) var stored: AlertmanagerConfiguration
  var provenances: [ProvenanceKey: Provenance] = [:]
  private(set) var history: ConfigurationHistory
  var silences: [Silence] = []
  /// Of the alerting before Grafana 9, in the order of their numbers.
  var channels: [NotificationChannel] = []
  var lastChannelID = 0

  init(_ lens: NotificationLens) {
    stored = .initial(lens)
    history = ConfigurationHistory(stored)
  }

  /// Replaces the document. The Alertmanager learns of it later.
  mutating func store(_ configuration: AlertmanagerConfiguration) {
    stored = configuration
    history.add(configuration)
  }

  /// Lets the Alertmanager run what is stored: on a real server once a minute, here when somebody asks it. What cannot be
  /// read is not taken over.
  mutating func applyStored() {
    if stored.corruption == nil { history.applyLast() }
  }

  /// What the Alertmanager runs.
  var running: AlertmanagerConfiguration { history.lastApplied ?? stored }

  func provenance(_ key: ProvenanceKey) -> Provenance { provenances[key] ?? .none }

  // MARK: For rules

  /// The names that a rule may send its alerts to.
  var receiverNames: [String] { stored.receivers.map(\.name) }

  /// The names of time intervals that a rule may be muted by.
  var timeIntervalNames: [String] { stored.timeIntervals.map(\.name) }
}
