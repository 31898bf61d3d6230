import Manifests
import Testing

/// Nothing that is told of a manifest shows a value that may be a secret.
@Suite struct HiddenValueTests {
  private static func integration(_ config: String) -> String {
    """
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: Integration
    metadata: {name: redis}
    spec:
      name: redis
      config: \(config)
    """
  }

  private static func agent(_ target: String) -> String {
    """
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: GrafanaAgent
    metadata: {name: agent}
    spec: {metrics: {remoteWrite: [{url: "https://x", \(target)}]}}
    """
  }

  private static func grafana(_ spec: String) -> String {
    """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: Grafana
    metadata: {name: prod}
    spec: {external: {url: "https://x", apiKey: {name: a, key: b}}, \(spec)}
    """
  }

  private static func datasource(_ fields: String) -> String {
    """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: GrafanaDatasource
    metadata: {name: a}
    spec:
      instanceSelector: {}
      datasource: {name: a, type: mysql, \(fields)}
    """
  }

  private static func secret(_ values: String) -> String {
    "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: \(values)\n"
  }

  /// Manifests that are wrong, all with 4711 as what must not be seen.
  private static let manifests: [String] = [
    integration("|\n    redis_password: ab: 4711"),
    integration("|\n    redis_addr: x\n   redis_password: \"4711"),
    integration("{redis_password:4711}"), integration("{redis_addr: x"), integration("\"4711\""),
    integration("*4711"), integration("[4711]"),
    agent("bearerToken: 4711"), agent("headers: {X-Key: 4711}"), agent("bearerToken: [4711]"),
    agent(
      "oauth2: {clientId: {secret: {name: a, key: b}}, tokenUrl: 4711, endpointParams: {password: 4711}}"),
    agent("bearerToken:4711"), agent("bearer: 4711"), agent("proxyUrl: 4711"),
    grafana("client: {headers: {X-Key: 4711}}"), grafana("client: {headers: {X-Key:4711}}"),
    grafana("external: {url: \"https://x?auth_token=4711\", apiKey: {name: a, key: b}}"),
    datasource("secureJsonData: {password: 4711}"), datasource("secureJsonData: {password:4711}"),
    datasource("basicAuthUser: 4711"), datasource("secureJsonDate: {password: 4711}"),
    secret("{token: 4711}"), secret("{token:4711}"), secret("[4711]"), secret("4711"),
    // Files that are not YAML.
    integration("{redis_password: 'a' 4711}"), integration("\n    data_source_name: ab: 4711"),
    integration("\n    connection_string: ab: 4711"), integration("\n    mongodb_uri: ab: 4711"),
    integration("\n    something: ab: 4711"), agent("headers: {X-Key: 'a' 4711}"),
    datasource("jsonData: {httpHeaderValue1: 'a' 4711}"), grafana("client: {headers: {X-Key: 'a' 4711}}"),
    secret("{token: 'a' 4711}"), "data_source_name: ab: 4711", "kind: ConfigMap\ndata:\n  conf: ab: 4711",
    "kind: GrafanaFolder\npassword: ab: 4711",
    "kind: List\nitems:\n  - kind: GrafanaFolder\n  - accesskey: a: 4711",
    "kind: GitRepository\nspec:\n  url: https://ada:4711@git: x",
  ]

  @Test(arguments: manifests)
  func isNotShown(manifest: String) async throws {
    for finding in try await load(manifest).diagnostics {
      #expect(!finding.message.contains("4711"), "\(finding.message)")
      #expect(finding.remedy?.contains("4711") != true, "\(finding.remedy ?? "")")
      #expect(finding.excerpt?.text.contains("4711") != true, "\(finding.excerpt?.text ?? "")")
    }
  }

  @Test func theLineOfADashboardIsShown() async throws {
    let set = try await load(
      "apiVersion: grafana.integreatly.org/v1beta1\nkind: GrafanaDashboard\nspec: {url: 'a' 4711}\n---\nkind: Secret\n"
    )
    #expect(set.diagnostics.map { $0.excerpt?.text } == ["spec: {url: 'a' 4711}"])
  }

  @Test func aWrongTypeSaysWhatToWrite() async throws {
    #expect(
      try await load(Self.agent("bearerToken: 4711, headers: [], sigv4: 1, remoteTimeout: {}")).diagnostics
        .map {
          "\($0.message) → \($0.remedy ?? "")"
        } == [
          "spec.metrics.remoteWrite[0].bearerToken must be a string, found a number → write the value in quotes",
          "spec.metrics.remoteWrite[0].headers must be a mapping, found a list → write a mapping here",
          "spec.metrics.remoteWrite[0].sigv4 must be a mapping, found a number → write a mapping here",
          "spec.metrics.remoteWrite[0].remoteTimeout must be a string, found an object → write a string here",
        ])
  }
}
