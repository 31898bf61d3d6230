import Agent
import Base
import Testing

/// What a real agent would refuse is told at the manifest that it comes from, before anything is written.
@Suite struct AgentJudgeTests {
  private static let agent = """
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: GrafanaAgent
    metadata: {name: ga, namespace: mon}
    spec:
      metrics: {instanceSelector: {}}
      logs: {instanceSelector: {}}
      integrations: {selector: {}}
    ---
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: MetricsInstance
    metadata: {name: primary, namespace: mon}
    spec:
      remoteWrite: [{url: "https://m"}]
      podMonitorSelector: {}
      additionalScrapeConfigs: {name: s, key: jobs}
    ---
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: LogsInstance
    metadata: {name: all, namespace: mon}
    spec:
      clients: [{url: "https://l"}]
      podLogsSelector: {}

    """

  private static func podMonitor(_ relabelings: String) -> String {
    """
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: PodMonitor
    metadata: {name: shop, namespace: mon}
    spec:
      selector: {}
      podMetricsEndpoints: [{port: web, relabelings: \(relabelings)}]

    """
  }

  private static func podLogs(_ stage: String) -> String {
    """
    ---
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: PodLogs
    metadata: {name: shop, namespace: mon}
    spec:
      selector: {}
      pipelineStages: [\(stage)]

    """
  }

  private static func findings(
    monitor: String = "[]", stage: String = "{cri: {}}", jobs: String = "[]"
  ) async throws -> (errors: [String], output: AgentOutput) {
    let output = try await buildOne(
      agent + podMonitor(monitor) + podLogs(stage), values: ["/secrets/mon/s/jobs": jobs])
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
      errors.first?.contains("PodMonitor mon/shop: job podMonitor/mon/shop/0: relabel_configs[") == true)
    #expect(output.keptRoles == [.metrics])
  }

  @Test func judgesStages() async throws {
    let (errors, output) = try await Self.findings(stage: "{drop: {expression: '('}}")
    #expect(errors.count == 1, "\(errors)")
    #expect(errors.first?.contains("PodLogs mon/shop: pipeline_stages[0].drop") == true)
    #expect(output.keptRoles == [.logs])
  }

  @Test func judgesAdditionalJobs() async throws {
    let (errors, output) = try await Self.findings(jobs: "- {job_name: x, scrape_intervall: 5s}")
    #expect(errors.count == 1, "\(errors)")
    #expect(
      errors.first?.contains("MetricsInstance mon/primary: scrape_configs[0].scrape_intervall")
        == true)
    #expect(output.keptRoles == [.metrics])
  }

  /// What the agent's own variables hold is not known.
  @Test func leavesVariablesAlone() async throws {
    let (errors, _) = try await Self.findings(jobs: "- {job_name: x, scrape_interval: '${INTERVAL}'}")
    #expect(errors.isEmpty)
  }
}
