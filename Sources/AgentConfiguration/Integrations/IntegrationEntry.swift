import Base
import Documents

/// One configured integration that the agent would start.
struct IntegrationEntry {
  let known: KnownIntegration
  let reading: MappingReading
  /// Where its key or its element of a list stands.
  let position: Position

  /// What the agent calls it; nil where that cannot be told.
  var identity: String? {
    let members = reading.entries.sorted { $0.key < $1.key }.map { ($0.key, $0.value.value.json) }
    return known.identity(of: .object(JSONObject(members)))
  }

  /// Whether it serves metrics that the agent could scrape by itself.
  var isScraped: Bool { known.name != "eventhandler" }
}
