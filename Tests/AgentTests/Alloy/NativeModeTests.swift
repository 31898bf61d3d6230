import Agent
import Alloy
import Base
import Manifests
import Testing

/// GrafanaAgents whose mode is `alloy`.
@Suite struct NativeModeTests {
  private static let values = [
    "/secrets/mon/login/user": "ada", "/secrets/mon/login/password": "hush",
  ]

  private func text(_ output: AgentOutput, _ role: String = "metrics") throws -> String {
    try #require(output.text("mon/ga/\(role)/config.alloy"))
  }

  @Test func writesTheConfigurationInAlloysLanguage() async throws {
    let output = try await buildOne(
      agentInMode("alloy") + securedInstance + serviceMonitor + logsInstance, values: Self.values)
    #expect(output.diagnostics.allSatisfy { $0.severity != .error }, "\(output.findings)")
    #expect(
      output.files.map(\.path).sorted() == [
        "mon/ga/logs/config.alloy", "mon/ga/metrics/config.alloy",
        "mon/ga/secrets/_secrets_mon_login_password",
      ])
    let paths = try AlloyParser.configuration(text(output)).blocks.map { $0.path.joined(separator: ".") }
    #expect(
      paths == [
        "prometheus.remote_write.metrics_mon_primary",
        "discovery.kubernetes.metrics_mon_primary_serviceMonitor_mon_app_0",
        "discovery.relabel.metrics_mon_primary_serviceMonitor_mon_app_0",
        "prometheus.scrape.metrics_mon_primary_serviceMonitor_mon_app_0",
      ])
    let metrics = try text(output)
    #expect(metrics.contains(#"password_file = "/srv/agents/mon/ga/secrets/_secrets_mon_login_password""#))
    #expect(metrics.contains(#"__replica__ = "replica-0""#) && metrics.contains(#"regex         = "0""#))
    let logs = try text(output, "logs")
    #expect(
      logs.contains(
        #"legacy_positions_file = "/var/lib/grafana-agent/data/mon/ga/logs/mon/all.yml""#))
  }

  @Test func everyShardHasItsOwn() async throws {
    let output = try await buildOne(
      agentInMode("alloy").replacing("instanceSelector: {}", with: "instanceSelector: {}\n    shards: 2")
        + securedInstance + serviceMonitor, values: Self.values)
    let first = try text(output)
    let second = try text(output, "metrics-shard-1")
    #expect(first.contains(#"regex         = "0""#) && second.contains(#"regex         = "1""#))
  }

  /// The text of a configuration that people are shown has what the file has, but nothing secret.
  @Test func showsNothingSecret() async throws {
    let jobs = """
      - job_name: outside
        scrape_interval: 17s
        metrics_path: /hush-path
        static_configs: [{targets: ["hush-host:1"], labels: {team: hush-team}}]
      """
    let output = try await buildOne(
      agentInMode("alloy")
        + securedInstance.replacing(
          "spec:", with: "spec:\n  additionalScrapeConfigs: {name: jobs, key: jobs.yaml}") + serviceMonitor,
      values: [
        "/secrets/mon/login/user": "hush-user", "/secrets/mon/login/password": "hush-password",
        "/secrets/mon/jobs/jobs.yaml": jobs,
      ])
    let file = try #require(output.files.first { $0.path.hasSuffix("config.alloy") })
    #expect(file.bytes.revealed.contains("hush-host") && file.bytes.revealed.contains("hush-user"))
    #expect(!file.shown.contains("hush") && !file.shown.contains("17s"), "\(file.shown)")
    let whole = try AlloyParser.configuration(file.bytes.revealed).blocks
    let shown = try AlloyParser.configuration(file.shown).blocks
    #expect(whole.map(\.path) == shown.map(\.path))
    #expect(file.shown.contains(#"username      = "(secret)""#))
    // What comes from manifests is as it is in the file.
    let monitor = ["discovery", "relabel", "metrics_mon_primary_serviceMonitor_mon_app_0"]
    #expect(whole.first { $0.path == monitor } == shown.first { $0.path == monitor })
    #expect("\(file.content)".contains("hush") == false)
  }

  // MARK: Variables

  @Test func variablesAreAlloysOwn() async throws {
    let output = try await buildOne(
      agentInMode("alloy")
        + plainInstance.replacing("https://m", with: "https://${HOST}:${PORT:-9090}/push")
        + integration(
          "redis",
          "{name: redis, type: {unique: true}, config: {redis_addr: 'a$$b:1', autoscrape: {enable: true, "
            + "metrics_instance: mon/primary}}}"))
    #expect(output.diagnostics.allSatisfy { $0.severity != .error }, "\(output.findings)")
    let metrics = try text(output)
    #expect(
      metrics.contains(
        #"url  = ((("https://" + sys.env("HOST")) + ":") + coalesce(sys.env("PORT"), "9090")) + "/push""#),
      "\(metrics)")
    #expect(try text(output, "integrations-deploy").contains(#"redis_addr = "a$b:1""#))
  }

  /// A dollar in a value that is looked up is one in Alloy too.
  @Test func dollarsOfValuesStayAsTheyAre() async throws {
    let output = try await buildOne(
      agentInMode("alloy") + securedInstance,
      values: ["/secrets/mon/login/user": "$a$${B}$(SHARD)", "/secrets/mon/login/password": "p"])
    #expect(try text(output).contains(#"username      = "$a$${B}$(SHARD)""#))
  }

  @Test func variablesThatAlloyCannotLookUpAreRefused() async throws {
    let output = try await buildOne(
      agentInMode("alloy") + plainInstance.replacing("https://m", with: "https://${HOST^^}/push"))
    #expect(output.files.isEmpty && output.keptRoles == [.metrics])
    #expect(
      output.findings.contains { $0.contains("only ${NAME} and ${NAME:-default} can be left to Alloy") })
  }

  /// The mode in which Alloy replaces them by itself takes them.
  @Test func variablesInPlacesOfNumbersAreRefusedWithAWayOut() async throws {
    let manifests =
      plainInstance.replacing(
        "spec:", with: "spec:\n  additionalScrapeConfigs: {name: jobs, key: jobs.yaml}")
    let values = [
      "/secrets/mon/jobs/jobs.yaml":
        "[{job_name: j, track_timestamps_staleness: '${FLAG:-false}', scrape_interval: '${I}'}]"
    ]
    let output = try await buildOne(agentInMode("alloy") + manifests, values: values)
    #expect(output.keptRoles == [.metrics])
    let found = output.diagnostics.filter { $0.severity == .error }
    let reason = "; it holds a variable, which Alloy can only look up in texts"
    #expect(
      Set(found.map(\.message)) == [
        "additionalScrapeConfigs[0].track_timestamps_staleness must be true or false" + reason,
        "additionalScrapeConfigs[0].scrape_interval must be a duration such as 30s" + reason,
      ], "\(output.findings)")
    #expect(
      found.allSatisfy { $0.remedy == "write the value, or choose sluice.dev/agent-mode: alloy-static" },
      "\(output.findings)")
    // A command that chooses the mode has no annotation to offer.
    let chosen = try await build(
      ["a.yaml": plainAgent + manifests], values: values,
      settings: AgentSettings(outputDirectory: "/srv", mode: .alloy))
    let told = chosen[0].diagnostics.filter { $0.code == AlloyConversion.variableCode }
    #expect(told.count == 2 && told.allSatisfy { $0.remedy == "write the value" }, "\(chosen[0].findings)")
  }

  // MARK: What does not come along

  @Test func whatIsLostIsAnErrorAtItsManifest() async throws {
    let output = try await buildOne(
      agentInMode("alloy") + plainInstance
        + integration(
          "v",
          "{name: vsphere, type: {unique: false}, config: {vsphere_url: 'https://v', vsphere_user: u, "
            + "vsphere_password: hush, autoscrape: {enable: true, metrics_instance: mon/primary}}}"))
    #expect(output.keptRoles == [.integrationsDeployment])
    let found = try #require(output.diagnostics.first { $0.code == "alloy-not-carried-over" })
    #expect(
      found.message
        == "the integration cannot be carried over: Alloy has no counterpart of the integration vsphere"
    )
    #expect(found.subject?.description == "Integration mon/v" && found.severity == .error)
    #expect(found.remedy == "take it out, or leave sluice.dev/agent-mode at agent-static")
    #expect(try text(output).contains("prometheus.remote_write"))
  }

  @Test func whatChangesIsAWarningAtItsManifest() async throws {
    let output = try await buildOne(
      agentInMode("alloy") + plainInstance.replacing("spec:", with: "spec:\n  minWALTime: 1m"))
    let found = try #require(output.diagnostics.first { $0.code == "alloy-changed" })
    #expect(found.severity == .warning && found.subject?.description == "MetricsInstance mon/primary")
    #expect(
      found.message.hasPrefix("spec.minWALTime is left out: set it at the block wal"), "\(found.message)")
    #expect(output.keptRoles.isEmpty)
  }

  /// Jobs from a Secret are told at the reference to it.
  @Test func jobsOfASecretAreToldAtTheirReference() async throws {
    let output = try await buildOne(
      agentInMode("alloy")
        + plainInstance.replacing(
          "spec:", with: "spec:\n  additionalScrapeConfigs: {name: jobs, key: jobs.yaml}") + serviceMonitor,
      values: [
        "/secrets/mon/jobs/jobs.yaml": "[{job_name: j, eureka_sd_configs: [{server: 'http://hush'}]}]"
      ])
    let found = try #require(output.diagnostics.first { $0.code == "alloy-not-carried-over" })
    #expect(found.subject?.description == "MetricsInstance mon/primary")
    #expect(found.location?.position.line == 22, "\(output.findings)")
    #expect(found.message.hasPrefix("additionalScrapeConfigs[0].eureka_sd_configs cannot be carried over"))
    #expect(!found.message.contains("hush"))
  }

  @Test func modesThatAreNoneAreRefused() async throws {
    let loader = ManifestLoader<ManifestObject>(settings: LoaderSettings()) { ($0, []) }
    let set = try await loader.load(Repository(files: ["a.yaml": agentInMode("aloy")]), path: "")
    #expect(
      set.diagnostics.map { "\($0.location?.description ?? "") \($0.message) — \($0.remedy ?? "")" } == [
        "a.yaml:7:5 annotation sluice.dev/agent-mode is aloy, did you mean alloy? — write agent-static, "
          + "alloy-static or alloy"
      ])
  }

  @Test(arguments: AgentMode.allCases)
  func theModeCanBeChosenForAll(_ mode: AgentMode) async throws {
    let settings = AgentSettings(outputDirectory: "/srv", mode: mode)
    let outputs = try await build(["a.yaml": agentInMode("alloy-static") + plainInstance], settings: settings)
    #expect(
      outputs[0].files.map(\.path) == ["mon/ga/metrics/\(mode == .alloy ? "config.alloy" : "agent.yml")"])
  }

  /// An agent runs the others all the same; Alloy would run nothing.
  @Test func refusesInstancesThatSendNowhere() async throws {
    let text = plainAgent.replacing(
      "namespace: mon}", with: "namespace: mon, annotations: {sluice.dev/agent-mode: alloy}}"
    ).replacing("selector: {}", with: "selector: null")
    let lonely = """
      ---
      apiVersion: monitoring.grafana.com/v1alpha1
      kind: MetricsInstance
      metadata: {name: lonely, namespace: mon}
      spec: {podMonitorSelector: {}}
      ---
      apiVersion: monitoring.coreos.com/v1
      kind: PodMonitor
      metadata: {name: shop, namespace: mon}
      spec: {selector: {}, podMetricsEndpoints: [{port: web}]}

      """
    let output = try await buildOne(text + plainInstance + lonely)
    #expect(output.keptRoles == [.metrics])
    #expect(
      output.findings.contains { $0.contains("Alloy refuses the whole file then — write spec.remoteWrite") })
  }
}
