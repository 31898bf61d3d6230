import Base
import Documents

/// Exporters that ask other machines.
extension ExporterKind {
  /// The configuration of the prober is YAML inside of a text. The agent takes `probe_timeout_offset` for a number of
  /// seconds; where it is not written, Alloy's converter writes none at all.
  static let blackbox = ExporterKind(
    "blackbox",
    [
      .text("config_file"),
      Argument { settings in
        guard let config = settings.value("blackbox_config") else { return [] }
        return [.attribute("config", .string(YAMLWriter.string(config.json, quotes: .asInGo)))]
      },
      targets("blackbox_targets", ["name", "address", "module"]),
      Argument { settings in
        let seconds = settings.number("probe_timeout_offset").flatMap { Double($0) } ?? 0
        guard abs(seconds) < 1e9 else {
          settings.refuse("probe_timeout_offset", "must be a number of seconds such as 0.5")
          return []
        }
        let offset = Duration.nanoseconds(Int64((seconds * 1e9).rounded()))
        return offset == .milliseconds(500)
          ? [] : [.attribute("probe_timeout_offset", .string(GoText.duration(offset)))]
      },
    ])

  static let snmp = ExporterKind(
    "snmp",
    [
      .text("config_file"),
      Argument { settings in
        // Targets follow where a name cannot be a label as it is.
        var labels = BlockLabels()
        let walks = settings.named("walk_params").map { name, section in
          (name: name, label: labels.label(name), section: section)
        }
        let renamed = Dictionary(walks.map { ($0.name, $0.label) }) { first, _ in first }
        let names = ["name", "address", "module", "auth", "walk_params", "snmp_context"]
        return targets("snmp_targets", names, walks: renamed).statements(settings)
          + walks.map { .block(AlloyBlock("walk_param", label: $0.label, walkParameters.body($0.section))) }
      },
      // Of the two the agent takes the file, and its own modules where there is neither (grafana/agent,
      // static/integrations/snmp_exporter/snmp_exporter.go). Alloy's converter knows the file only.
      Argument { settings in
        guard let config = settings.value("snmp_config")?.json,
          ["modules", "auths"].contains(where: { config[$0]?.objectValue?.members.isEmpty == false })
        else { return [] }
        if settings.has("config_file") {
          settings.findings.warn(
            "\(settings.path(of: "snmp_config")) is left out: config_file comes before it",
            at: settings.position(of: "snmp_config"))
          return []
        }
        return document("snmp_config", as: "config", settings)
      },
    ])

  /// A document in a text, where Alloy's converter leaves it out (grafana/alloy, docs/sources/reference/components).
  static func document(_ key: String, as name: String, _ settings: SettingReader) -> [AlloyStatement] {
    guard let value = settings.value(key) else { return [] }
    settings.findings.carryFurther(settings.path(of: key), at: settings.position(of: key))
    return [.attribute(name, .string(YAMLWriter.string(value.json, quotes: .asInGo)))]
  }

  private static let walkParameters: [Argument] = [
    .integer("max_repetitions"), .integer("retries"), .duration("timeout"),
    .flag("use_unconnected_udp_socket"),
  ]

  /// A list of targets with a fixed set of fields, which are written even if they are empty.
  private static func targets(
    _ key: String, _ names: [String], walks: [String: String] = [:]
  ) -> Argument {
    Argument { settings in
      let targets = settings.list(key).map { target in
        var fields = Dictionary(uniqueKeysWithValues: names.map { ($0, target.text($0) ?? "") })
        fields["walk_params"] = fields["walk_params"].map { walks[$0] ?? $0 }
        return AlloyExpression.strings(fields)
      }
      return targets.isEmpty ? [] : [.attribute("targets", .list(targets))]
    }
  }
}
