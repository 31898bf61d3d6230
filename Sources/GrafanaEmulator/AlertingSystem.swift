/// Which alerting a server runs. Versions up to 10 can do either.
public enum AlertingSystem: String, Sendable, CaseIterable {
  /// Rules of their own, contact points, policies.
  case unified
  /// Alerts in dashboards' panels, notification channels. Nothing of the other is served.
  case legacy
}
