import Base
import Documents

/// The key `integrations` (grafana/agent, static/integrations and static/integrations/v2).
///
/// What it holds is read when the agent starts, apart from the rest, which has two oddities: keys that `<<` brings get
/// lost, and most integrations are strict on their first level only.
enum IntegrationsReader {
  static func read(_ top: MappingReading, _ reader: inout SchemaReader) {
    guard let node = top.value("integrations") else { return }
    let path = top.path.key("integrations")
    if reader.layout == .next, node.sequence?.isEmpty ?? false { return }
    guard let entries = node.mapping else {
      return reader.refuseType(node, .mapping(MappingSchema()), path)
    }
    let losesMergedKeys = reader.losesMergedKeys
    reader.losesMergedKeys = true
    defer { reader.losesMergedKeys = losesMergedKeys }
    let written = entries.filter { $0.key.position >= node.position }
    switch reader.layout {
    case .next: NextIntegrations.read(written, top, path, &reader)
    case .classic: ClassicIntegrations.read(written, path, &reader)
    }
  }

  /// What the agent asks for when it starts an integration.
  static func start(_ entry: IntegrationEntry, _ reader: inout SchemaReader) {
    warnOfMissing(entry, &reader)
    let consequence = reader.consequence
    reader.consequence = "the agent ends"
    for rule in entry.known.settings.rules { rule(entry.reading, &reader) }
    reader.consequence = consequence
  }

  /// What it starts without, and then has nothing to do.
  private static func warnOfMissing(_ entry: IntegrationEntry, _ reader: inout SchemaReader) {
    let reading = entry.reading
    for key in entry.known.useful where !entry.known.settings.explained.contains(key) {
      let isThere = reading.value(key).map { value in
        value.scalar.map { !$0.text.isEmpty } ?? !(value.sequence?.isEmpty ?? false)
      }
      guard isThere != true else { continue }
      reader.warn(
        "missing-key", reading.path.key(key), at: reading.position(key),
        "is missing or empty: the integration starts and collects nothing", remedy: "write \(key)")
    }
  }
}
