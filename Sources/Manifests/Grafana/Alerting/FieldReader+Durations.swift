import Base

extension FieldReader {
  /// A duration of an alerting object. Grafana reads those of Prometheus; grafana-operator also those of Go (reference
  /// grafana-operator.md section 2.5).
  func grafanaDuration(_ name: String) -> Duration? {
    guard let text = string(name), !text.isEmpty else { return nil }
    if let duration = PrometheusDuration.parse(text) ?? GoDuration.parse(text), duration >= .zero {
      return duration
    }
    error(
      "invalid-value", at: name, "\(qualified(name)) is not a duration: \(text)",
      remedy: "write for example 30s, 5m or 1d")
    return nil
  }
}
