import Agent
import Base
import Testing

/// Input that nobody means: too much of it, twice the same, or something else than what stands there by rights.
@Suite struct BadInputTests {
  private static func monitor(_ relabelings: String) -> String {
    podMonitor("\n  - port: web\n    relabelings:\n\(relabelings)")
  }

  private static let agent = plainAgent.replacing("selector: {}", with: "selector: null")

  /// A megabyte of rules is rendered and judged like one of them.
  @Test func takesVeryManyRules() async throws {
    let rules = (0..<9_000).map {
      "    - {sourceLabels: [__meta_kubernetes_pod_label_app_\($0)], targetLabel: label_\($0), regex: '(a|b)\($0)'}"
    }.joined(separator: "\n")
    let output = try await buildOne(Self.agent + monitoredInstance + Self.monitor(rules))
    #expect(output.findings.isEmpty)
    let text = try #require(output.text("mon/ga/metrics/agent.yml"))
    #expect(text.contains("target_label: label_8999\n"))
    let broken = rules + "\n    - {sourceLabels: [a], targetLabel: b, regex: '('}"
    let refused = try await buildOne(Self.agent + monitoredInstance + Self.monitor(broken))
    #expect(refused.keptRoles == [.metrics])
    #expect(refused.findings.count == 1)
  }

  /// Neither copy is taken, and what both belong to stays as it is.
  @Test func takesNothingThatIsDeclaredTwice() async throws {
    let text = Self.agent + monitoredInstance + monitoredInstance
    let output = try await buildOne(text)
    #expect(output.keptRoles.isSuperset(of: [.metrics]))
    #expect(output.files.isEmpty)
    let agents = try await build(["a.yaml": Self.agent + monitoredInstance, "b.yaml": Self.agent])
    #expect(agents.count == 1)
    #expect(agents[0].keptRoles == Set(AgentRole.allCases))
  }

  /// Stages in a text in stages, and so on.
  private static func nested(_ depth: Int) -> String {
    var stages = "- cri: {}"
    for _ in 0..<depth {
      let inner = stages.split(separator: "\n").map { "      " + $0 }.joined(separator: "\n")
      stages = "- match:\n    selector: '{a=\"b\"}'\n    stages: |\n\(inner)"
    }
    let indented = stages.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
    return plainLogsInstance + podLogs("\n" + indented)
  }

  private static let logsAgent = agent.replacing(
    "metrics:\n    instanceSelector", with: "logs:\n    instanceSelector")

  @Test func takesStagesInStages() async throws {
    let output = try await buildOne(Self.logsAgent + Self.nested(20))
    #expect(output.findings.isEmpty)
    let text = try #require(output.text("mon/ga/logs/agent.yml"))
    #expect(text.ranges(of: "match:").count == 20)
  }

  @Test func endsStagesInStages() async throws {
    let output = try await buildOne(Self.logsAgent + Self.nested(300))
    #expect(output.keptRoles == [.logs])
    #expect(output.findings.count == 1)
    #expect(
      output.findings.first?.contains("more than 512 lists and mappings stand inside each other") == true)
  }

  /// What stands where a mapping is asked for.
  @Test(arguments: ["5", "[a]", "'- a'", "'{a'", "'a: [&b b, *c]'", "'a: &b [*b]'"])
  func refusesConfigsThatAreNoMappings(_ config: String) async throws {
    let text = plainAgent + plainInstance + integration("node", "{name: redis, config: \(config)}")
    let output = try await buildOne(text)
    #expect(output.keptRoles.isSuperset(of: [.integrationsDeployment]))
    #expect(output.files.map(\.path).allSatisfy { $0.contains("/metrics/") })
  }
}
