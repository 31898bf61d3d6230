import Agent
import Base
import Documents
import Testing

/// GrafanaAgents whose mode is `alloy-static`: what Alloy's own converter refuses is written otherwise, or refused.
@Suite struct StaticModeTests {
  private func document(_ output: AgentOutput, _ role: String) throws -> JSON {
    let text = try #require(output.text("mon/ga/\(role)/agent.yml"))
    return try #require(try YAMLParser.documents(in: text).first?.root.json)
  }

  @Test func logsInstancesHaveNamesThatAreLabels() async throws {
    let output = try await buildOne(
      agentInMode("alloy-static") + plainInstance + logsInstance
        + integration(
          "events",
          "{name: eventhandler, type: {unique: true}, config: {logs_instance: mon/all, cache_path: /c}}"))
    #expect(output.diagnostics.allSatisfy { $0.severity != .error }, "\(output.findings)")
    let logs = try document(output, "logs")
    let instance = try #require(logs["logs"]?["configs"]?[0])
    #expect(instance["name"] == "mon_all")
    // What was read stays read.
    #expect(
      instance["positions"]?["filename"] == "/var/lib/grafana-agent/data/mon/ga/logs/mon/all.yml")
    let integrations = try document(output, "integrations-deploy")
    #expect(integrations["integrations"]?["eventhandler_configs"]?[0]?["logs_instance"] == "mon_all")
    #expect(integrations["metrics"]?["wal_directory"] == nil)
  }

  @Test func namesThatWouldBeOneAreRefused() async throws {
    let second = logsInstance.replacing("name: all, namespace: mon", with: "name: a-b, namespace: mon")
    let third = logsInstance.replacing("name: all, namespace: mon", with: "name: a.b, namespace: mon")
      .replacing("name: pods", with: "name: other")
    let output = try await buildOne(agentInMode("alloy-static") + second + third)
    #expect(output.keptRoles == [.logs])
    #expect(
      output.findings.contains {
        $0.contains("Alloy would call the logs instance mon/a.b mon_a_b, which another one is called too")
      }, "\(output.findings)")
  }

  @Test func integrationsNameTheOnlyInstance() async throws {
    let redis = integration(
      "redis", "{name: redis, type: {unique: false}, config: {redis_addr: 'h:1'}}")
    let output = try await buildOne(agentInMode("alloy-static") + plainInstance + redis)
    let integrations = try document(output, "integrations-deploy")
    #expect(
      integrations["integrations"]?["redis_configs"]?[0]?["autoscrape"]?["metrics_instance"] == "mon/primary")
    // Alloy's converter scrapes it although the agent would not.
    let found = try #require(output.diagnostics.first { $0.message.contains("Alloy scrapes it") })
    #expect(found.subject?.description == "Integration mon/redis")
    // What the remedy says is taken, and leaves nothing to scrape.
    let rule = "relabel_configs: [{action: drop, source_labels: [__address__]}]"
    #expect(found.remedy?.hasSuffix("by autoscrape: \(rule)") == true)
    let dropped = try await buildOne(
      agentInMode("alloy") + plainInstance + redis.replacing("h:1'", with: "h:1', autoscrape: {\(rule)}"))
    #expect(dropped.keptRoles.isEmpty, "\(dropped.findings)")
    #expect(
      dropped.text("mon/ga/integrations-deploy/config.alloy")?.contains(#"action        = "drop""#) == true)

    let two = try await buildOne(
      agentInMode("alloy-static") + plainInstance
        + plainInstance.replacing("name: primary", with: "name: second") + redis)
    #expect(two.keptRoles == [.integrationsDeployment])
    #expect(
      two.findings.contains { $0.contains("points at the metrics instance default, which is not here") })
  }

  @Test func labelsThatStandTwiceAreRefused() async throws {
    func mysql(_ name: String) -> String {
      integration(
        name,
        "{name: mysql, type: {unique: false}, config: {data_source_name: '\(name)@tcp(\(name):1)/', autoscrape: "
          + "{enable: true, metrics_instance: mon/primary}}}")
    }
    let manifests = plainInstance + mysql("a") + mysql("b")
    let refused = try await buildOne(agentInMode("alloy-static") + manifests)
    #expect(refused.keptRoles == [.integrationsDeployment])
    let found = refused.diagnostics.filter { $0.code == "alloy-label" }
    #expect(found.map(\.subject?.description) == ["Integration mon/b"], "\(refused.findings)")
    #expect(
      found.first?.message.hasPrefix(
        "two components would be called prometheus.exporter.mysql.integrations_mysqld_exporter, ") == true)
    // The native mode numbers them.
    let native = try await buildOne(agentInMode("alloy") + manifests)
    #expect(native.keptRoles.isEmpty)
    #expect(
      native.text("mon/ga/integrations-deploy/config.alloy")?.contains("integrations_mysqld_exporter_2")
        == true)
  }

  /// Names that differ in what cannot stand in a label are one.
  @Test func monitorsWhoseJobsHaveOneLabelAreRefused() async throws {
    let manifests =
      plainInstance.replacing("spec:", with: "spec:\n  serviceMonitorSelector: {}")
      + serviceMonitor.replacing("name: app", with: "name: a-b")
      + serviceMonitor.replacing("name: app", with: "name: a.b")
    let output = try await buildOne(agentInMode("alloy-static") + manifests)
    #expect(output.keptRoles == [.metrics])
    let found = output.diagnostics.filter { $0.code == "alloy-label" }
    #expect(found.map(\.subject?.description) == ["ServiceMonitor mon/a.b"], "\(output.findings)")
  }

  @Test func whatAlloyDoesNotTakeIsRefused() async throws {
    let output = try await buildOne(
      agentInMode("alloy-static") + logsInstance
        + integration(
          "events",
          "{name: eventhandler, type: {unique: true}, config: {logs_instance: mon/all, send_timeout: 5}}"))
    #expect(output.keptRoles == [.integrationsDeployment])
    let found = try #require(output.diagnostics.first { $0.code == "alloy-not-carried-over" })
    #expect(found.message == "spec.config.send_timeout cannot be carried over: Alloy has no such setting")
    #expect(found.subject?.description == "Integration mon/events")
  }

  @Test(arguments: [
    (
      "[{job_name: j, track_timestamps_staleness: true}]",
      "additionalScrapeConfigs[0].track_timestamps_staleness cannot be carried over: Alloy's own converter refuses it"
    ),
    (
      "[{job_name: i}, {job_name: j, native_histogram_bucket_limit: '${LIMIT}'}]",
      "additionalScrapeConfigs[1].native_histogram_bucket_limit cannot be carried over: Alloy's own converter refuses it"
    ),
  ])
  func settingsOfJobsThatAlloysConverterRefusesAreToldAtTheirJobs(
    _ jobs: String, _ message: String
  ) async throws {
    let instance = plainInstance.replacing(
      "spec:", with: "spec:\n  additionalScrapeConfigs: {name: jobs, key: jobs.yaml}")
    let output = try await buildOne(
      agentInMode("alloy-static") + instance, values: ["/secrets/mon/jobs/jobs.yaml": jobs])
    #expect(output.keptRoles == [.metrics])
    let found = output.diagnostics.filter { $0.code == "alloy-not-carried-over" }
    #expect(found.map(\.message) == [message])
    #expect(found.first?.subject?.description == "MetricsInstance mon/primary")
  }

  @Test func eventHubsOfAzureAreToldAtTheirJobs() async throws {
    let instance = logsInstance.replacing(
      "podLogsSelector: {}",
      with: "additionalScrapeConfigs: {name: jobs, key: jobs.yaml}\n  podLogsSelector: {}")
    let jobs =
      "[{job_name: hub, azure_event_hubs: {fully_qualified_namespace: 'n:1', event_hubs: [e], connection_string: hush}}]"
    func output(_ mode: String) async throws -> AgentOutput {
      try await buildOne(agentInMode(mode) + instance, values: ["/secrets/mon/jobs/jobs.yaml": jobs])
    }
    let refused = try await output("alloy-static")
    #expect(refused.keptRoles == [.logs], "\(refused.findings)")
    let found = try #require(refused.diagnostics.first { $0.code == "alloy-not-carried-over" })
    #expect(
      found.message.hasPrefix(
        "additionalScrapeConfigs[0].azure_event_hubs cannot be carried over: Alloy refuses")
    )
    #expect(found.subject?.description == "LogsInstance mon/all" && !found.message.contains("hush"))
    #expect(try await output("alloy").keptRoles.isEmpty)
  }

  /// Alloy expands variables before it converts, by the agent's own rules.
  @Test(arguments: [
    "[{job_name: j, sample_limit: '${LIMIT}', scrape_interval: '${EVERY:-1m}'}]",
    "[{job_name: j, static_configs: [{targets: ['${HOST^^}:1'], labels: {'${NAME}': x}}]}]",
    "[{job_name: j, relabel_configs: [{source_labels: [a], target_label: t, modulus: '${OF}', action: hashmod}]}]",
  ])
  func variablesAreLeftToAlloy(_ jobs: String) async throws {
    let instance = plainInstance.replacing(
      "spec:", with: "spec:\n  additionalScrapeConfigs: {name: jobs, key: jobs.yaml}")
    let output = try await buildOne(
      agentInMode("alloy-static") + instance, values: ["/secrets/mon/jobs/jobs.yaml": jobs])
    #expect(output.keptRoles.isEmpty, "\(output.findings)")
    #expect(try #require(output.text("mon/ga/metrics/agent.yml")).contains("${"))
  }

  /// What `alloy` carries over although Alloy's own converter does not.
  @Test func whatAlloysConverterLeavesOutIsRefused() async throws {
    let manifests =
      plainInstance
      + integration(
        "mssql",
        "{name: mssql, type: {unique: false}, config: {connection_string: 'sqlserver://h', query_config: {collector_name: c}, "
          + "autoscrape: {enable: true, metrics_instance: mon/primary}}}")
    let refused = try await buildOne(agentInMode("alloy-static") + manifests)
    #expect(refused.keptRoles == [.integrationsDeployment])
    #expect(
      refused.findings.contains {
        $0.contains("spec.config.query_config cannot be carried over: Alloy's own converter leaves it out")
      }, "\(refused.findings)")
    let native = try await buildOne(agentInMode("alloy") + manifests)
    #expect(native.keptRoles.isEmpty, "\(native.findings)")
    #expect(
      native.text("mon/ga/integrations-deploy/config.alloy")?.contains("query_config") == true)
  }
}
