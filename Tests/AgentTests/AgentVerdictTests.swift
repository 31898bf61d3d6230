import Agent
import Base
import Documents
import Foundation
import Manifests
import TestSupport
import Testing

/// What is known of integrations, held against what a real agent said of its configurations.
@Suite(.enabled(if: SharedData.isPresent("agent-verdicts")))
struct AgentVerdictTests {
  struct Verdict {
    let name: String
    let group: String
    let isAccepted: Bool
    let isHealthy: Bool
    /// `<name>` and settings of each integration.
    let integrations: [(String, JSON)]
  }

  /// Cases of the operator's layout with integrations that are written as the operator writes them.
  static func verdicts() throws -> [Verdict] {
    let lines = try SharedData.bytes("agent-verdicts/cases.jsonl").split(separator: UInt8(ascii: "\n"))
    return try lines.compactMap { line -> Verdict? in
      let json = try JSONParser.parse(Array(line), options: .lenient)
      guard json["layout"]?.stringValue == "next", let config = json["config"]?.stringValue,
        !config.contains("${"),
        let documents = try? YAMLParser.documents(in: config), documents.count == 1
      else { return nil }
      var integrations: [(String, JSON)] = []
      for member in documents[0].root.json["integrations"]?.objectValue?.members ?? []
      where member.key != "metrics" {
        let suffix = "_configs"
        if member.key.hasSuffix(suffix), let list = member.value.arrayValue {
          integrations += list.map { (String(member.key.dropLast(suffix.count)), $0) }
        } else {
          integrations.append((member.key, member.value))
        }
      }
      guard !integrations.isEmpty, integrations.allSatisfy({ $0.1.objectValue != nil }) else { return nil }
      return Verdict(
        name: json["name"]?.stringValue ?? "", group: json["group"]?.stringValue ?? "",
        isAccepted: json["verdict"]?.stringValue == "accepted",
        isHealthy: json["healthy"]?.boolValue ?? false,
        integrations: integrations)
    }
  }

  /// Errors about names, keys and multiplicity. References to instances have tests of their own.
  private func errors(_ verdict: Verdict) async throws -> [String] {
    let manifests = verdict.integrations.enumerated().map { index, entry -> JSON in
      [
        "apiVersion": "monitoring.grafana.com/v1alpha1", "kind": "Integration",
        "metadata": ["name": .string("i\(index)"), "namespace": "mon"],
        "spec": ["name": .string(entry.0), "config": entry.1],
      ]
    }
    let outputs = try await build([
      "a.yaml": plainAgent + plainInstance, "b.yaml": YAMLWriter.string(stream: manifests),
    ])
    let codes = ["unknown-integration", "unknown-field", "missing-field", "wrong-type", "integration-twice"]
    return outputs[0].diagnostics.filter { finding in
      finding.severity == .error && codes.contains(finding.code)
        && !finding.message.contains("metrics_instance")
    }.map(\.message)
  }

  @Test func refusesNothingThatRuns() async throws {
    var count = 0
    for verdict in try Self.verdicts() where verdict.isAccepted && verdict.isHealthy {
      let found = try await errors(verdict)
      #expect(found.isEmpty, "\(verdict.name): \(found)")
      count += 1
    }
    #expect(count == 72)
  }

  /// Refused by the agent and not by these checks.
  private static let exceptions: [String: String] = [
    "name-empty-operator-list": "an Integration without a name is refused when it is read",
    "unknown-kafka-in-autoscrape": "the agent only could not reach the broker",
    "incomplete-app_agent_receiver": "references to instances are checked apart",
    "incomplete-elasticsearch": "an address that is set to nothing is not looked for",
    "incomplete-mysql": "the environment of an agent may have what is missing, so it is a warning",
    "incomplete-statsd": "listeners that are all set to nothing are not looked for",
  ]

  /// Of the configurations that are refused for a name, an unknown key or a second entry, all others are caught. Names
  /// of exporters are written as the agent's own instead.
  @Test(arguments: [
    "integration-name", "integration-twice", "integration-unknown-key", "integration-classic-key",
    "integration-incomplete",
  ])
  func catchesWhatIsRefused(_ group: String) async throws {
    for verdict in try Self.verdicts() where verdict.group == group && !verdict.isAccepted {
      let isExpected = Self.exceptions[verdict.name] == nil && !verdict.name.contains("_exporter-instead-of-")
      #expect(try await errors(verdict).isEmpty != isExpected, "\(verdict.name)")
    }
  }
}
