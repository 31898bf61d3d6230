import Base
import Documents

/// The top of a configuration (grafana/agent, static/config/config.go).
enum DocumentRules {
  private static let schema = MappingSchema(
    Fields([
      "server": .mapping(ServerSchema.server), "metrics": .mapping(MetricsSchema.metrics),
      "prometheus": .mapping(MetricsSchema.metrics), "logs": .mapping(LogsSchema.logs),
      "loki": .mapping(LogsSchema.logs), "traces": .mapping(TracesSchema.traces),
      "tempo": .mapping(TracesSchema.traces), "integrations": .anything, "agent_management": .anything,
    ]),
    rules: [checkOldNames], neverNull: ["server"])

  static func read(_ document: YAMLDocument, _ reader: inout SchemaReader) {
    let root = document.root
    if root.isNull {
      reader.refuse(
        "missing-value", .top, at: root.position, "says null",
        remedy: "write {} where nothing should run")
      return
    }
    guard let reading = reader.read(root, as: schema, at: .top) else { return }
    IntegrationsReader.read(reading, &reader)
  }

  private static let checkOldNames: MappingSchema.Rule = { reading, reader in
    for (old, new) in [("prometheus", "metrics"), ("loki", "logs"), ("tempo", "traces")]
    where reading.has(old) {
      if reading.has(new) {
        reader.refuseSeveral([new, old], reading)
      } else {
        reader.warn(
          "old-name", reading.path.key(old), at: reading.position(old),
          "is the older name of \(new)", remedy: "write \(new)")
      }
    }
  }
}
