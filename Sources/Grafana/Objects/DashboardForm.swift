import Documents

/// A dashboard's model in the form that is compared: without identity and counters.
public enum DashboardForm {
  /// What a server adds to, or counts in, the model that it stores, and what only the page that imports a dashboard reads
  /// (reference grafana-http-api.md section 14).
  private static let bookkeeping: Set<String> = [
    "id", "uid", "version", "iteration", "__inputs", "__requires", "__elements",
  ]

  /// The stored model without what the server keeps in it.
  public static func content(of stored: JSON) -> JSON {
    guard let object = stored.objectValue else { return stored }
    return .object(object.filter { !bookkeeping.contains($0) })
  }

  /// Whether a stored content is what was wanted.
  ///
  /// Two differences do not count: numbers that a server keeps as doubles (12.4 writes 12345678901234567890 back as
  /// 12345678901234567000), and references to a Prometheus data source that Amazon's migration has given its own type
  /// (section 13.1), where the uid is the same.
  public static func isEquivalent(wanted: JSON, stored: JSON) -> Bool {
    switch (wanted, stored) {
    case (.number(let one), .number(let other)):
      return one == other || one.roundedToDouble == other
    case (.array(let one), .array(let other)):
      return one.count == other.count && zip(one, other).allSatisfy { isEquivalent(wanted: $0, stored: $1) }
    case (.object(let one), .object(let other)):
      guard one.count == other.count else { return false }
      let isConverted =
        one["type"]?.stringValue == DatasourceForm.prometheusType
        && other["type"]?.stringValue == DatasourceForm.amazonPrometheusType && one["uid"] == other["uid"]
        && one["uid"] != nil
      return one.members.allSatisfy { member in
        if isConverted, member.key == "type" { return true }
        return other[member.key].map { isEquivalent(wanted: member.value, stored: $0) } ?? false
      }
    default: return wanted == stored
    }
  }
}
