import Base
import Documents

/// The traces subsystem (grafana/agent, static/traces/config.go), as far as its first levels.
enum TracesSchema {
  static let traces = MappingSchema(
    Fields(.list(.mapping(instance)), "configs"),
    rules: [
      { reading, reader in
        var names: [(name: String, position: Position, path: ConfigurationPath)] = []
        for (index, node) in reading.elements("configs").enumerated() {
          let path = reading.path.key("configs").element(index).key("name")
          let name = node["name"]?.scalar?.text ?? ""
          if name.isEmpty {
            reader.refuse(
              "missing-key", path, at: node.keyPosition("name"), "is missing or empty",
              remedy: "give the instance a name")
          } else {
            names.append((name, node.keyPosition("name"), path))
          }
        }
        reader.refuseTwins(names, "traces instance")
      }
    ])

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
