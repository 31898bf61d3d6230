import Alloy
import Base
import Documents
import TestSupport
import Testing

/// The way to Alloy against the answers of a real agent (grafana/agent 0.44).
@Suite(.enabled(if: SharedData.isPresent(AlloyVerdict.path), "no verdicts of a real agent"))
struct AgentVerdictTests {
  /// What the agent refused and no text shows, by name and with the reason.
  private static let surroundings = [
    "form-kafka-map": "no broker answered", "form-kafka-list": "no broker answered",
    "unknown-kafka-in-autoscrape": "no broker answered",
    "rule-kafka-two-uris-instance": "no broker answered",
    "value-redis-password-file-missing": "a file that may be there where the agent runs",
    "rule-blackbox-config-file-missing": "a file that may be there where the agent runs",
    "rule-github-token-file-missing": "a file that may be there where the agent runs",
  ]

  /// How many of the refused ones the conversion tells by itself. The others are found by the check, which is asked
  /// first.
  private static let leastCaughtAlone = 255

  @Test func whatTheAgentTakesIsConverted() throws {
    var converted = 0
    for verdict in try AlloyVerdict.all() where verdict.isAccepted && verdict.isHealthy {
      let conversion = verdict.convert()
      let errors = conversion.diagnostics.filter { $0.severity == .error }.map(\.message)
      let configuration = try #require(
        conversion.configuration, "\(verdict.group) \(verdict.name): \(errors)")
      converted += 1
      #expect(
        try AlloyParser.configuration(AlloyWriter.string(configuration)) == configuration, "\(verdict.name)")
    }
    #expect(converted >= 313)
  }

  @Test func whatTheAgentRefusesIsTold() throws {
    var alone = 0
    for verdict in try AlloyVerdict.all() where !verdict.isAccepted {
      let conversion = verdict.convert()
      if !conversion.isComplete { alone += 1 }
      let isTold = !conversion.isComplete || verdict.check().contains { $0.severity == .error }
      #expect(isTold == (Self.surroundings[verdict.name] == nil), "\(verdict.group) \(verdict.name)")
    }
    #expect(alone >= Self.leastCaughtAlone, "\(alone)")
  }

  /// Variables stand for what they stand for in the agent.
  @Test func variablesAreThoseOfTheAgent() throws {
    var compared = 0
    for verdict in try AlloyVerdict.all()
    where verdict.group == "environment" && verdict.isAccepted && !verdict.labels.isEmpty {
      let conversion = verdict.convert(adding: "  configs: [{name: z, remote_write: [{url: u, name: n}]}]\n")
      let block = conversion.configuration?.blocks.first { $0.name == ["prometheus", "remote_write"] }
      let expected = try verdict.labels.map { line in
        let entry = try #require(try YAMLParser.documents(in: line).first?.root.mapping?.first)
        return AlloyField(entry.name, .string(entry.value.scalar?.text ?? ""))
      }
      #expect(block?.body.first == .attribute("external_labels", .object(expected)), "\(verdict.name)")
      compared += 1
    }
    #expect(compared >= 17)
  }
}
