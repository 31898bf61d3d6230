import Base
import Manifests
import Testing

/// The kinds of Grafana Agent Operator: every field is honoured, or told by its name.
@Suite struct AgentOperatorManifestTests {
  @Test func readsAnAgent() async throws {
    let set = try await load(
      """
      apiVersion: monitoring.grafana.com/v1alpha1
      kind: GrafanaAgent
      metadata: {name: ga, namespace: mon}
      spec:
        logLevel: debug
        logFormat: json
        metrics:
          replicas: -1
          shards: 0
          replicaExternalLabelName: ""
          externalLabels: {env: prod}
          scrapeInterval: 1m30s
          instanceSelector: {matchLabels: {a: b}}
          instanceNamespaceSelector: {}
        integrations:
          selector: {}
          namespaceSelector: {matchLabels: {c: d}}
      """)
    #expect(set.diagnostics.isEmpty)
    let agent = try #require(set.items.first?.spec as? GrafanaAgent)
    #expect(agent.logLevel == "debug")
    #expect(agent.metrics.replicas == 0)
    #expect(agent.metrics.shards == 1)
    #expect(agent.metrics.replicaLabel == "")
    #expect(agent.metrics.clusterLabel == nil)
    #expect(agent.metrics.scrapeInterval == "1m30s")
    #expect(agent.metrics.instances.namespaces?.matches([:]) == true)
    #expect(agent.integrations.namespaces?.matchLabels == ["c": "d"])
  }

  @Test func declinesWhatTheOperatorNeverWrites() async throws {
    let found = try await findings(
      """
      apiVersion: monitoring.grafana.com/v1alpha1
      kind: GrafanaAgent
      metadata: {name: ga}
      spec:
        apiServer: {host: https://k, authorization: {type: Bearer}}
        metrics:
          instanceSelectr: {}
      ---
      apiVersion: monitoring.grafana.com/v1alpha1
      kind: MetricsInstance
      metadata: {name: m}
      spec:
        remoteWrite:
        - url: https://x
          queueConfig: {maxRetries: 3, retryOnRateLimit: true}
          writeRelabelConfigs:
          - {targetLabel: a, replacement: ""}
      """)
    #expect(
      found == [
        "5:32 warning spec.apiServer.authorization has no effect: Grafana Agent Operator never writes it",
        "7:5 warning spec.metrics: unknown field instanceSelectr, did you mean instanceSelector?",
        "15:19 warning spec.remoteWrite[0].queueConfig.maxRetries has no effect: Grafana Agent Operator never writes it",
        "15:34 warning spec.remoteWrite[0].queueConfig.retryOnRateLimit has no effect: Grafana Agent Operator never writes it",
        "17:24 warning spec.remoteWrite[0].writeRelabelConfigs[0].replacement is empty and therefore left out: the default "
          + "$1 holds, as upstream has it",
      ])
  }

  /// A field of GrafanaAgent's `spec.metrics`, and what is wrong with it.
  @Test(arguments: [
    ("scrapeInterval: 1.5s", "spec.metrics.scrapeInterval is no duration of Prometheus: 1.5s"),
    ("scrapeTimeout: 30m1h", "spec.metrics.scrapeTimeout is no duration of Prometheus: 30m1h"),
    ("externalLabels: {a-b: c}", "spec.metrics.externalLabels has a-b, which is no label name"),
    ("metricsExternalLabelName: 1a", "spec.metrics.metricsExternalLabelName is 1a, which is no label name"),
    ("shards: 1001", "spec.metrics.shards is 1001"),
    (
      "instanceSelector: {matchExpressions: [{key: a, operator: Is}]}",
      "spec.metrics.instanceSelector.matchExpressions[0].operator is Is, did you mean In?"
    ),
    (
      "instanceSelector: {matchExpressions: [{key: a, operator: In}]}",
      "spec.metrics.instanceSelector.matchExpressions[0].values must not be empty with the operator In"
    ),
  ])
  func refusesInMetrics(_ field: String, _ message: String) async throws {
    let set = try await load(
      """
      apiVersion: monitoring.grafana.com/v1alpha1
      kind: GrafanaAgent
      metadata: {name: ga, labels: {team: a}}
      spec:
        metrics:
          \(field)
      """)
    #expect(set.diagnostics.map(\.message) == [message])
    #expect(set.diagnostics.allSatisfy { $0.severity == .error && $0.location?.position.line == 6 })
    #expect(set.heldBackMetadata.values.map(\.labels) == [["team": "a"]])
  }

  /// An entry of remoteWrite, and what is wrong with it.
  @Test(arguments: [
    ("name: x", "spec.remoteWrite[0].url is missing"),
    (
      "url: https://x, basicAuth: {password: {name: a, key: b}}",
      "spec.remoteWrite[0].basicAuth.username is missing"
    ),
    (
      "url: https://x, sigv4: {accessKey: {name: a, key: b}}",
      "spec.remoteWrite[0].sigv4.secretKey is missing although the other half of the pair is set"
    ),
    (
      "url: https://x, sigv4: {}, bearerToken: t",
      "only one of spec.remoteWrite[0].sigv4, spec.remoteWrite[0].bearerToken may be set"
    ),
    (
      "url: https://x, bearerToken: t, bearerTokenFile: /t",
      "only one of spec.remoteWrite[0].bearerToken, spec.remoteWrite[0].bearerTokenFile may be set"
    ),
    (
      "url: https://x, tlsConfig: {certFile: /c}",
      "spec.remoteWrite[0].tlsConfig has a certificate without its key"
    ),
    (
      "url: https://x, tlsConfig: {keySecret: {name: a, key: b}}",
      "spec.remoteWrite[0].tlsConfig has a key without its certificate"
    ),
    (
      "url: https://x, headers: {Content-Type: a}",
      "spec.remoteWrite[0].headers may not set Content-Type: the agent writes it itself"
    ),
    (
      "url: https://x, queueConfig: {capacity: -1}", "spec.remoteWrite[0].queueConfig.capacity is -1"
    ),
    (
      "url: https://x, queueConfig: {maxBackoff: '5'}",
      "spec.remoteWrite[0].queueConfig.maxBackoff is no duration of Prometheus: 5"
    ),
    (
      "url: https://x, oauth2: {clientId: {configMap: {name: a, key: b}}, clientSecret: {name: a, key: b}, tokenUrl: t}",
      "spec.remoteWrite[0].oauth2.clientId.configMap is not supported: Grafana Agent Operator leaves client_id out of "
        + "agent.yml and the agent refuses the file"
    ),
    (
      "url: https://x, writeRelabelConfigs: [{action: keepequal, targetLabel: a}]",
      "spec.remoteWrite[0].writeRelabelConfigs[0].action keepequal makes the agent drop the whole metrics instance in silence"
    ),
    (
      "url: https://x, writeRelabelConfigs: [{action: labelmp}]",
      "spec.remoteWrite[0].writeRelabelConfigs[0].action is labelmp, did you mean labelmap?"
    ),
    (
      "url: https://x, writeRelabelConfigs: [{action: HashMod, targetLabel: a}]",
      "spec.remoteWrite[0].writeRelabelConfigs[0].modulus is missing although action is HashMod"
    ),
    (
      "url: https://x, writeRelabelConfigs: [{action: labeldrop, sourceLabels: [a]}]",
      "spec.remoteWrite[0].writeRelabelConfigs[0].sourceLabels may not be set with action labeldrop"
    ),
    (
      "url: https://x, writeRelabelConfigs: [{sourceLabels: [a-b], targetLabel: a}]",
      "spec.remoteWrite[0].writeRelabelConfigs[0].sourceLabels has a-b, which is no label name"
    ),
    (
      "url: https://x, writeRelabelConfigs: [{}]",
      "spec.remoteWrite[0].writeRelabelConfigs[0].targetLabel is missing although action is replace"
    ),
  ])
  func refusesInRemoteWrite(_ entry: String, _ message: String) async throws {
    let set = try await load(
      """
      apiVersion: monitoring.grafana.com/v1alpha1
      kind: MetricsInstance
      metadata: {name: m}
      spec:
        remoteWrite:
        - {\(entry)}
      """)
    #expect(set.diagnostics.map { "\($0.severity.rawValue) \($0.message)" } == ["error " + message])
    #expect(set.items.isEmpty)
  }

  /// Times of a MetricsInstance, and what is wrong with them.
  @Test(arguments: [
    ("walTruncateFrequency: sometimes", "spec.walTruncateFrequency is not a duration: sometimes"),
    ("walTruncateFrequency: 0s", "spec.walTruncateFrequency must be greater than 0s"),
    ("remoteFlushDeadline: 0s", "spec.remoteFlushDeadline must be greater than 0s"),
    (
      "minWALTime: 2h, maxWALTime: 1h", "spec.minWALTime (2h) must not be greater than spec.maxWALTime (1h)"
    ),
    ("maxWALTime: 1m", "spec.minWALTime (5m by default) must not be greater than spec.maxWALTime (1m)"),
    ("minWALTime: 1h, maxWALTime: 1h", nil), ("walTruncateFrequency: 1.5h", nil),
  ])
  func refusesTimes(_ fields: String, _ message: String?) async throws {
    let found = try await findings(
      """
      apiVersion: monitoring.grafana.com/v1alpha1
      kind: MetricsInstance
      metadata: {name: m}
      spec: {\(fields)}
      """)
    #expect(
      found.map { $0.split(separator: " ", maxSplits: 1)[1] } == (message.map { ["error \($0)"] } ?? []))
  }

  /// Specs of Integrations, and what is wrong with them.
  @Test(arguments: [
    ("{config: {}}", "5:2 error spec.name is missing"),
    ("{name: redis}", "5:2 error spec.config is missing"),
    ("{name: redis, config: [1]}", "5:16 error spec.config must be a mapping, found a list"),
    ("{name: redis, config: '- a'}", "5:25 error spec.config must hold one mapping, found a list"),
    ("{name: redis, config: 'a: ['}", "5:28 error spec.config is not YAML"),
    (
      "{name: redis, config: {}, secrets: [ca]}",
      "5:38 error spec.secrets[0] must be a mapping, found a string"
    ),
    (
      "{name: redis, config: {}, volumes: [{emptyDir: {}}]}", "5:38 error spec.volumes[0].name is missing"
    ),
    ("{name: redis, config: {}, typ: {}}", "5:28 warning spec: unknown field typ, did you mean type?"),
    ("{name: redis, config: 'a: 1'}", nil),
  ])
  func readsIntegrations(_ spec: String, _ finding: String?) async throws {
    let found = try await findings(
      """
      apiVersion: monitoring.grafana.com/v1alpha1
      kind: Integration
      metadata: {name: m}
      spec:
       \(spec)
      """)
    #expect(found.count == (finding == nil ? 0 : 1))
    #expect(finding.map { found.first?.hasPrefix($0) == true } ?? true, "\(found)")
  }

  @Test func refusesTwoSelectors() async throws {
    let found = try await findings(
      """
      apiVersion: monitoring.grafana.com/v1alpha1
      kind: GrafanaAgent
      metadata: {name: ga}
      spec:
        integrations: {selector: {}, instanceSelector: {}}
      """)
    #expect(
      found == [
        "5:32 error only one of spec.integrations.selector, spec.integrations.instanceSelector may be set"
      ])
  }

  @Test(arguments: [
    ("0", Duration.zero), ("1h30m", .seconds(5400)), ("1d", .seconds(86400)), ("2s50ms", .milliseconds(2050)),
    ("1y2w", .seconds((365 + 14) * 86400)),
  ])
  func readsDurationsOfPrometheus(_ text: String, _ expected: Duration) {
    #expect(PrometheusDuration.parse(text) == expected)
  }

  @Test(arguments: ["", "5", "1.5s", "1m1h", "1s1s", "s", "1 s", "-1s", "99999999999999999999s", "300y"])
  func refusesOtherDurations(_ text: String) {
    #expect(PrometheusDuration.parse(text) == nil)
  }
}
