import Base
import Manifests
import Testing

@Suite struct GrafanaServiceAccountTests {
  private func account(_ spec: String, annotation: String? = nil) -> String {
    let text = manifest("GrafanaServiceAccount", "spec: {\(spec)}")
    return annotation.map { text.replacing("namespace: ns", with: "namespace: ns, annotations: {\($0)}") }
      ?? text
  }

  private func read(_ spec: String, annotation: String? = nil) async throws -> GrafanaServiceAccount {
    let set = try await load(account(spec, annotation: annotation))
    #expect(set.diagnostics.map(\.message) == [])
    return try #require(set.items.first?.spec as? GrafanaServiceAccount)
  }

  @Test func readsAnAccount() async throws {
    let account = try await read(
      """
      instanceName: prod, name: CI, role: Admin, isDisabled: true, suspend: true, resyncPeriod: 5m,
      tokens: [{name: a, expires: '2030-01-31T10:00:00+02:00', secretName: s}, {name: b}]
      """)
    #expect(account.name == "CI")
    #expect(account.role == .admin)
    #expect(account.isDisabled)
    #expect(account.common.isSuspended)
    #expect(account.common.resyncPeriod == .seconds(300))
    #expect(account.tokens.map(\.name) == ["a", "b"])
    #expect(account.tokens.map(\.secretName) == ["s", "prod-x-b"])
    #expect(account.tokens.map(\.expires?.description) == ["2030-01-31T08:00:00Z", nil])
    #expect(account.tokenLifetime == nil)
    #expect(account.common.selects(ObjectMetadata(name: "prod", namespace: "ns"), from: "ns"))
    #expect(!account.common.selects(ObjectMetadata(name: "prod", namespace: "other"), from: "ns"))
    #expect(!account.common.selects(ObjectMetadata(name: "test", namespace: "ns"), from: "ns"))
  }

  @Test func hasDefaults() async throws {
    let account = try await read(
      "instanceName: prod, role: Viewer", annotation: "sluice.dev/token-lifetime: 720h")
    #expect(account.name == "x")
    #expect(!account.isDisabled)
    #expect(account.tokens.isEmpty)
    #expect(account.tokenLifetime == .seconds(720 * 3600))
  }

  @Test(arguments: [
    ("", ["spec.instanceName is missing", "spec.role is missing"]),
    ("instanceName: p, role: Boss", ["spec.role is Boss"]),
    ("instanceName: p, role: viewer", ["spec.role is viewer, did you mean Viewer?"]),
    ("instanceName: p, role: Viewer, resyncPeriod: 0s", ["spec.resyncPeriod is zero"]),
    ("instanceName: p, role: Viewer, instanceSelector: {}", ["spec: unknown field instanceSelector"]),
    ("instanceName: p, role: Viewer, tokens: [{}]", ["spec.tokens[0].name is missing"]),
    (
      "instanceName: p, role: Viewer, tokens: [{name: a, expires: tomorrow}]",
      ["spec.tokens[0].expires is no time of RFC 3339: tomorrow"]
    ),
    (
      "instanceName: p, role: Viewer, tokens: [{name: a}, {name: a, secretName: b}]", ["2 tokens are named a"]
    ),
    (
      "instanceName: p, role: Viewer, tokens: [{name: a, secretName: s}, {name: b, secretName: s}]",
      ["2 Secrets of tokens are named s"]
    ),
    (
      "instanceName: p, role: Viewer, tokens: [{name: My token}]",
      ["the name of the token's Secret is no name that Kubernetes takes: p-x-My token"]
    ),
    (
      "instanceName: p, role: Viewer, tokens: [{name: a, secretName: ../../etc}]",
      ["the name of the token's Secret is no name that Kubernetes takes: ../../etc"]
    ),
  ])
  func refuses(spec: String, expected: [String]) async throws {
    #expect(try await load(account(spec)).diagnostics.map(\.message).sorted() == expected)
  }

  @Test(arguments: ["10m", "30d", "x"])
  func refusesLifetimes(text: String) async throws {
    let set = try await load(
      account("instanceName: p, role: Viewer", annotation: "sluice.dev/token-lifetime: \(text)"))
    #expect(
      set.diagnostics.map(\.message) == [
        "annotation sluice.dev/token-lifetime is no duration of at least an hour: \(text)"
      ])
  }

  @Test func theLifetimeIsForThisKindOnly() async throws {
    let set = try await load(
      manifest("GrafanaFolder", "spec: {instanceSelector: {}}").replacing(
        "namespace: ns", with: "namespace: ns, annotations: {sluice.dev/token-lifetime: 720h}"))
    #expect(
      set.diagnostics.map(\.message) == ["unknown annotation sluice.dev/token-lifetime of GrafanaFolder"])
  }
}
