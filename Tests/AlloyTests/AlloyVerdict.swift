import AgentConfiguration
import Alloy
import Base
import Documents
import Foundation
import TestSupport

/// A configuration that a real agent was asked about, and what becomes of it on the way to Alloy.
struct AlloyVerdict {
  static let path = "agent-verdicts/cases.jsonl"

  let name: String
  let group: String
  let isAccepted: Bool
  let isHealthy: Bool
  /// What the agent held as `external_labels`: one line of YAML each.
  let labels: [String]
  private let bytes: [UInt8]
  private let layout: AlloyOptions.IntegrationsLayout
  private let variables: [String: String]?

  /// All that the data holds as a text.
  static func all() throws -> [AlloyVerdict] {
    try SharedData.bytes(path).split(separator: 0x0A)
      .compactMap { try AlloyVerdict(JSONParser.parse(Array($0))) }
  }

  private init?(_ json: JSON) {
    name = json["name"]?.stringValue ?? ""
    group = json["group"]?.stringValue ?? ""
    isAccepted = json["verdict"]?.stringValue == "accepted"
    isHealthy = json["healthy"]?.boolValue ?? false
    labels = (json["observed"]?["external_labels"]?.arrayValue ?? []).compactMap(\.stringValue)
    layout = json["layout"]?.stringValue == "classic" ? .classic : .next
    let members = json["env"]?.objectValue?.members ?? []
    let given = Dictionary(members.map { ($0.key, $0.value.stringValue ?? "") }) { one, _ in one }
    variables = json["expand_env"]?.boolValue == false ? nil : given
    if let text = json["config"]?.stringValue {
      bytes = Array(text.utf8)
    } else if let data = json["config_base64"]?.stringValue.flatMap({ Data(base64Encoded: $0) }) {
      bytes = [UInt8](data)
    } else {
      return nil
    }
  }

  /// - Parameter more: text that is added at the end.
  func convert(adding more: String = "") -> AlloyConversion {
    AlloyConversion(
      bytes + Array(more.utf8), from: .static, file: "agent.yml",
      options: AlloyOptions(layout: layout, environment: variables))
  }

  /// What the check of the agent's configurations finds.
  func check() -> [Diagnostic] {
    let lookup: AgentConfigurationCheck.Environment? = variables.map { variables in
      { @Sendable name in variables[name] }
    }
    return AgentConfigurationCheck(
      file: "agent.yml", layout: layout == .classic ? .classic : .next, environment: lookup
    ).findings(in: bytes)
  }
}
