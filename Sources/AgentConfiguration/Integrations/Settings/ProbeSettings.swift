import Documents

/// Integrations that ask others' devices (grafana/agent, static/integrations/v2/blackbox_exporter, …/snmp_exporter and
/// their older forms).
enum ProbeSettings {
  static let blackbox = IntegrationSettings(
    .file("config_file"), Fields(.lenient(BlackboxSchema.configuration), "blackbox_config"),
    Fields(.float, "probe_timeout_offset"),
    Fields(.list(.mapping(MappingSchema(.text("name address module")))), "blackbox_targets"),
    rules: [
      { reading, reader in
        if reader.layout == .classic, reading.filled("config_file") == nil, !reading.has("blackbox_config") {
          reader.require(["blackbox_config"], reading)
        }
        requireNames("blackbox_targets", reading, &reader)
        warnOfModules(reading, &reader)
      }
    ])

  static let snmp = IntegrationSettings(
    .file("config_file"),
    Fields([
      "snmp_targets": .list(.mapping(MappingSchema(.text("name address module auth walk_params")))),
      "walk_params": .map(.mapping(walk)), "snmp_config": .mapping(configuration),
    ]),
    rules: [
      { reading, reader in
        guard reader.layout == .next else { return requireNames("snmp_targets", reading, &reader) }
        warnOfNames("snmp_targets", reading, &reader)
      }
    ])

  private static let walk = MappingSchema(walkFields)
  private static let walkFields: Fields = .all(
    .unsigned("max_repetitions"), .integer("retries"), .goDuration("timeout"),
    .boolean("use_unconnected_udp_socket allow_nonincreasing_oids"))

  /// Modules hold what a generator writes, so that only their first level is known here.
  private static let configuration = MappingSchema(
    .integer("version"),
    Fields([
      "auths": .map(
        .mapping(
          MappingSchema(
            .text("security_level username auth_protocol priv_protocol context_name"), .integer("version"),
            .secret("community password priv_password")))),
      "modules": .map(
        .mapping(MappingSchema(.texts("walk get"), .anything("metrics filters"), walkFields))),
    ]))

  private static func requireNames(_ name: String, _ reading: MappingReading, _ reader: inout SchemaReader) {
    for (index, node) in reading.elements(name).enumerated() {
      for key in ["name", "address"] where node[key]?.scalar?.text ?? "" == "" {
        reader.refuse(
          "missing-key", reading.path.key(name).element(index).key(key), at: node.keyPosition(key),
          "is missing or empty", remedy: "write \(key)")
      }
    }
  }

  /// The newer form takes targets without them.
  private static func warnOfNames(_ name: String, _ reading: MappingReading, _ reader: inout SchemaReader) {
    for (index, node) in reading.elements(name).enumerated() {
      for (key, consequence) in [
        ("name", "its series have no name of their own"), ("address", "nothing is asked"),
      ] where node[key]?.scalar?.text ?? "" == "" {
        reader.warn(
          "missing-key", reading.path.key(name).element(index).key(key), at: node.keyPosition(key),
          "is missing or empty: the agent takes the target, and \(consequence)", remedy: "write \(key)")
      }
    }
  }

  private static func warnOfModules(_ reading: MappingReading, _ reader: inout SchemaReader) {
    guard reading.filled("config_file") == nil else { return }
    let modules = (reading.value("blackbox_config")?["modules"]?.mapping ?? []).map(\.name)
    for (index, node) in reading.elements("blackbox_targets").enumerated() {
      let written = node["module"]?.scalar?.text ?? ""
      let name = written.isEmpty ? "http_2xx" : written
      guard !modules.contains(name), !reader.unknown.contains(name) else { continue }
      let shown = written.isEmpty ? name : node["module"].map(reader.shown) ?? name
      reader.warn(
        "missing-module", reading.path.key("blackbox_targets").element(index).key("module"),
        at: node.keyPosition("module"), "is \(shown), which blackbox_config does not have: every probe fails",
        remedy: "write the module under blackbox_config.modules")
    }
  }
}
