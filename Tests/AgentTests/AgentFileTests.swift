import Agent
import Base
import Testing

/// What is written where, and what must not be seen.
@Suite struct AgentFileTests {
  private static let remoteWrite = """
    ---
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: MetricsInstance
    metadata: {name: primary, namespace: mon}
    spec:
      remoteWrite:
      - name: amp
        url: https://aps-workspaces.eu-west-1.amazonaws.com/workspaces/ws-1/api/v1/remote_write
        sigv4:
          region: eu-west-1
          accessKey: {name: amp, key: id}
          secretKey: {name: amp, key: key}
      - url: https://cortex
        basicAuth:
          username: {name: cortex, key: user}
          password: {name: cortex, key: password}
        tlsConfig:
          ca: {configMap: {name: trust, key: ca.crt}}
      - url: https://token
        bearerToken: plain-token
      additionalScrapeConfigs: {name: jobs, key: jobs.yaml}

    """
  private static let values = [
    "/secrets/mon/amp/id": "AKIA", "/secrets/mon/amp/key": "s3cr3t$x", "/secrets/mon/cortex/user": "ada",
    "/secrets/mon/cortex/password": "pass", "/configMaps/mon/trust/ca.crt": "PEM",
    "/secrets/mon/jobs/jobs.yaml":
      "- job_name: extra\n  authorization: {credentials: hush}\n  params: null\n  sample_limit: 2000000\n",
  ]

  @Test func namesFilesAndInlinesWhatHasNoFile() async throws {
    let output = try await buildOne(plainAgent + Self.remoteWrite, values: Self.values)
    #expect(
      output.files.map(\.path) == [
        "mon/ga/metrics/agent.yml", "mon/ga/secrets/_configMaps_mon_trust_ca_crt",
        "mon/ga/secrets/_secrets_mon_cortex_password",
      ])
    #expect(output.text("mon/ga/secrets/_secrets_mon_cortex_password") == "pass")
    let text = try #require(output.text("mon/ga/metrics/agent.yml"))
    #expect(
      text == """
        metrics:
          configs:
          - name: mon/primary
            remote_write:
            - name: amp
              sigv4:
                access_key: AKIA
                region: eu-west-1
                secret_key: s3cr3t$$x
              url: https://aps-workspaces.eu-west-1.amazonaws.com/workspaces/ws-1/api/v1/remote_write
            - basic_auth:
                password_file: /srv/agents/mon/ga/secrets/_secrets_mon_cortex_password
                username: ada
              tls_config:
                ca_file: /srv/agents/mon/ga/secrets/_configMaps_mon_trust_ca_crt
              url: https://cortex
            - authorization:
                credentials: plain-token
                type: Bearer
              url: https://token
            scrape_configs:
            - authorization:
                credentials: hush
              job_name: extra
              sample_limit: 2000000
          global:
            external_labels:
              __replica__: replica-0
              cluster: mon/ga
          wal_directory: /var/lib/grafana-agent/data/mon/ga/metrics
        server: {}

        """)
  }

  @Test func showsNoSecret() async throws {
    let output = try await buildOne(plainAgent + Self.remoteWrite, values: Self.values)
    let seen = output.files.map { "\($0) \($0.shown) \($0.bytes)" }.joined() + output.findings.joined()
    for value in ["AKIA", "s3cr3t", "ada", "pass\n", "PEM", "plain-token", "hush"] {
      #expect(!seen.contains(value), "\(value) is shown")
    }
    #expect(output.files[0].shown.contains("username: (secret)"))
    #expect(output.files[0].shown.contains("job_name: extra"))
  }

  @Test func tellsWhereMissingValuesWereLookedFor() async throws {
    var values = Self.values
    values["/secrets/mon/cortex/password"] = nil
    let output = try await buildOne(plainAgent + Self.remoteWrite, values: values)
    #expect(
      output.findings.filter { $0.contains("error") } == [
        "a.yaml:24:17 error there is no value for key password of Secret mon/cortex: the repository has none — add it"
      ])
    #expect(output.keptRoles == [.metrics])
    #expect(output.files.isEmpty)
    #expect(output.keeps("mon/ga/metrics/agent.yml"))
    #expect(output.keeps("mon/ga/secrets/_secrets_mon_cortex_password"))
    #expect(!output.keeps("mon/ga/integrations-deploy/agent.yml"))
    #expect(!output.keeps("mon/other/metrics/agent.yml"))
  }

  /// A look at a repository on a machine without its secrets.
  @Test func takesUnknownValuesForRight() async throws {
    let outputs = await AgentBuilder(settings: .test).build(
      try await input(["a.yaml": plainAgent + Self.remoteWrite])
    ) { _ in .unknown }
    let output = try #require(outputs.first)
    #expect(
      output.findings == [
        "a.yaml:7:3 warning GrafanaAgent mon/ga selects no Integration — make the selector match the labels and the "
          + "namespace of one",
        "a.yaml:29:28 notice key jobs.yaml of Secret mon/jobs is not at hand, so what it holds is neither checked nor "
          + "shown — name the directory that has it with --secrets",
      ])
    #expect(output.files.count == 3)
    let shown = try #require(output.files.first).shown
    #expect(shown.contains("username: (secret)"))
    #expect(!shown.contains("scrape_configs"))
  }

  /// Two agents on one machine do not write one write-ahead log.
  @Test func givesEachAgentItsOwnMemory() async throws {
    let output = try await buildOne(
      plainAgent.replacing("metrics:", with: "metrics:\n    shards: 2") + plainInstance
        + integration("node", "{name: node_exporter, type: {allNodes: true, unique: true}, config: {}}")
        + integration("redis", "{name: redis, config: {redis_addr: x}}"))
    let folders = output.files.map { file in
      file.bytes.revealed.split(separator: "\n").filter { $0.contains("_directory: ") }
        .map { $0.drop { $0 != "/" } }
    }
    let data = "/var/lib/grafana-agent/data/mon/ga"
    #expect(
      folders == [
        ["\(data)/metrics"], ["\(data)/metrics-shard-1"],
        ["\(data)/integrations-deploy", "\(data)/integrations-deploy"],
        ["\(data)/integrations-ds", "\(data)/integrations-ds"],
      ])
  }

  @Test(arguments: ["/", "/srv/agents/"])
  func joinsPathsWithOneSlash(directory: String) async throws {
    let outputs = try await build(
      ["a.yaml": plainAgent + Self.remoteWrite], values: Self.values,
      settings: AgentSettings(outputDirectory: directory))
    let text = try #require(outputs.first?.text("mon/ga/metrics/agent.yml"))
    #expect(text.contains("password_file: \(directory)mon/ga/secrets/_secrets_mon_cortex_password\n"))
  }

  @Test func writesOneFileForEachShard() async throws {
    let agent = """
      apiVersion: monitoring.grafana.com/v1alpha1
      kind: GrafanaAgent
      metadata: {name: ga, namespace: mon}
      spec:
        metrics:
          shards: 3
          replicas: 2
          replicaExternalLabelName: ''
          metricsExternalLabelName: owner
          externalLabels: {shard: $(SHARD) of $(SHARDS), host: $(HOSTNAME)}
          instanceSelector: {}

      """
    let output = try await buildOne(agent + plainInstance)
    #expect(
      output.files.map(\.path) == [
        "mon/ga/metrics/agent.yml", "mon/ga/metrics-shard-1/agent.yml", "mon/ga/metrics-shard-2/agent.yml",
      ])
    let text = try #require(output.text("mon/ga/metrics-shard-2/agent.yml"))
    #expect(
      text.contains("external_labels:\n      host: $(HOSTNAME)\n      owner: mon/ga\n      shard: 2 of 3\n"))
    #expect(
      output.findings == [
        "a.yaml:6:5 warning metrics.global.external_labels.host has $(HOSTNAME), which only a pod's sidecar fills in — "
          + "write ${HOSTNAME}, which the agent takes from its environment",
        "a.yaml:7:5 warning spec.metrics.replicas is 2, but a file is written for one replica of each shard — "
          + "write replicas: 1, and give each machine its own GrafanaAgent",
      ])
  }

  @Test func givesIntegrationsTheirFiles() async throws {
    let spec = """
      {name: kafka, config: {kafka_uris: ["k:9092"], ca_file: /etc/grafana-agent/integrations/secrets/mon/ca/ca.crt},
        secrets: [{name: ca, key: ca.crt}]}
      """
    let output = try await buildOne(
      plainAgent + plainInstance + integration("kafka", spec), values: ["/secrets/mon/ca/ca.crt": "PEM"])
    let text = try #require(output.text("mon/ga/integrations-deploy/agent.yml"))
    #expect(text.contains("ca_file: /srv/agents/mon/ga/secrets/_secrets_mon_ca_ca_crt\n"))
    #expect(output.text("mon/ga/secrets/_secrets_mon_ca_ca_crt") == "PEM")
    #expect(output.findings.isEmpty)
  }

  /// A path that only begins like one of the files is another file, which nothing brings.
  @Test func refusesPathsThatNothingBrings() async throws {
    let place = "/etc/grafana-agent/integrations/secrets/mon/ca/ca.crt"
    let spec = """
      {name: kafka, config: {kafka_uris: ["k:9092"], ca_file: \(place), cert_file: \(place)}, secrets: [{name: ca, key: ca}]}
      """
    let output = try await buildOne(
      plainAgent + plainInstance + integration("kafka", spec), values: ["/secrets/mon/ca/ca": "PEM"])
    let errors = output.findings.filter { $0.contains(place) }
    #expect(errors.count == 2, "\(errors)")
    #expect(
      errors.allSatisfy {
        $0.contains(
          " error \(place) is none of the files of this Integration's secrets and configMaps — name the object and the key of "
            + "the file in spec.secrets or spec.configMaps")
      })
    #expect(output.text("mon/ga/integrations-deploy/agent.yml") == nil)
  }

  @Test func tellsAddressesWithoutConfigurations() async throws {
    let agent = plainAgent.replacing(
      "namespace: mon}",
      with:
        "namespace: mon, annotations: {sluice.dev/agents: '{metrics: http://a:1, metrics-shard-7: http://b:1}'}}"
    )
    let output = try await buildOne(agent + plainInstance)
    #expect(
      output.findings.filter { $0.contains("annotation") } == [
        "a.yaml:1:1 warning annotation sluice.dev/agents has an address for metrics-shard-7, for which there is no "
          + "configuration — write one of metrics"
      ])
  }

  @Test func refusesValuesThatWouldBeOneFile() async throws {
    let instance = """
      ---
      apiVersion: monitoring.grafana.com/v1alpha1
      kind: MetricsInstance
      metadata: {name: primary, namespace: mon}
      spec:
        remoteWrite:
        - url: https://one
          tlsConfig: {ca: {secret: {name: a-b, key: ca}}}
        - url: https://two
          tlsConfig: {ca: {secret: {name: a.b, key: ca}}}
      """
    let output = try await buildOne(
      plainAgent + instance, values: ["/secrets/mon/a-b/ca": "1", "/secrets/mon/a.b/ca": "2"])
    let message =
      "key ca of Secret mon/a-b and key ca of Secret mon/a.b would be one file, _secrets_mon_a_b_ca — rename one of them"
    #expect(
      output.findings.filter { $0.contains("error") } == [
        "a.yaml:16:30 error \(message)", "a.yaml:18:30 error \(message)",
      ])
    #expect(output.files.isEmpty)
  }

  @Test func writesNothingUnderNamesThatLeadElsewhere() async throws {
    let output = try await buildOne(
      """
      apiVersion: monitoring.grafana.com/v1alpha1
      kind: GrafanaAgent
      metadata: {name: ../../etc, namespace: mon}
      spec: {metrics: {instanceSelector: {}}}
      """ + "\n" + plainInstance)
    #expect(output.files.isEmpty)
    #expect(output.keptRoles == Set(AgentRole.allCases))
  }
}
