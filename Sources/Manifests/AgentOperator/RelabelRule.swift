import Base

/// One step that changes labels: Prometheus's `relabel_config`.
public struct RelabelRule: Hashable, Sendable {
  public let sourceLabels: [String]
  public let separator: String?
  public let targetLabel: String?
  public let regex: String?
  public let modulus: Int?
  public let replacement: String?
  /// As it is written, case included; `replace` by default, as the API server would have filled it in.
  public let action: String

  /// What labels are of.
  public enum Use: Sendable {
    case metrics
    case logs
  }

  public init(_ fields: FieldReader, of use: Use = .metrics) {
    sourceLabels = fields.strings("sourceLabels") ?? []
    separator = fields.filledString("separator")
    targetLabel = fields.filledString("targetLabel")
    regex = fields.filledString("regex")
    modulus = fields.positiveInteger("modulus")
    replacement = fields.filledString("replacement")
    action = fields.filledString("action") ?? "replace"
    check(fields, use)
  }

  /// What the API server (labels, actions) and the agent at load (the rest; data agent-verdicts, group
  /// metrics-relabel) refuse.
  private func check(_ fields: FieldReader, _ use: Use) {
    fields.checkLabelNames("sourceLabels", sourceLabels)
    if fields.string("replacement") == "" {
      fields.warning(
        "ignored-field", at: "replacement",
        "\(fields.qualified("replacement")) is empty and therefore left out: the default $1 holds, as upstream has it",
        remedy: "to clear a label, use action labeldrop or a replacement that your queries take for empty")
    }
    guard let known = Self.actions.first(where: { $0.plain == action || $0.camel == action }) else {
      let names = Self.actions.map(\.plain)
      fields.error(
        "invalid-value", at: "action",
        "\(fields.qualified("action")) is \(action)\(NearestName.suggestion(for: action, among: names))",
        remedy: "write one of \(names.joined(separator: ", "))")
      return
    }
    switch known.plain {
    case "keepequal", "dropequal":
      // No agent was asked about logs; the reason that is known concerns metrics alone.
      if use == .metrics {
        fields.error(
          "refused-field", at: "action",
          "\(fields.qualified("action")) \(action) makes the agent drop the whole metrics instance in silence",
          remedy: "remove the rule, and set a label that tells the targets apart where they are described")
      }
    case "hashmod" where modulus == nil:
      fields.missing("modulus", because: "although action is \(action)", remedy: "write a number from 1 on")
    case "labeldrop", "labelkeep":
      // The agent takes what is empty, and what it would put in itself.
      let others = [
        ("sourceLabels", !sourceLabels.isEmpty), ("separator", ![nil, ";"].contains(separator)),
        ("targetLabel", targetLabel != nil), ("modulus", modulus != nil),
        ("replacement", ![nil, "$1"].contains(replacement)),
      ]
      if let first = others.first(where: \.1)?.0 {
        fields.error(
          "exclusive-fields", at: first, "\(fields.qualified(first)) may not be set with action \(action)",
          remedy: "keep only regex and action")
      }
    default: break
    }
    if known.needsTarget, targetLabel == nil {
      fields.missing(
        "targetLabel", because: "although action is \(action)", remedy: "name the label to write")
    }
  }

  private static let actions: [(plain: String, camel: String, needsTarget: Bool)] = [
    ("replace", "Replace", true), ("keep", "Keep", false), ("drop", "Drop", false),
    ("hashmod", "HashMod", true), ("labelmap", "LabelMap", false), ("labeldrop", "LabelDrop", false),
    ("labelkeep", "LabelKeep", false), ("lowercase", "Lowercase", true), ("uppercase", "Uppercase", true),
    ("keepequal", "KeepEqual", true), ("dropequal", "DropEqual", true),
  ]

  static func isLabelName(_ text: String) -> Bool {
    guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
    return text.utf8.allSatisfy {
      $0 == UInt8(ascii: "_") || (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
        || (0x61...0x7A).contains($0)
    }
  }
}
