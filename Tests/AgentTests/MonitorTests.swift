import Agent
import Base
import Testing

/// ServiceMonitors, PodMonitors and Probes of a hierarchy.
@Suite struct MonitorTests {
  /// A GrafanaAgent without integrations, with more settings of `spec.metrics`.
  private static func agent(_ metrics: String = "") -> String {
    plainAgent.replacing("    instanceSelector: {}\n", with: "    instanceSelector: {}\n\(metrics)")
      .replacing("  integrations:\n    selector: {}\n", with: "")
  }

  private static let instance = """
    ---
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: MetricsInstance
    metadata: {name: primary, namespace: mon}
    spec:
      remoteWrite:
      - url: https://m
      serviceMonitorSelector: {}
      serviceMonitorNamespaceSelector: {}

    """

  private static func serviceMonitor(_ name: String, _ endpoint: String) -> String {
    """
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: \(name), namespace: app}
    spec:
      selector: {matchLabels: {app: shop}}
      endpoints:
      - \(endpoint)

    """
  }

  @Test func writesJobsForEachShard() async throws {
    let output = try await buildOne(
      Self.agent("    shards: 2\n") + Self.instance + Self.serviceMonitor("shop", "port: web"))
    #expect(output.findings.isEmpty)
    #expect(
      output.files.map(\.path) == ["mon/ga/metrics/agent.yml", "mon/ga/metrics-shard-1/agent.yml"])
    for (shard, path) in output.files.map(\.path).enumerated() {
      let text = try #require(output.text(path))
      #expect(text.contains("job_name: serviceMonitor/app/shop/0"))
      #expect(text.contains("modulus: 2"))
      #expect(text.contains("regex: \"\(shard)\""))
      #expect(!text.contains("$("))
    }
    #expect(
      output.files[0].sources.map(\.reference.description) == [
        "GrafanaAgent mon/ga", "MetricsInstance mon/primary", "ServiceMonitor app/shop",
      ])
  }

  @Test func writesFilesOfMonitors() async throws {
    let monitor = Self.serviceMonitor(
      "shop",
      "{port: web, tlsConfig: {ca: {configMap: {name: ca, key: ca.crt}}}, bearerTokenSecret: {name: t, key: k}}"
    )
    let output = try await buildOne(
      Self.agent() + Self.instance + monitor,
      values: ["/configMaps/app/ca/ca.crt": "PEM", "/secrets/app/t/k": "sesa$me"])
    #expect(output.findings.isEmpty)
    let text = try #require(output.text("mon/ga/metrics/agent.yml"))
    #expect(text.contains("ca_file: /srv/agents/mon/ga/secrets/_configMaps_app_ca_ca_crt"))
    #expect(text.contains("bearer_token: sesa$$me"))
    #expect(output.text("mon/ga/secrets/_configMaps_app_ca_ca_crt") == "PEM")
    #expect(!output.files[0].shown.contains("sesa"))
  }

  @Test func leavesOutMonitorsThatNameFiles() async throws {
    let output = try await buildOne(
      Self.agent("    arbitraryFSAccessThroughSMs: {deny: true}\n") + Self.instance
        + Self.serviceMonitor("open", "{port: web, bearerTokenFile: /t}")
        + Self.serviceMonitor("plain", "port: web"))
    let text = try #require(output.text("mon/ga/metrics/agent.yml"))
    #expect(!text.contains("app/open"))
    #expect(text.contains("app/plain"))
    #expect(
      output.findings == [
        "a.yaml:18:1 warning GrafanaAgent mon/ga leaves it out: spec.metrics.arbitraryFSAccessThroughSMs.deny is true, and "
          + "it names files on the agent's machine — keep the values in Secrets"
      ])
  }

  /// What a ServiceMonitor's endpoint holds, and what is told of it.
  @Test(arguments: [
    (
      "{port: web, interval: 10s, scrapeTimeout: 20s}",
      "a.yaml:23:5 error job serviceMonitor/app/shop/0 has a timeout above its interval, which the agent refuses — lower "
        + "the timeout"
    ),
    (
      "{port: web, interval: 2h}",
      "a.yaml:23:5 error job serviceMonitor/app/shop/0 is scraped less often than walTruncateFrequency of MetricsInstance "
        + "mon/primary, which the agent refuses — raise spec.walTruncateFrequency or lower the interval"
    ),
    (
      "{port: web, basicAuth: {username: {name: s, key: u}, password: {name: s, key: p}}}",
      "a.yaml:23:39 error there is no value for key u of Secret app/s: the repository has none — add it"
    ),
  ])
  func tellsWhatIsWrongWithAJob(_ endpoint: String, _ finding: String) async throws {
    let output = try await buildOne(
      Self.agent() + Self.instance + Self.serviceMonitor("shop", endpoint), values: ["/secrets/app/s/p": "x"])
    #expect(output.findings == [finding])
    #expect(output.files.isEmpty)
    #expect(output.keptRoles == [.metrics])
  }

  /// The agent would scrape neither.
  @Test func refusesAMonitorInTwoEqualInstances() async throws {
    let second = Self.instance.replacing("name: primary", with: "name: second")
    let output = try await buildOne(
      Self.agent() + Self.instance + second + Self.serviceMonitor("shop", "port: web"))
    #expect(
      output.findings == [
        "a.yaml:32:5 error job serviceMonitor/app/shop/0 also stands in MetricsInstance mon/primary (a.yaml:8), whose "
          + "settings are the same: the agent would scrape neither — select the monitor from one of the instances, or give "
          + "one a remoteWrite of its own"
      ])
  }

  @Test func saysThatAnInstanceSelectsNothing() async throws {
    let output = try await buildOne(
      Self.agent()
        + Self.instance.replacing(
          "serviceMonitorSelector: {}", with: "podMonitorSelector: {}\n  probeSelector: {}"))
    #expect(
      output.findings == [
        "a.yaml:14:3 warning MetricsInstance mon/primary selects no PodMonitor — make the selector match the labels and the "
          + "namespace of one",
        "a.yaml:15:3 warning MetricsInstance mon/primary selects no Probe — make the selector match the labels and the "
          + "namespace of one",
      ])
  }

  /// A broken monitor holds what it belongs to, and nothing else.
  @Test func keepsTheMetricsOfABrokenMonitor() async throws {
    let files = [
      "agent.yaml": plainAgent, "instance.yaml": Self.instance,
      "node.yaml": integration(
        "node", "{name: node_exporter, type: {allNodes: true, unique: true}, config: {}}"),
      "broken.yaml": Self.serviceMonitor("shop", "{port: web, interval: soon}"),
      "other.yaml": plainAgent.replacing("name: ga, namespace: mon", with: "name: ga, namespace: else"),
    ]
    let outputs = try await build(files)
    let held = try #require(outputs.first { $0.directory == "mon/ga" })
    #expect(held.keptRoles == [.metrics])
    #expect(held.files.map(\.path) == ["mon/ga/integrations-ds/agent.yml"])
    #expect(!held.findings.contains { $0.contains("selects no ServiceMonitor") })
    #expect(
      held.findings.contains(
        "agent.yaml:5:3 warning the configurations stay as they are because ServiceMonitor app/shop (broken.yaml:2) has "
          + "errors — mend it, and they follow"))
    #expect(try #require(outputs.first { $0.directory == "else/ga" }).keptRoles.isEmpty)
  }
}
