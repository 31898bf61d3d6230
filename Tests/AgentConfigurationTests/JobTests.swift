import AgentConfiguration
import Testing

/// One job by itself, whose neighbours are not known.
@Suite struct JobTests {
  private static func told(_ job: String) -> [String] {
    AgentConfigurationCheck(file: "job.yml").placedFindings(in: Array(job.utf8), as: .metricsJob).map {
      "\($0.diagnostic.severity) \($0.diagnostic.location?.position.line ?? 0) \($0.path?.description ?? "-"): \($0.problem)"
    }
  }

  /// The agent's own interval and the instance's settings decide about these.
  @Test(arguments: [
    "{job_name: j, scrape_timeout: 90s}", "{job_name: j, scrape_interval: 2h}",
    "{job_name: j, scrape_interval: 10s, scrape_timeout: 20s}",
  ])
  func intervals(_ job: String) {
    #expect(Self.told(job) == [])
  }

  @Test func pathsBeginAtTheJob() {
    #expect(
      Self.told("job_name: j\nbody_size_limit: 10kb\nrelabel_configs:\n  - {action: drop, regex: '('}\n") == [
        "error 2 body_size_limit: is not an amount of bytes such as 10MB: the agent refuses the file",
        "error 4 relabel_configs[0].regex: is no regular expression that the agent takes, a group is not closed: the agent refuses the file",
      ])
  }

  @Test func whatIsNoJob() {
    #expect(
      Self.told("null\n") == ["error 1 the configuration: is empty: the agent refuses the file"])
    #expect(
      Self.told("x\n") == [
        "error 1 the configuration: has to be a mapping, found a text: the agent refuses the file"
      ])
    #expect(Self.told("{").first?.contains(" -: ") == true)
  }

  /// Nothing else is written than `instance_mode: shared`, so that the agent loses the instance.
  @Test func actionsThatAreLost() {
    #expect(
      Self.told("{job_name: j, relabel_configs: [{action: keepequal, source_labels: [a], target_label: b}]}")
        == [
          "error 1 relabel_configs[0].action: is keepequal, which the agent cannot read back from its own settings: it starts, and the whole instance is missing"
        ])
  }

  @Test func pathsOfAWholeConfiguration() {
    let text = "metrics: {configs: [{name: a, scrape_configs: [{job_name: j, nope: 1}]}]}\n"
    let found = AgentConfigurationCheck(file: "agent.yml").placedFindings(in: Array(text.utf8))
    #expect(
      found.map { $0.path?.steps } == [
        [
          .key("metrics"), .key("configs"), .element(0), .key("scrape_configs"), .element(0), .key("nope"),
        ]
      ])
    #expect(
      found.map(\.diagnostic) == AgentConfigurationCheck(file: "agent.yml").findings(in: Array(text.utf8)))
    #expect(found.first?.path.map { "\($0) \(found[0].problem)" } == found.first?.diagnostic.message)
  }
}
