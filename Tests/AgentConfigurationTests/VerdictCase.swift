import AgentConfiguration
import Base
import Documents
import Foundation
import TestSupport

/// A configuration with what a real agent said to it.
struct VerdictCase {
  static let path = "agent-verdicts/cases.jsonl"

  let name: String
  let group: String
  let isAccepted: Bool
  let isHealthy: Bool
  /// Where the agent names a line of the text as it reads it: the first that it names.
  let line: Int?
  /// Whether a `${` stands in the text, which may change what is on which line.
  var hasVariables: Bool { variables != nil && String(decoding: bytes, as: UTF8.self).contains("${") }
  private let layout: AgentConfigurationLayout
  private let bytes: [UInt8]
  private let variables: [String: String]?
  private let files: Set<String>

  static func all() throws -> [VerdictCase] {
    try SharedData.bytes(path).split(separator: 0x0A).map { try VerdictCase(JSONParser.parse(Array($0))) }
  }

  private struct Unreadable: Error {
    let name: String
  }

  private init(_ json: JSON) throws {
    name = json["name"]?.stringValue ?? ""
    group = json["group"]?.stringValue ?? ""
    isAccepted = json["verdict"]?.stringValue == "accepted"
    isHealthy = json["healthy"]?.boolValue ?? false
    line = (json["message"]?.stringValue ?? "").firstMatch(of: /line (\d+)/).flatMap { Int($0.1) }
    layout = json["layout"]?.stringValue == "classic" ? .classic : .next
    if let text = json["config"]?.stringValue {
      bytes = Array(text.utf8)
    } else if let data = json["config_base64"]?.stringValue.flatMap({ Data(base64Encoded: $0) }) {
      bytes = [UInt8](data)
    } else if name == "yaml-5mb-comment" {
      let comment = "# " + String(repeating: "x", count: 97) + "\n"
      bytes = Array(
        ("metrics:\n  configs:\n    - name: a\n" + String(repeating: comment, count: 52_430)).utf8)
    } else {
      throw Unreadable(name: name)
    }
    let members = json["env"]?.objectValue?.members ?? []
    let given = Dictionary(members.map { ($0.key, $0.value.stringValue ?? "") }) { one, _ in one }
    variables = json["expand_env"]?.boolValue == false ? nil : given
    files = Set((json["files"]?.objectValue?.keys ?? []).map { Self.scratch + $0 })
  }

  /// The directory that the agents were asked in.
  private static let scratch = "/tmp/x/"

  func judge() -> [Diagnostic] {
    let lookup: AgentConfigurationCheck.Environment? = variables.map { variables in
      { @Sendable name in variables[name] }
    }
    let files = files
    let check = AgentConfigurationCheck(
      file: "agent.yml", layout: layout, environment: lookup,
      files: { path in
        guard path.hasPrefix(Self.scratch) else { return .unknown }
        return files.contains(path) ? .present : .missing
      })
    return check.findings(in: bytes)
  }
}
