/// The group of prometheus-operator, of which Grafana Agent Operator reads three kinds (reference agent-operator.md
/// section 1.6).
enum MonitorGroup {
  static let apiVersions = ["monitoring.coreos.com/v1"]
}
