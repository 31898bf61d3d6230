import AgentConfiguration
import Base
import TestSupport
import Testing

/// The check against the answers of a real agent (grafana/agent 0.44). The counts may rise and never fall.
@Suite(.enabled(if: SharedData.isPresent(VerdictCase.path), "no verdicts of a real agent"))
struct VerdictContractTests {
  /// Cases that the agent refuses or never does, and that no text shows: why, by name. The check warns of them all but
  /// those that it cannot see.
  private static let surroundings: [String: String] = [
    "value-redis-password-file-missing": "a file that may be there where the agent runs",
    "rule-blackbox-config-file-missing": "a file that may be there where the agent runs",
    "rule-github-token-file-missing": "a file that may be there where the agent runs",
    "rw-tls-ca-missing": "a file that may be there where the agent runs",
    "ksd-kubeconfig-missing": "a file that may be there where the agent runs",
    "ksd-tls-ca-missing": "a file that may be there where the agent runs",
    "form-kafka-map": "no broker answered", "form-kafka-list": "no broker answered",
    "unknown-kafka-in-autoscrape": "no broker answered", "rule-kafka-two-uris-instance": "no broker answered",
    "rw-sigv4-profile-missing": "no credentials lay around the agent",
    "form-elasticsearch-map": "no server answered", "form-elasticsearch-list": "no server answered",
    "twice-elasticsearch-own-instances": "no server answered",
    "unknown-elasticsearch-in-autoscrape": "no server answered",
    "rule-elasticsearch-basic-auth": "no server answered", "form-oracledb-map": "no server answered",
    "form-oracledb-list": "no server answered", "twice-oracledb-own-instances": "no server answered",
    "unknown-oracledb-in-autoscrape": "no server answered",
    "ksd-role-endpointslice-api-server": "no server answered",
    "ksd-role-ingress-api-server": "no server answered",
    "li-job-kubernetes-in-cluster": "the agent ran in no cluster",
  ]

  /// What an agent does about an error.
  private static let consequences = [
    "the agent refuses the file", "the agent ends", "the agent panics",
    "the agent starts, scrapes for neither, and /-/ready stays 503",
    "it starts, and the whole instance is missing", "the agent starts, and hands no event on",
    "the agent starts, and the integration ends", "the agent starts, and the integration never answers",
  ]

  /// What the agent refuses, and what it takes and never does.
  private static let leastCaught = 397
  private static let leastAccepted = 314

  @Test func refusesWhatTheAgentRefusesOrNeverDoes() throws {
    var caught = 0
    for verdict in try VerdictCase.all() where !verdict.isAccepted || !verdict.isHealthy {
      let isRefused = verdict.judge().contains { $0.severity == .error }
      if isRefused { caught += 1 }
      #expect(isRefused != (Self.surroundings[verdict.name] != nil), "\(verdict.group) \(verdict.name)")
    }
    #expect(caught >= Self.leastCaught)
  }

  /// Keys that stand twice under `integrations`.
  private static let repeated: Set<String> = [
    "value-redis-duplicate-key", "value-redis-same-integration-key-twice", "yaml-duplicate-redis",
  ]
  private static let leastLines = 58

  /// The line that the agent names has an error of ours. Lines of integrations count from their own text.
  @Test func findsTheLineThatTheAgentNames() throws {
    var compared = 0
    for verdict in try VerdictCase.all() where !verdict.hasVariables && !Self.repeated.contains(verdict.name)
    {
      guard let line = verdict.line else { continue }
      let errors = verdict.judge().filter { $0.severity == .error }
      guard !errors.contains(where: { $0.message.hasPrefix("integrations") }) else { continue }
      let lines = errors.compactMap { $0.location?.position.line }
      #expect(lines.contains(line), "\(verdict.group) \(verdict.name): \(line) and not \(lines)")
      compared += 1
    }
    #expect(compared >= Self.leastLines, "\(compared)")
  }

  @Test func takesWhatRunsWell() throws {
    var accepted = 0
    for verdict in try VerdictCase.all() where verdict.isAccepted && verdict.isHealthy {
      let errors = verdict.judge().filter { $0.severity == .error }
      #expect(errors.isEmpty, "\(verdict.group) \(verdict.name): \(errors.map(\.message))")
      if errors.isEmpty { accepted += 1 }
    }
    #expect(accepted >= Self.leastAccepted)
  }

  /// File and line, the path of a key or what is wrong with the text as a whole, what the agent does, and a remedy.
  @Test func everyFindingSaysWhatWhereAndWhatToDo() throws {
    for verdict in try VerdictCase.all() {
      for finding in verdict.judge() {
        #expect(finding.location?.file == "agent.yml", "\(verdict.name)")
        #expect(
          finding.location.map { $0.position.line > 0 && $0.position.column > 0 } == true, "\(verdict.name)")
        #expect(finding.remedy?.isEmpty == false, "\(verdict.name)")
        guard finding.severity == .error else { continue }
        #expect(
          Self.consequences.contains { finding.message.hasSuffix(": " + $0) },
          "\(verdict.name): \(finding.message)")
      }
    }
  }
}
