import Agent
import Base
import Testing

/// LogsInstances and PodLogs of a hierarchy.
@Suite struct LogsTests {
  private static let agent = """
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: GrafanaAgent
    metadata: {name: ga, namespace: mon}
    spec:
      logs:
        instanceSelector: {}

    """

  @Test func writesOneFile() async throws {
    let output = try await buildOne(Self.agent + plainLogsInstance + podLogs("[{cri: {}}]"))
    #expect(output.findings.isEmpty)
    #expect(output.files.map(\.path) == ["mon/ga/logs/agent.yml"])
    #expect(output.files[0].summary == "mon/all")
    let text = try #require(output.text("mon/ga/logs/agent.yml"))
    #expect(text.contains("positions_directory: /var/lib/grafana-agent/data/mon/ga/logs"))
    #expect(text.contains("job_name: podLogs/mon/shop"))
    #expect(text.contains("cluster: mon/ga"))
  }

  /// The instances of logs stand in the documents of integrations too, their pods do not.
  @Test func standsBesideIntegrations() async throws {
    let receiver = integration(
      "web", "{name: app_agent_receiver, config: {logs_instance: mon/all, server: {port: 1}}}")
    let output = try await buildOne(
      Self.agent + "  integrations: {selector: {}}\n" + plainLogsInstance + podLogs("[]") + receiver)
    #expect(output.findings.isEmpty)
    let text = try #require(output.text("mon/ga/integrations-deploy/agent.yml"))
    #expect(text.contains("name: mon/all"))
    #expect(text.contains("url: https://l"))
    #expect(!text.contains("podLogs"))
    #expect(text.contains("positions_directory: /var/lib/grafana-agent/data/mon/ga/integrations-deploy"))
  }

  @Test func warnsOfLogsThatGoNowhere() async throws {
    let output = try await buildOne(
      Self.agent + plainLogsInstance.replacing("  clients: [{url: \"https://l\"}]\n", with: ""))
    #expect(
      output.findings == [
        "a.yaml:12:3 warning LogsInstance mon/all selects no PodLogs — make the selector match the labels and the namespace "
          + "of one",
        "a.yaml:12:3 warning neither this LogsInstance nor GrafanaAgent mon/ga has clients: its logs are sent nowhere — "
          + "write spec.clients",
      ])
    #expect(output.files.count == 1)
  }

  @Test func takesTheClientsOfTheAgent() async throws {
    let agent = Self.agent.replacing(
      "    instanceSelector: {}",
      with: "    instanceSelector: {}\n    clients: [{url: 'https://g', bearerToken: 'pass$word'}]")
    let instance = plainLogsInstance.replacing(
      "  clients: [{url: \"https://l\"}]\n  podLogsSelector: {}", with: "  {}")
    let output = try await buildOne(agent + instance)
    #expect(output.findings.isEmpty)
    let text = try #require(output.text("mon/ga/logs/agent.yml"))
    #expect(text.contains("url: https://g"))
    #expect(text.contains("bearer_token: pass$word"))
    #expect(!output.files[0].shown.contains("pass"))
  }

  /// Only the logs wait for broken PodLogs.
  @Test func keepsTheLogsOfBrokenPodLogs() async throws {
    let outputs = try await build([
      "agent.yaml": Self.agent + "  metrics: {instanceSelector: {}}\n",
      "instances.yaml": plainLogsInstance + plainInstance, "broken.yaml": podLogs("[{cri: {}, docker: {}}]"),
    ])
    #expect(outputs[0].keptRoles == [.logs])
    #expect(outputs[0].files.map(\.path) == ["mon/ga/metrics/agent.yml"])
  }
}
