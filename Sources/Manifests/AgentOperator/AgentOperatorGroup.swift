import Base

/// What the kinds of Grafana Agent Operator have in common (reference agent-operator.md section 1.0).
enum AgentOperatorGroup {
  static let apiVersions = ["monitoring.grafana.com/v1alpha1"]
}

extension FieldReader {
  /// A text; empty is the same as absent, as Go's `omitempty` has it.
  func filledString(_ name: String) -> String? {
    string(name).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// A whole number from 0 on; 0 is the same as absent.
  func positiveInteger(_ name: String) -> Int? {
    guard let number = naturalNumber(name), number > 0 else { return nil }
    return number
  }

  /// A whole number from 0 on.
  func naturalNumber(_ name: String) -> Int? {
    guard let number = integer(name) else { return nil }
    if number >= 0 { return number }
    error(
      "invalid-value", at: name, "\(qualified(name)) is \(number)", remedy: "write a whole number from 0 on")
    return nil
  }

  /// A duration of Prometheus such as `15s`, kept as it is written.
  func prometheusDuration(_ name: String) -> String? {
    guard let text = filledString(name) else { return nil }
    if PrometheusDuration.parse(text) == nil {
      error(
        "invalid-value", at: name, "\(qualified(name)) is no duration of Prometheus: \(text)",
        remedy: "write whole numbers with units from large to small, for example 1h30m or 15s")
    }
    return text
  }

  /// A duration of Go such as `1.5h`, kept as it is written.
  func goDuration(_ name: String) -> String? {
    guard let text = filledString(name) else { return nil }
    if GoDuration.parse(text) == nil {
      error(
        "invalid-value", at: name, "\(qualified(name)) is not a duration: \(text)",
        remedy: "write for example 10m or 1h30m")
    }
    return text
  }

  /// Tells where a field that names a label does not; empty is no name and fine.
  func checkLabelName(_ name: String) {
    guard let label = filledString(name), !RelabelRule.isLabelName(label) else { return }
    error(
      "invalid-value", at: name, "\(qualified(name)) is \(label), which is no label name",
      remedy: Self.labelNameRemedy)
  }

  /// Tells which names of labels in a field are none.
  func checkLabelNames(_ name: String, _ labels: some Sequence<String>) {
    for label in labels.sorted() where !RelabelRule.isLabelName(label) {
      error(
        "invalid-value", at: name,
        "\(qualified(name)) has \(label.isEmpty ? "an empty name" : label), which is no label name",
        remedy: Self.labelNameRemedy)
    }
  }

  private static var labelNameRemedy: String { "write letters, digits and underscores, no digit first" }

  /// Tells a field whose place another one takes, as upstream's templates have it.
  func tellPassedOver(_ name: String, beside winner: String) {
    warning(
      "ignored-field", at: name, "\(qualified(name)) has no effect beside \(qualified(winner))",
      remedy: "keep one of them")
  }

  /// Fields that upstream's operator takes and never writes anywhere.
  func declineWhatUpstreamIgnores(_ names: String...) {
    for name in names where has(name) {
      warning(
        "ignored-field", at: name, "\(qualified(name)) has no effect: Grafana Agent Operator never writes it",
        remedy: "remove it")
    }
  }
}
