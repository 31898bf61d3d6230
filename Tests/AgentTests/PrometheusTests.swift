import Base
import Conformance
import Documents
import Foundation
import TestSupport
import Testing

/// Prometheus, as Debian has it, judges what the metrics of an agent are configured by: the agent reads the same jobs and
/// receivers with the same code.
@Suite(.enabled(if: GitProgram.find("promtool") != nil && GitProgram.find("prometheus") != nil))
struct PrometheusTests {
  /// Each metrics instance of an agent's configuration as a configuration of Prometheus.
  private static func configurations(_ text: String) throws -> [JSON] {
    let document = try YAMLParser.documents(in: text).first?.root.json
    let global = document?["metrics"]?["global"]
    return (document?["metrics"]?["configs"]?.arrayValue ?? []).map { instance in
      var plain = JSONObject()
      var settings = JSONObject()
      for key in ["external_labels", "scrape_interval", "scrape_timeout"] { settings[key] = global?[key] }
      plain["global"] = .object(settings)
      plain["scrape_configs"] = .array(
        (instance["scrape_configs"]?.arrayValue ?? []).map { job in
          // Debian builds Prometheus without discovery by Kubernetes.
          var plain = job.objectValue ?? JSONObject()
          if plain["kubernetes_sd_configs"] != nil {
            plain["kubernetes_sd_configs"] = nil
            plain["static_configs"] = [["targets": ["a:1"]]]
          }
          return .object(plain)
        })
      plain["remote_write"] = instance["remote_write"] ?? global?["remote_write"]
      return .object(plain)
    }
  }

  /// - Parameter readsFiles: false where the files that it names are those of a pod.
  private static func check(_ configuration: JSON, readsFiles: Bool = true) async throws {
    let folder = try TemporaryDirectory()
    let file = try folder.write(YAMLWriter.string(configuration), to: "prometheus.yml")
    try await GitProgram.run(
      "promtool", ["check", "config"] + (readsFiles ? [] : ["--syntax-only"]) + [file])
  }

  // MARK: promtool

  /// Cases that the agent refuses as well (reference agent-operator.md section 7).
  private static let refused: Set<String> = [
    "extra-oauth2-configmap-clientid", "extra-scrape-secrets",
  ]

  @Test(.enabled(if: SharedData.isPresent("agent-operator")))
  func takesEveryCase() async throws {
    var count = 0
    for name in try SharedData.names(in: "agent-operator") {
      let file = "agent-operator/\(name)/input.yaml"
      guard SharedData.isPresent(file), !name.hasPrefix("testdata-"), !Self.refused.contains(name) else {
        continue
      }
      let result = ConformanceCommand(["agent", SharedData.path(file)])
      #expect(result.status == 0)
      for configuration in try Self.configurations(result.output) {
        await #expect(throws: Never.self, "\(name)") {
          try await Self.check(configuration, readsFiles: false)
        }
        count += 1
      }
    }
    #expect(count == 11)
  }

  /// One of each kind, with every field that the operator writes, and the files that they name.
  private static let everything = """
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: GrafanaAgent
    metadata: {name: ga, namespace: mon}
    spec:
      apiServer: {host: "https://k", basicAuth: {username: {name: s, key: u}, password: {name: s, key: p}}, tlsConfig: {ca: {secret: {name: s, key: ca}}}}
      metrics:
        shards: 2
        scrapeInterval: 30s
        scrapeTimeout: 10s
        externalLabels: {env: prod}
        enforcedNamespaceLabel: namespace
        enforcedSampleLimit: 1000000
        enforcedTargetLimit: 100
        instanceSelector: {}
    ---
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: MetricsInstance
    metadata: {name: primary, namespace: mon}
    spec:
      serviceMonitorSelector: {}
      podMonitorSelector: {}
      probeSelector: {}
      additionalScrapeConfigs: {name: s, key: jobs}
      remoteWrite:
      - url: https://one
        name: one
        remoteTimeout: 10s
        headers: {X-Team: a}
        proxyUrl: http://proxy
        basicAuth: {username: {name: s, key: u}, password: {name: s, key: p}}
        writeRelabelConfigs: [{sourceLabels: [__name__], regex: "go_.*", action: drop}]
        queueConfig: {capacity: 2500, minShards: 1, maxShards: 50, maxSamplesPerSend: 500, batchSendDeadline: 5s, minBackoff: 1s, maxBackoff: 5s}
        metadataConfig: {send: true, sendInterval: 1m}
        tlsConfig: {ca: {secret: {name: s, key: ca}}, serverName: one}
      - url: https://two
        sigv4: {region: eu-central-1, roleARN: "arn:aws:iam::0:role/x", accessKey: {name: s, key: u}, secretKey: {name: s, key: p}}
      - url: https://three
        oauth2: {clientId: {secret: {name: s, key: u}}, clientSecret: {name: s, key: p}, tokenUrl: "https://t", scopes: [a], endpointParams: {b: c}}
      - {url: "https://four", bearerToken: t}
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: shop, namespace: mon}
    spec:
      jobLabel: app.kubernetes.io/name
      targetLabels: [team]
      podTargetLabels: [version]
      sampleLimit: 5
      selector: {matchLabels: {a: b}, matchExpressions: [{key: c, operator: In, values: [d, e]}, {key: f, operator: DoesNotExist}]}
      namespaceSelector: {matchNames: [one, two]}
      endpoints:
      - port: web
        path: /m
        scheme: https
        params: {a: [b, c]}
        interval: 15s
        scrapeTimeout: 5s
        honorLabels: true
        honorTimestamps: false
        enableHttp2: false
        filterRunning: true
        proxyUrl: http://proxy
        bearerTokenSecret: {name: s, key: p}
        tlsConfig: {insecureSkipVerify: true}
        relabelings: [{sourceLabels: [__address__], targetLabel: __tmp, modulus: 2, action: HashMod}]
        metricRelabelings: [{regex: tmp_.*, action: labeldrop}]
      - targetPort: 9090
        basicAuth: {username: {name: s, key: u}, password: {name: s, key: p}}
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: PodMonitor
    metadata: {name: pods, namespace: mon}
    spec:
      selector: {}
      namespaceSelector: {any: true}
      podMetricsEndpoints: [{targetPort: web}, {port: metrics}]
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: Probe
    metadata: {name: fixed, namespace: mon}
    spec:
      jobName: probes
      module: http_2xx
      prober: {url: "blackbox:9115", scheme: http}
      targets: {staticConfig: {static: [a, b], labels: {one: two}, relabelingConfigs: [{targetLabel: q, replacement: r}]}}
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: Probe
    metadata: {name: ingresses, namespace: mon}
    spec:
      prober: {url: "blackbox:9115"}
      targets: {ingress: {selector: {matchLabels: {a: b}}}}
    """

  @Test func takesEveryField() async throws {
    let folder = try TemporaryDirectory()
    let authority = try await TestAuthority()
    let outputs = try await build(
      ["a.yaml": Self.everything],
      values: [
        "/secrets/mon/s/u": "user", "/secrets/mon/s/p": "pass",
        "/secrets/mon/s/ca": try String(contentsOfFile: authority.certificateFile, encoding: .utf8),
        "/secrets/mon/s/jobs": "- job_name: more\n  static_configs: [{targets: ['a:1']}]",
      ], settings: .init(outputDirectory: folder.path))
    let output = try #require(outputs.first)
    #expect(output.findings.isEmpty)
    for file in output.files { try folder.write(file.bytes.revealed, to: file.path) }
    for path in ["mon/ga/metrics/agent.yml", "mon/ga/metrics-shard-1/agent.yml"] {
      let text = try #require(output.text(path))
      for configuration in try Self.configurations(text) {
        try await Self.check(configuration)
      }
    }
  }

  // MARK: Prometheus

  /// Prometheus in agent mode scrapes a node exporter by a Probe, and writes to a receiver.
  @Test(.enabled(if: GitProgram.find("prometheus-node-exporter") != nil))
  func scrapesAndWrites() async throws {
    let folder = try TemporaryDirectory()
    let received = try LoopbackServer { request in
      [.answer(request["x-prometheus-remote-write-version"] == nil ? 400 : 204)]
    }
    let exporterPort = try LoopbackPort()
    let exporter = try ServerProgram(
      "prometheus-node-exporter",
      [
        "--web.listen-address=127.0.0.1:\(exporterPort.number)", "--collector.disable-defaults",
        "--collector.uname",
      ])
    try await exporterPort.waitForServer()
    let manifests = """
      apiVersion: monitoring.grafana.com/v1alpha1
      kind: GrafanaAgent
      metadata: {name: ga, namespace: mon}
      spec:
        metrics: {scrapeInterval: 1s, scrapeTimeout: 1s, instanceSelector: {}}
      ---
      apiVersion: monitoring.grafana.com/v1alpha1
      kind: MetricsInstance
      metadata: {name: primary, namespace: mon}
      spec:
        probeSelector: {}
        remoteWrite: [{url: "\(received.url)/write"}]
      ---
      apiVersion: monitoring.coreos.com/v1
      kind: Probe
      metadata: {name: node, namespace: mon}
      spec:
        jobName: node-of-the-test
        prober: {url: "127.0.0.1:\(exporterPort.number)", path: /metrics}
        targets: {staticConfig: {static: [somewhere]}}
      """
    let output = try await buildOne(manifests)
    #expect(output.findings.isEmpty)
    let text = try #require(output.text("mon/ga/metrics/agent.yml"))
    let configuration = try #require(try Self.configurations(text).first)
    let file = try folder.write(YAMLWriter.string(configuration), to: "prometheus.yml")
    let port = try LoopbackPort()
    let prometheus = try ServerProgram(
      "prometheus",
      [
        "--enable-feature=agent", "--config.file=\(file)", "--storage.agent.path=\(folder.file("wal"))",
        "--web.listen-address=127.0.0.1:\(port.number)",
      ])
    let names = ["node_uname_info", "node-of-the-test", "mon/ga", "somewhere"]
    let isWritten = await eventually(within: .seconds(120)) {
      received.requests.contains { request in
        let text = String(decoding: Snappy.decode(request.body), as: UTF8.self)
        return names.allSatisfy(text.contains)
      }
    }
    #expect(isWritten)
    #expect(received.requests.allSatisfy { $0.method == "POST" && $0.target == "/write" })
    await prometheus.stop()
    await exporter.stop()
  }
}
