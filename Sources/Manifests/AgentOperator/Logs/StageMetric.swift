import Base
import Documents

/// A metric that a stage counts.
public struct StageMetric: Sendable {
  public let name: String
  /// `Counter`, `Gauge` or `Histogram` whatever the case of its letters in the manifest; others as they are.
  public let type: String
  public let description: String?
  public let prefix: String?
  public let source: String?
  public let maxIdleDuration: String?
  public let matchesAll: Bool
  public let countsBytes: Bool
  public let value: String?
  public let action: String
  public let buckets: [JSONNumber]

  private static let types = ["Counter", "Gauge", "Histogram"]

  init(_ fields: FieldReader, name: String) {
    self.name = name
    let written = fields.requiredString("type", remedy: "write Counter, Gauge or Histogram") ?? ""
    type = Self.types.first { $0.lowercased() == written.lowercased() } ?? written
    description = fields.filledString("description")
    prefix = fields.filledString("prefix")
    source = fields.filledString("source")
    maxIdleDuration = fields.filledString("maxIdleDuration")
    matchesAll = fields.bool("matchAll") ?? false
    countsBytes = fields.bool("countEntryBytes") ?? false
    value = fields.filledString("value")
    action = fields.requiredString("action", remedy: "write for example inc") ?? ""
    let bounds = (fields.strings("buckets") ?? []).map { (text: $0, number: Self.number($0)) }
    buckets = bounds.compactMap(\.number)
    if !written.isEmpty, !Self.types.contains(type) {
      fields.error(
        "invalid-value", at: "type",
        "\(fields.qualified("type")) is \(written)\(NearestName.suggestion(for: written, among: Self.types))",
        remedy: "write one of \(Self.types.joined(separator: ", "))")
    }
    for bound in bounds where bound.number == nil {
      fields.error(
        "invalid-value", at: "buckets",
        "\(fields.qualified("buckets")) has \(bound.text), which is no number",
        remedy: "write numbers in quotes")
    }
  }

  private static func number(_ text: String) -> JSONNumber? {
    if case .number(let number)? = try? JSONParser.parse(text) { number } else { nil }
  }
}
