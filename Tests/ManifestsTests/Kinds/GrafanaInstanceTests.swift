import Base
import Manifests
import Testing

@Suite struct GrafanaInstanceTests {
  private func read(_ spec: String) async throws -> GrafanaInstance? {
    try await load(manifest("Grafana", "spec: \(spec)")).items.first?.spec as? GrafanaInstance
  }

  private static let token = "apiKey: {name: s, key: t}"

  @Test func readsAWorkspace() async throws {
    let instance = try #require(
      try await read(
        """
        {external: {url: "https://g-1.example.org/grafana//", \(Self.token)},
          client: {timeout: 30, headers: {X-Team: a}, tls: {certSecretRef: {name: ca}}}, suspend: true}
        """))
    #expect(instance.url == "https://g-1.example.org/grafana")
    #expect(instance.timeout == .seconds(30))
    #expect(instance.headers == ["X-Team": "a"])
    #expect(instance.trust == .secret(namespace: "ns", name: "ca"))
    #expect(instance.isSuspended)
    guard case .token(let selector) = instance.credentials else {
      Issue.record("no token")
      return
    }
    #expect([selector.name, selector.key, selector.origin.fileAndLine] == ["s", "t", "a.yaml:4"])
  }

  @Test func hasDefaults() async throws {
    let instance = try #require(try await read("{external: {url: 'http://g', \(Self.token)}}"))
    #expect(instance.timeout == .seconds(10))
    #expect(instance.headers.isEmpty)
    #expect(instance.trust == .system)
    #expect(!instance.isSuspended)
  }

  @Test func choosesCredentialsAndTrust() async throws {
    let both = try #require(
      try await read(
        """
        {external: {url: 'http://g', adminUser: {name: a, key: u}, adminPassword: {name: a, key: p},
          tls: {insecureSkipVerify: true}}}
        """))
    guard case .basic(let user, let password) = both.credentials else {
      Issue.record("no user and password")
      return
    }
    #expect([user.key, password.key] == ["u", "p"])
    #expect(both.trust == .unverified)
    let token = try #require(
      try await read(
        """
        {external: {url: 'http://g', \(Self.token), adminUser: {name: a, key: u}, adminPassword: {name: a, key: p},
          tls: {insecureSkipVerify: true}}, client: {tls: {certSecretRef: {name: c, namespace: m}}}}
        """))
    if case .basic = token.credentials { Issue.record("the token wins") }
    #expect(token.trust == .secret(namespace: "m", name: "c"))
    let plain = try #require(
      try await read("{external: {url: 'http://g', \(Self.token), tls: {insecureSkipVerify: false}}}"))
    #expect(plain.trust == .system)
  }

  private static let faultyAddresses: [(String, [String])] = [
    ("{}", ["spec.external is missing and Sluice runs no servers of its own"]),
    (
      "{external: {}}",
      [
        "spec.external.apiKey is missing and there are no adminUser and adminPassword",
        "spec.external.url is missing",
      ]
    ),
    ("{external: {\(token), url: ''}}", ["spec.external.url is empty"]),
    (
      "{external: {\(token), url: 'g.example.org'}}",
      ["spec.external.url is no http or https URL: g.example.org"]
    ),
    ("{external: {\(token), url: 'https://'}}", ["spec.external.url is no http or https URL: https://"]),
    ("{external: {\(token), url: 'https:///x'}}", ["spec.external.url is no http or https URL: https:///x"]),
    (
      "{external: {\(token), url: 'https://a b'}}", ["spec.external.url is no http or https URL: https://a b"]
    ),
    (
      "{external: {\(token), url: 'https://a?x=1'}}",
      ["spec.external.url has a query or a fragment"]
    ),
    (
      "{external: {\(token), url: 'https://user:geheim@g'}}",
      ["spec.external.url has a user or a password in it"]
    ),
    ("{external: {\(token), url: 'ftp://user:geheim@g'}}", ["spec.external.url is no http or https URL"]),
    (
      "{external: {url: 'http://g', adminUser: {name: a, key: b}}}",
      ["spec.external.apiKey is missing and there are no adminUser and adminPassword"]
    ),
    ("{external: {url: 'http://g', apiKey: {name: s}}}", ["spec.external.apiKey.key is missing"]),
    (
      "{external: {url: 'http://g', apiKey: token}}",
      ["spec.external.apiKey must be a mapping, found a string"]
    ),
    (
      "{external: {url: 'http://g', \(token), apikey: {name: s}}}",
      ["spec.external: unknown field apikey, did you mean apiKey?"]
    ),
    ("{external: {url: 'http://g', \(token)}, client: {timeout: 0}}", ["spec.client.timeout is 0"]),
    (
      "{external: {url: 'http://g', \(token)}, client: {timeout: 5s}}",
      ["spec.client.timeout must be a whole number, found a string"]
    ),
    (
      "{external: {url: 'http://g', \(token)}, client: {tls: {insecureSkipVerify: true, certSecretRef: {name: a}}}}",
      ["only one of spec.client.tls.insecureSkipVerify, spec.client.tls.certSecretRef may be set"]
    ),
    (
      "{external: {url: 'http://g', \(token)}, client: {useKubeAuth: true}}",
      ["spec.client.useKubeAuth is not supported: there is no cluster to issue the token"]
    ),
    ("{external: {url: 'http://g', \(token)}, client: {useKubeAuth: false}}", []),
    (
      "{external: {url: 'http://g', \(token)}, client: {headers: {Authorization: x, X-A: \"a\\nb\", 'b c': d}}}",
      [
        "spec.client.headers may not set Authorization",
        "spec.client.headers: \"X-A\" is no header of one line",
        "spec.client.headers: \"b c\" is no header of one line",
      ]
    ),
    (
      "{external: {url: 'http://g', \(token)}, preferences: {homeDashboardUid: 'a b'}}",
      ["spec.preferences.homeDashboardUid has characters that Grafana does not take in a uid: a b"]
    ),
    (
      "{external: {url: 'http://g', \(token)}, config: {security: {}}}",
      ["spec.config is not applied: it describes a server in a cluster, this one is external"]
    ),
  ]

  @Test(arguments: faultyAddresses)
  func tells(spec: String, expected: [String]) async throws {
    #expect(try await messages("Grafana", "spec: \(spec)") == expected)
  }

  @Test func needsASpec() async throws {
    #expect(try await messages("Grafana", "") == ["spec is missing"])
    #expect(try await messages("Grafana", "spec: []") == ["spec must be a mapping, found a list"])
  }
}
