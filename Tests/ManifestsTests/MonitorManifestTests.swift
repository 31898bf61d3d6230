import Manifests
import Testing

/// The kinds of prometheus-operator that are read: what is refused, and what is told to have no effect.
@Suite struct MonitorManifestTests {
  private static func serviceMonitor(_ endpoint: String) -> String {
    """
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: a}
    spec:
      selector: {}
      endpoints:
      - \(endpoint)
    """
  }

  /// An endpoint and what is told of it.
  @Test(arguments: [
    ("{scheme: ftp}", "7:6 error spec.endpoints[0].scheme is ftp"),
    ("{interval: 1.5s}", "7:6 error spec.endpoints[0].interval is no duration of Prometheus: 1.5s"),
    (
      "{oauth2: {}}",
      "7:6 warning spec.endpoints[0].oauth2 has no effect: Grafana Agent Operator never writes it"
    ),
    ("{bearerTokenSecret: {name: '', key: ''}}", nil),
    (
      "{bearerTokenSecret: {key: k}}",
      "7:6 warning spec.endpoints[0].bearerTokenSecret has a key and no name: it is passed over, as in Grafana Agent "
        + "Operator"
    ), ("{bearerTokenSecret: {name: '', key: ''}}", nil),
    ("{targetPort: 0}", nil), ("{targetPort: 9090}", nil), ("{targetPort: web}", nil),
    (
      "{targetPort: [1]}",
      "7:6 error spec.endpoints[0].targetPort must be a whole number or a string, found a list"
    ),
    (
      "{port: web, targetPort: 80}",
      "7:17 warning spec.endpoints[0].targetPort has no effect beside spec.endpoints[0].port"
    ), ("{port: '', targetPort: 80}", nil), ("{port: web, targetPort: 0}", nil),
    ("{tlsConfig: {caFile: /a, ca: {}}}", nil),
    ("{tlsConfig: {caFile: '', ca: {secret: {name: s, key: a}}}}", nil),
    (
      "{tlsConfig: {caFile: /a, ca: {secret: {name: s, key: a}}}}",
      "7:30 warning spec.endpoints[0].tlsConfig.ca has no effect beside spec.endpoints[0].tlsConfig.caFile"
    ),
    (
      "{tlsConfig: {cert: {secret: {name: s, key: a}}, certFile: /c, keyFile: /k}}",
      "7:18 warning spec.endpoints[0].tlsConfig.cert has no effect beside spec.endpoints[0].tlsConfig.certFile"
    ),
    (
      "{tlsConfig: {certFile: /c, keyFile: /k, keySecret: {name: s, key: a}}}",
      "7:45 warning spec.endpoints[0].tlsConfig.keySecret has no effect beside spec.endpoints[0].tlsConfig.keyFile"
    ),
    (
      "{relabelings: [{action: keepequal, targetLabel: a}]}",
      "7:21 error spec.endpoints[0].relabelings[0].action keepequal makes the agent drop the whole metrics instance in "
        + "silence"
    ),
    ("{tlsConfig: {ca: {}, cert: {}, insecureSkipVerify: true}}", nil),
    ("{relabelings: [{action: labeldrop, regex: id, replacement: $1, separator: ;}]}", nil),
    ("{relabelings: [{action: labeldrop, regex: id, targetLabel: '', sourceLabels: [], modulus: 0}]}", nil),
    (
      "{relabelings: [{action: labeldrop, regex: id, targetLabel: a}]}",
      "7:51 error spec.endpoints[0].relabelings[0].targetLabel may not be set with action labeldrop"
    ),
    (
      "{tlsConfig: {ca: {secret: {name: s, key: a}, configMap: {name: c, key: a}}}}",
      "7:50 warning spec.endpoints[0].tlsConfig.ca.configMap is passed over: spec.endpoints[0].tlsConfig.ca.secret wins, "
        + "as in Grafana Agent Operator"
    ),
  ])
  func readsEndpoints(_ endpoint: String, _ finding: String?) async throws {
    let found = try await findings(Self.serviceMonitor(endpoint))
    #expect(found == (finding.map { [$0] } ?? []))
  }

  @Test func readsPorts() async throws {
    let set = try await load(
      Self.serviceMonitor("{targetPort: 9090}\n  - {targetPort: web}\n  - {targetPort: 0}"))
    let monitor = try #require(set.items.first?.spec as? ServiceMonitor)
    #expect(monitor.endpoints.map(\.targetPort) == [.number(9090), .name("web"), nil])
  }

  /// The rest of a manifest of a kind, and what is told of it.
  @Test(arguments: [
    ("ServiceMonitor", "{endpoints: []}", "4:7 error spec.selector is missing"),
    ("PodMonitor", "{selector: {}}", "4:7 error spec.podMetricsEndpoints is missing"),
    ("Probe", "{targets: {staticConfig: {static: [a]}}}", "4:7 error spec.prober is missing"),
    ("Probe", "{prober: {url: u}, targets: {}}", "4:35 error spec.targets.staticConfig is missing"),
    (
      "Probe", "{prober: {url: u}, targets: {staticConfig: {static: [a]}, ingress: {}}}",
      "4:65 warning spec.targets.ingress has no effect beside staticConfig"
    ),
    (
      "PodMonitor",
      "{selector: {}, podMetricsEndpoints: [], namespaceSelector: {any: true, matchNames: [a]}}",
      "4:78 warning spec.namespaceSelector.matchNames has no effect: spec.namespaceSelector.any selects all namespaces"
    ),
  ])
  func readsKinds(_ kind: String, _ spec: String, _ finding: String) async throws {
    let text = """
      apiVersion: monitoring.coreos.com/v1
      kind: \(kind)
      metadata: {name: a}
      spec: \(spec)
      """
    let found = try await findings(text)
    #expect(found == [finding])
  }
}
