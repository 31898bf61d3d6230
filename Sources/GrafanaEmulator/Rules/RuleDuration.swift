internal import Base

/// Durations of alert rules, in milliseconds.
enum RuleDuration {
  /// As Prometheus writes them; nil for anything else, such as `-5m` or `1.5h`.
  static func parse(_ text: String) -> Int? {
    guard let (seconds, attoseconds) = PrometheusDuration.parse(text)?.components else { return nil }
    return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
  }

  static func text(_ milliseconds: Int) -> String {
    PrometheusDuration.format(.milliseconds(max(milliseconds, 0)))
  }

  /// As Go prints a `time.Duration` of whole seconds: `15s`, `-1m0s`, `1h0m0s`.
  static func goText(seconds: Int) -> String {
    let amount = seconds.magnitude
    var text = seconds < 0 ? "-" : ""
    if amount >= 3600 { text += "\(amount / 3600)h" }
    if amount >= 60 { text += "\(amount % 3600 / 60)m" }
    return text + "\(amount % 60)s"
  }
}
