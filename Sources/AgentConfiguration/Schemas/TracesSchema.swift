import Base
import Documents

/// The traces subsystem (grafana/agent, static/traces/config.go), as far as its first levels.
enum TracesSchema {
  static let traces = MappingSchema(
    Fields(.list(.mapping(instance)), "configs"),
    rules: [
      { reading, reader in
        var names: [NamedPlace] = []
        for (index, node) in reading.elements("configs").enumerated() {
          let path = reading.path.key("configs").element(index)
          if let name = NamedPlace("name", of: node, path, reader) {
            names.append(name)
          } else {
            reader.refuse(
              "missing-key", path.key("name"), at: node.keyPosition("name"), "is missing or empty",
              remedy: "give the instance a name")
          }
          if node.isNull || node.mapping != nil { checkReceivers(node, path.key("receivers"), &reader) }
        }
        reader.refuseTwins(names, "traces instance")
      }
    ])

  /// Those that the agent has (config.go, tracingFactories). One kind several times is `otlp`, `otlp/2` and so on.
  private static let receivers = ["jaeger", "kafka", "noop", "opencensus", "otlp", "push_receiver", "zipkin"]

  /// The agent asks for them when it starts (config.go, otelConfig).
  private static func checkReceivers(
    _ instance: YAMLNode, _ path: ConfigurationPath, _ reader: inout SchemaReader
  ) {
    let written = instance["receivers"]
    guard let entries = written.map({ $0.isNull ? [] : $0.mapping }) ?? [] else {
      return reader.refuseType(written ?? instance, .map(.anything), path)
    }
    if entries.isEmpty {
      reader.refuse(
        "missing-key", path, at: instance.keyPosition("receivers"), "is missing or empty",
        consequence: "the agent ends", remedy: "write a receiver such as otlp: {protocols: {grpc: }}")
    }
    for entry in entries where !reader.unknown.contains(entry.name) {
      let kind = String(entry.name.prefix { $0 != "/" }).trimmed
      guard !receivers.contains(kind) else { continue }
      let shown = reader.shownKey(entry)
      let suggestion = shown == entry.name ? NearestName.suggestion(for: kind, among: receivers) : ""
      reader.refuse(
        "unknown-receiver", path.key(shown), at: entry.key.position,
        "is no receiver that the agent has\(suggestion)", consequence: "the agent ends",
        remedy: "write one of \(receivers.joined(separator: ", "))")
    }
  }

  private static let instance = MappingSchema(
    .text("name prom_sd_operation_type"), .texts("prom_sd_pod_associations"),
    .anything(
      """
      receivers batch attributes scrape_configs spanmetrics automatic_logging tail_sampling load_balancing
      service_graphs jaeger_remote_sampling
      """),
    Fields(.list(.mapping(receiver)), "remote_write"))

  private static let receiver = MappingSchema(
    .text("endpoint protocol"), .boolean("insecure insecure_skip_verify"),
    Fields([
      "compression": .oneOf("gzip", "none"), "format": .oneOf("otlp", "jaeger"), "headers": .map(.secret),
      "tls_config": .mapping(HTTPClientSchema.tls), "basic_auth": .mapping(HTTPClientSchema.basicAuth),
    ]), .anything("oauth2 sending_queue retry_on_failure"))
}
