import Agent
import Base
import Testing

/// What a real agent would refuse is told at the manifest that it comes from, before anything is written.
@Suite struct AgentJudgeTests {
  private static let agent =
    """
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: GrafanaAgent
    metadata: {name: ga, namespace: mon}
    spec:
      metrics: {instanceSelector: {}}
      logs: {instanceSelector: {}}
      integrations: {selector: {}}

    """ + monitoredInstance + "  additionalScrapeConfigs: {name: s, key: jobs}\n" + plainLogsInstance

  private static func podMonitor(_ relabelings: String) -> String {
    AgentTests.podMonitor("[{port: web, relabelings: \(relabelings)}]")
  }

  private static func findings(
    monitor: String = "[]", stage: String = "{cri: {}}", jobs: String = "[]"
  ) async throws -> (errors: [String], output: AgentOutput) {
    let output = try await buildOne(
      agent + podMonitor(monitor) + podLogs("[\(stage)]"), values: ["/secrets/mon/s/jobs": jobs])
    let errors = output.diagnostics.filter { $0.severity == .error }.map {
      "\($0.location?.description ?? "?") \($0.subject?.description ?? "?"): \($0.message)"
    }
    return (errors, output)
  }

  @Test func takesWhatAnAgentTakes() async throws {
    let (errors, output) = try await Self.findings()
    #expect(errors.isEmpty)
    #expect(output.keptRoles.isEmpty)
  }

  @Test func judgesTheJobsOfMonitors() async throws {
    let (errors, output) = try await Self.findings(monitor: "[{regex: '(', action: drop}]")
    #expect(errors.count == 1, "\(errors)")
    #expect(
      errors.first?.hasPrefix("a.yaml:29:37 PodMonitor mon/shop: job podMonitor/mon/shop/0: relabel_configs[")
        == true)
    #expect(output.keptRoles == [.metrics])
  }

  @Test func judgesStages() async throws {
    let (errors, output) = try await Self.findings(stage: "{cri: {}}, {drop: {expression: '('}}")
    #expect(errors.count == 1, "\(errors)")
    #expect(
      errors.first?.hasPrefix("a.yaml:36:39 PodLogs mon/shop: spec.pipelineStages[1].drop.expression ")
        == true)
    #expect(output.keptRoles == [.logs])
  }

  @Test func judgesAdditionalJobs() async throws {
    let (errors, output) = try await Self.findings(jobs: "- {job_name: x, scrape_intervall: 5s}")
    #expect(errors.count == 1, "\(errors)")
    #expect(
      errors.first?.hasPrefix(
        "a.yaml:15:28 MetricsInstance mon/primary: additionalScrapeConfigs[0].scrape_intervall ") == true)
    #expect(output.keptRoles == [.metrics])
  }

  @Test func judgesReceivers() async throws {
    let text = Self.agent.replacing(
      #"[{url: "https://m"}]"#, with: #"[{url: "https://m"}, {url: "https://n", proxyUrl: "::"}]"#)
    let output = try await buildOne(text + Self.podMonitor("[]"), values: ["/secrets/mon/s/jobs": "[]"])
    let errors = output.findings.filter { $0.contains(" error ") }
    #expect(errors.count == 1, "\(errors)")
    #expect(errors.first?.hasPrefix("a.yaml:13:56 error spec.remoteWrite[1].proxyUrl ") == true)
  }

  /// What the agent's own variables hold is not known: nothing is told of a text that has one, and everything else is.
  @Test(arguments: [
    "- {job_name: x, scrape_interval: '${INTERVAL}'}",
    "- {job_name: x, scrape_interval: '${INTERVAL}', scrape_timeout: 90s}",
    "- {job_name: x, relabel_configs: [{target_label: a, replacement: '${1}:80'}]}",
  ])
  func leavesVariablesAlone(_ jobs: String) async throws {
    #expect(try await Self.findings(jobs: jobs).errors.isEmpty)
    let (errors, _) = try await Self.findings(
      stage: "{drop: {expression: '('}}", jobs: jobs + "\n- {job_name: y, nope: 1}")
    #expect(errors.count == 2, "\(errors)")
  }

  @Test func looksBesideGroupsOfExpressions() async throws {
    let (errors, _) = try await Self.findings(
      monitor: "[{sourceLabels: [a], targetLabel: b, regex: '(a', replacement: '${1}:80'}]")
    #expect(errors.count == 1, "\(errors)")
  }

  /// The times of a monitor are compared with those of its instance and its agent, not with an agent's own.
  @Test func comparesTimesWithThoseAround() async throws {
    let text = Self.agent
      .replacing(
        "metrics: {instanceSelector: {}}", with: "metrics: {instanceSelector: {}, scrapeInterval: 2m}"
      )
      .replacing("podMonitorSelector: {}", with: "podMonitorSelector: {}\n  walTruncateFrequency: 3h")
    let monitors =
      Self.podMonitor("[]").replacing("port: web", with: "port: web, scrapeTimeout: 90s")
      + Self.podMonitor("[]").replacing("name: shop", with: "name: slow").replacing(
        "port: web", with: "port: web, interval: 2h")
    let output = try await buildOne(text + monitors, values: ["/secrets/mon/s/jobs": "[]"])
    #expect(output.findings.filter { $0.contains(" error ") }.isEmpty)
  }

  /// A value that is somewhere else leaves everything around it judged.
  @Test func judgesBesideValuesThatAreNotAtHand() async throws {
    let text = Self.agent.replacing(
      #"clients: [{url: "https://l"}]"#,
      with:
        #"clients: [{url: "https://l", basicAuth: {username: {name: c, key: u}, password: {name: c, key: p}}}]"#
    )
    let outputs = await AgentBuilder(settings: .test).build(
      try await input(["a.yaml": text + podLogs("[{drop: {expression: '('}}]")])
    ) { _ in .unknown }
    let errors = outputs[0].findings.filter { $0.contains(" error ") }
    #expect(errors.count == 1, "\(errors)")
    #expect(errors.first?.contains("spec.pipelineStages[0].drop.expression") == true)
  }

  /// An Integration that is to be written as it is hides no other.
  @Test func judgesBesideWhatIsTrusted() async throws {
    let trusted = integration("new", "{name: newthing, config: {a: 1}}").replacing(
      "name: new, namespace: mon",
      with: "name: new, namespace: mon, annotations: {sluice.dev/validation: disabled}")
    let other = integration("box", "{name: blackbox, type: {unique: true}, config: {blackbox_targets: 5}}")
    let output = try await buildOne(plainAgent + plainInstance + trusted + other)
    let errors = output.findings.filter { $0.contains(" error ") }
    #expect(errors.count == 1, "\(errors)")
    #expect(errors.first?.contains("spec.config.blackbox_targets") == true)
    let alone = try await buildOne(plainAgent + plainInstance + trusted)
    #expect(alone.findings.filter { $0.contains(" error ") }.isEmpty)
  }

  /// Errors of several objects are told at once.
  @Test func tellsAllObjectsAtOnce() async throws {
    let second = podLogs("[{match: {selector: '{'}}]").replacing("name: shop", with: "name: other")
    let first = podLogs("[{drop: {expression: '('}}]")
    let output = try await buildOne(
      Self.agent + first + second, values: ["/secrets/mon/s/jobs": "[{job_name: x}, {job_name: x}]"])
    let errors = output.findings.filter { $0.contains(" error ") }
    #expect(errors.count == 4, "\(errors)")
  }
}
