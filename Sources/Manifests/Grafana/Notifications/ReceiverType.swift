import Base

/// The types that a receiver can have.
enum ReceiverType {
  /// Of all recorded versions (`GET /api/alert-notifiers`, 8.4 to 12.4); which of them a workspace has is its business.
  private static let known: Set<String> = [
    "LINE", "dingding", "discord", "email", "googlechat", "jira", "kafka", "mqtt", "oncall", "opsgenie",
    "pagerduty", "prometheus-alertmanager", "pushover", "sensugo", "slack", "sns", "teams", "telegram",
    "threema", "victorops", "webex", "webhook", "wecom",
    // As newer versions also write it (remembered).
    "line",
  ]
  /// Of legacy alerting besides.
  private static let legacy: Set<String> = ["hipchat", "sensu"]

  struct Problem {
    let severity: Diagnostic.Severity
    let message: String
    let remedy: String
  }

  /// What is wrong with a type, as a clause that follows it; nil where it is known. A type in other letters is refused up to
  /// 10.1 for a reason that does not fit, and stored otherwise by 12.4 (reference grafana-http-api.md section 18).
  static func problem(_ type: String, isLegacy: Bool = false) -> Problem? {
    let types = isLegacy ? known.union(legacy) : known
    if types.contains(type) { return nil }
    let lower = type.lowercased()
    if let right = types.sorted().first(where: { $0.lowercased() == lower }) {
      return Problem(
        severity: .error, message: "is \(type), and types are told apart by their case",
        remedy: "write \(right)")
    }
    return Problem(
      severity: .warning,
      message: "is \(type), which is no type that Sluice knows"
        + NearestName.suggestion(for: type, among: types.sorted()),
      remedy: "write a type that the workspace has; it refuses others")
  }
}
