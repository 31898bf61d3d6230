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

  /// The first that has a part.
  private func line(_ part: String, in text: String) throws -> Int {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return try #require(lines.firstIndex { $0.contains(part) }) + 1
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
    let line = try line("name: a, namespace", in: agentInMode("alloy-static") + manifests)
    #expect(
      found.first?.message.hasSuffix(
        "which Alloy refuses: the same as of Integration mon/a (a.yaml:\(line + 1))")
        == true, "\(refused.findings)")
    #expect(
      found.first?.remedy
        == "give it an instance of its own (spec.config.instance), or choose sluice.dev/agent-mode: alloy")
    let mended = try await buildOne(
      agentInMode("alloy-static") + plainInstance + mysql("a")
        + mysql("b").replacing("config: {", with: "config: {instance: b, "))
    #expect(mended.keptRoles.isEmpty, "\(mended.findings)")
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
    let line = try line("port: web", in: agentInMode("alloy-static") + manifests)
    #expect(
      found.first?.message.hasSuffix(": the same as of ServiceMonitor mon/a-b (a.yaml:\(line))") == true,
      "\(output.findings)")
    #expect(found.first?.remedy == "rename one of them, or choose sluice.dev/agent-mode: alloy")
  }

  @Test func additionalJobsThatHaveOneLabelAreRefused() async throws {
    let instance = plainInstance.replacing(
      "spec:", with: "spec:\n  additionalScrapeConfigs: {name: jobs, key: jobs.yaml}")
    let output = try await buildOne(
      agentInMode("alloy-static") + instance,
      values: ["/secrets/mon/jobs/jobs.yaml": "[{job_name: other}, {job_name: a-b}, {job_name: a.b}]"])
    let found = output.diagnostics.filter { $0.code == "alloy-label" }
    #expect(
      found.map(\.message) == [
        "two components would be called prometheus.scrape.metrics_mon_primary_a_b, which Alloy refuses: the same as of "
          + "additionalScrapeConfigs[1] of MetricsInstance mon/primary (a.yaml:22)"
      ], "\(output.findings)")
    #expect(
      found.first?.remedy == "give one of the jobs another name, or choose sluice.dev/agent-mode: alloy")
  }

  /// Renaming the monitor would not help.
  @Test func instancesThatHaveOneLabelAreToldForTheirJobsToo() async throws {
    let instance = plainInstance.replacing("spec:", with: "spec:\n  serviceMonitorSelector: {}")
    let output = try await buildOne(
      agentInMode("alloy-static") + instance.replacing("name: primary", with: "name: a-b")
        + instance.replacing("name: primary", with: "name: a.b").replacing("https://m", with: "https://n")
        + serviceMonitor)
    let found = output.diagnostics.filter { $0.code == "alloy-label" }
    #expect(
      Set(found.map(\.subject?.description)) == ["MetricsInstance mon/a.b", "ServiceMonitor mon/app"],
      "\(output.findings)")
    #expect(
      found.allSatisfy {
        $0.remedy == "rename one of the instances, or choose sluice.dev/agent-mode: alloy"
      }, "\(output.findings)")
    let own = found.first { $0.subject?.kind == "MetricsInstance" }
    #expect(
      own?.message.contains(
        "prometheus.remote_write.metrics_mon_a_b, which Alloy refuses: the same as of MetricsInstance mon/a-b (a.yaml:"
      )
        == true)
  }

  /// Their labels are fixed, so that an instance of its own would not help.
  @Test func aSecondReceiverOfFrontendsIsRefused() async throws {
    func receiver(_ name: String, port: Int) -> String {
      integration(
        name,
        "{name: app_agent_receiver, type: {unique: false}, config: {instance: \(name), logs_instance: mon/all, "
          + "server: {port: \(port)}}}")
    }
    let output = try await buildOne(
      agentInMode("alloy-static") + logsInstance + receiver("a", port: 12347) + receiver("b", port: 12348))
    let found = output.diagnostics.filter { $0.code == "alloy-label" }
    #expect(found.map(\.subject?.description) == ["Integration mon/b"], "\(output.findings)")
    #expect(
      found.first?.remedy
        == "select one of them from a GrafanaAgent of its own, or choose sluice.dev/agent-mode: alloy")
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

  /// An integration that is written as it is was not checked before it is converted.
  @Test func fieldsThatHoldVariablesAreReadAllTheSame() async throws {
    let output = try await buildOne(
      agentInMode("alloy-static") + plainInstance
        + integration(
          "redis",
          "{name: redis, type: {unique: false}, config: {redis_addr: '${HOST}:1', nonsense: ['${SITE}']}}",
          extra: ", annotations: {sluice.dev/validation: disabled}"))
    #expect(output.keptRoles == [.integrationsDeployment])
    let found = output.diagnostics.filter { $0.severity == .error }
    #expect(found.map(\.message) == ["unknown field nonsense in the integration"], "\(output.findings)")
    #expect(found.first?.subject?.description == "Integration mon/redis")
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
