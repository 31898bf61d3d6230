import Agent
import Base
import Documents
import Manifests
import Testing

/// Every value that a hierarchy refers to, copied into one Secret.
@Suite struct CollectedReferenceTests {
  private static let manifests =
    """
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: GrafanaAgent
    metadata: {name: ga, namespace: mon}
    spec:
      apiServer:
        host: h
        basicAuth: {username: {name: api, key: user}, password: {name: api, key: password}}
        authorization: {credentials: {name: api, key: declined}}
      containers: [{name: grafana-agent, env: [{name: A, valueFrom: {secretKeyRef: {name: env, key: a}}}]}]
      initContainers:
      - {name: i, image: i, env: [{name: B, valueFrom: {configMapKeyRef: {name: env, key: b}}}]}
      metrics:
        instanceSelector: {}
        instanceNamespaceSelector: {}
        remoteWrite: [{url: "https://a", sigv4: {accessKey: {name: aws, key: id}, secretKey: {name: aws, key: key}}}]
      logs:
        instanceSelector: {}
        clients: [{url: "https://l", oauth2: {clientId: {secret: {name: o, key: id}}, clientSecret: {name: o, key: s}, tokenUrl: t}}]
      integrations: {selector: {}}
    ---
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: MetricsInstance
    metadata: {name: primary, namespace: other}
    spec:
      remoteWrite: [{url: "https://b", tlsConfig: {ca: {configMap: {name: trust, key: ca}}}}]
      additionalScrapeConfigs: {name: jobs, key: jobs}
      serviceMonitorSelector: {}
      serviceMonitorNamespaceSelector: {}
      podMonitorSelector: {}
      probeSelector: {}
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: s, namespace: third}
    spec:
      selector: {}
      endpoints:
      - tlsConfig: {cert: {secret: {name: t, key: cert}}, keySecret: {name: t, key: key}}
        bearerTokenSecret: {name: t, key: bearer}
      - authorization: {credentials: {name: t, key: declined}}
        basicAuth: {username: {name: t, key: user}, password: {name: t, key: bearer}}
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: Probe
    metadata: {name: p, namespace: other}
    spec:
      prober: {url: u}
      targets: {staticConfig: {static: [a]}}
      bearerTokenSecret: {name: probe, key: token}
    ---
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: LogsInstance
    metadata: {name: l, namespace: mon}
    spec: {additionalScrapeConfigs: {name: jobs, key: logs}}
    ---
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: Integration
    metadata: {name: r, namespace: mon}
    spec: {name: redis, config: {redis_addr: x}, secrets: [{name: f, key: one}], configMaps: [{name: f, key: two}]}
    """

  private static let keys = [
    "/secrets/mon/api/user", "/secrets/mon/api/password", "/secrets/mon/api/declined", "/secrets/mon/env/a",
    "/configMaps/mon/env/b", "/secrets/mon/aws/id", "/secrets/mon/aws/key", "/secrets/mon/o/id",
    "/secrets/mon/o/s", "/configMaps/other/trust/ca", "/secrets/other/jobs/jobs", "/secrets/third/t/cert",
    "/secrets/third/t/key", "/secrets/third/t/bearer", "/secrets/third/t/user", "/secrets/third/t/declined",
    "/secrets/other/probe/token", "/secrets/mon/jobs/logs", "/secrets/mon/f/one", "/configMaps/mon/f/two",
  ]

  @Test func findsAllInOrder() throws {
    let set = ManifestSet(stream: Array(Self.manifests.utf8), file: "a.yaml")
    let hierarchy = try #require(AgentHierarchy.all(in: set.items).first)
    #expect(ReferenceCollection(hierarchy).references.map(\.storeKey) == Self.keys)
  }

  private var values: [String: String] {
    Dictionary(uniqueKeysWithValues: Self.keys.map { ($0, $0.contains("jobs") ? "[]" : "v\($0.count)") })
  }

  @Test func copiesAllIntoOneSecret() async throws {
    let workloads = try await Workloads(Self.manifests, values: values)
    #expect(workloads.errors == [])
    let data = try #require(workloads.objects["secret-ga-secrets"]?["data"]?.objectValue)
    #expect(
      data.keys.sorted()
        == Self.keys.map { key in String(key.map { $0 == "/" ? "_" : $0 }) }.sorted())
    #expect(
      data["_secrets_third_t_bearer"]?.stringValue.flatMap(Base64.decode).map {
        String(decoding: $0, as: UTF8.self)
      } == "v23")
  }

  /// What a configuration needs has to be there; what nothing reads need not.
  @Test func tellsWhatIsMissing() async throws {
    var values = values
    for key in [
      "/secrets/mon/api/password", "/secrets/mon/f/one", "/secrets/third/t/declined", "/secrets/mon/env/a",
    ] { values[key] = nil }
    let workloads = try await Workloads(Self.manifests, values: values)
    #expect(
      workloads.output.findings.filter { $0.contains("there is no value") } == [
        "a.yaml:7:61 error there is no value for key password of Secret mon/api: the repository has none — add it",
        "a.yaml:9:80 notice there is no value for key a of Secret mon/env: the repository has none, so it is left out of "
          + "ga-secrets; the container asks the cluster for it",
        "a.yaml:40:34 warning there is no value for key declined of Secret third/t: the repository has none, so it is "
          + "left out of ga-secrets, where nothing would read it",
        "a.yaml:59:56 error there is no value for key one of Secret mon/f: the repository has none — add it",
      ])
    #expect(workloads.objects.isEmpty)
    #expect(workloads.output.keptRoles == Set(AgentRole.allCases))
    #expect(workloads.output.keeps("mon/ga/secret-ga-secrets.yaml"))
    #expect(!workloads.output.keeps("mon/gb/secret-gb-secrets.yaml"))
  }
}
