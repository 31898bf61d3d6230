import Base
import Documents

/// Stages of a pipeline as blocks of `loki.process` (grafana/alloy, internal/converter/internal/promtailconvert/
/// internal/build/stages.go). Promtail passes over fields of stages that it does not know.
enum StageConversion {
  /// The stages under a key, in their order. Stages that cannot be carried over are told and left out.
  static func statements(_ settings: SettingReader, _ key: String) -> [AlloyStatement] {
    settings.list(key, leniency: .types).flatMap { statements($0) }
  }

  private static func statements(_ stage: SettingReader) -> [AlloyStatement] {
    guard stage.keys.count == 1, let name = stage.keys.first else {
      // Promtail runs nothing for a stage without a key.
      if stage.isPresent, stage.keys.isEmpty {
        stage.findings.note("\(stage.path) is empty and does nothing", at: stage.position)
      } else {
        stage.refuseKeys("\(stage.path) must have exactly one key, the kind of the stage")
      }
      stage.know(stage.keys)
      return []
    }
    switch name {
    case "labels", "structured_metadata", "static_labels": return [LabelStage.values(stage, name)]
    case "labeldrop": return [LabelStage.names(stage, name, as: "label_drop")]
    case "labelallow": return [LabelStage.names(stage, name, as: "label_keep")]
    case "metrics": return MetricStage.statements(stage)
    case "match": return [match(stage.section(name))]
    case "drop": return DropStage.statements(stage.section(name))
    default: break
    }
    guard let kind = kinds[name] else {
      tellUnknown(name, stage)
      return []
    }
    return [.block(AlloyBlock("stage.\(kind.name)", kind.arguments.body(stage.section(name))))]
  }

  private static func tellUnknown(_ name: String, _ stage: SettingReader) {
    stage.know(name)
    let known = ["labels", "labeldrop", "labelallow", "metrics", "match", "drop"] + kinds.keys
    let shown = stage.node?.entry(name).map { stage.findings.shownName($0) } ?? ""
    let suggestion = shown == name ? NearestName.suggestion(for: name, among: known.sorted()) : ""
    stage.findings.lose(
      "\(stage.path): a stage of kind \(shown) cannot be carried over\(suggestion)",
      at: stage.position(of: name))
  }

  private static let kinds: [String: (name: String, arguments: [Argument])] = [
    "json": (
      "json", [.requiredTextMap("expressions"), .optionalText("source"), .flag("drop_malformed")]
    ),
    "logfmt": ("logfmt", [.requiredTextMap("mapping"), .text("source")]),
    "regex": ("regex", [.required(.text, "expression"), .optionalText("source")]),
    "replace": ("replace", [.required(.text, "expression"), .text("source"), .text("replace")]),
    "timestamp": (
      "timestamp",
      [
        .required(.text, "source"), .required(.text, "format"), .texts("fallback_formats"),
        .optionalText("location"), .text("action_on_failure"),
      ]
    ),
    "output": ("output", [.required(.text, "source")]),
    "docker": ("docker", []),
    "cri": (
      "cri",
      [
        Argument { settings in
          let lines = settings.integer("max_partial_lines") ?? 0
          return lines == 0 || lines == 100 ? [] : [.attribute("max_partial_lines", .integer(lines))]
        },
        Argument { settings in
          let size = settings.bytes("max_partial_line_size") ?? 0
          return size == 0 ? [] : [.attribute("max_partial_line_size", .integer(size))]
        },
        .flag("max_partial_line_size_truncate"),
      ]
    ),
    "template": ("template", [.required(.text, "source"), .kept(.text, "template")]),
    "tenant": ("tenant", [.text("label"), .text("source"), .text("value")]),
    "sampling": (
      "sampling", [.text("drop_counter_reason", given: "sampling_stage"), .required(.number, "rate")]
    ),
    "limit": (
      "limit",
      [
        .required(.number, "rate"), .required(.integer, "burst"), .flag("drop"), .text("by_label_name"),
        .integer("max_distinct_labels"),
      ]
    ),
    // Alloy has defaults for what Promtail's converter reads as nothing.
    "multiline": (
      "multiline",
      [
        .required(.text, "firstline"), .integer("max_lines", given: 0, omitted: 128),
        .duration("max_wait_time", given: .zero, omitted: .seconds(3)),
      ]
    ),
    "pack": (
      "pack", [.kept(.texts, "labels"), .flag("ingest_timestamp", given: false, omitted: true)]
    ),
    "decolorize": ("decolorize", []),
    "eventlogmessage": (
      "eventlogmessage",
      [.text("source", given: "message"), .flag("drop_invalid_labels"), .flag("overwrite_existing")]
    ),
    "geoip": ("geoip", [.required(.text, "db"), .optionalText("source"), .text("db_type")]),
  ]

  private static func match(_ settings: SettingReader) -> AlloyStatement {
    let first: [Argument] = [.required(.text, "selector")]
    let last: [Argument] = [.text("action"), .text("pipeline_name"), .text("drop_counter_reason")]
    return .block(
      AlloyBlock(
        "stage.match", first.body(settings) + statements(settings, "stages") + last.body(settings)))
  }
}

extension Argument {
  /// A text that is written wherever it is there, even if it is empty.
  fileprivate static func optionalText(_ name: String) -> Argument {
    Argument { settings in settings.text(name).map { [.attribute(name, .string($0))] } ?? [] }
  }

  fileprivate static func requiredTextMap(_ name: String) -> Argument {
    Argument { settings in
      settings.require(name)
      return [.attribute(name, .strings(settings.textMap(name) ?? [:]))]
    }
  }
}
