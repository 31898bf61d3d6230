import Base
import Manifests
import Testing

@Suite struct KubernetesKindTests {
  private func secret(_ rest: String) async throws -> SecretManifest? {
    try await load(manifest("Secret", rest, apiVersion: "v1")).items.first?.spec as? SecretManifest
  }

  @Test func readsSecrets() async throws {
    let values = try await secret(
      "data: {a: YQ==, b: \"Yg\\n==\\n\", bytes: AAH/, empty: ''}\nstringData: {b: text, c: \"x\\n\"}\ntype: Opaque"
    )?.values
    #expect(
      values == [
        "a": SecretValue("a"), "b": SecretValue("text"), "bytes": SecretValue([0, 1, 255]),
        "empty": SecretValue(""),
        "c": SecretValue("x\n"),
      ])
  }

  @Test func warnsOfSecretsInGit() async throws {
    #expect(
      try await messages("Secret", "data: {a: YQ==}", apiVersion: "v1") == [
        "the Secret stands in Git in clear"
      ])
    #expect(try await messages("Secret", "data: {}", apiVersion: "v1") == [])
  }

  @Test func readsConfigMaps() async throws {
    let map = try #require(
      try await load(manifest("ConfigMap", "data: {a: b}\nbinaryData: {c: AAE=}", apiVersion: "v1")).items
        .first?.spec
        as? ConfigMapManifest)
    #expect(map.data.mapValues(\.text) == ["a": "b"])
    #expect(map.binaryData == ["c": [0, 1]])
  }

  @Test func leavesLongDocumentsOut() async throws {
    let long = String(repeating: "x", count: 5000)
    let map = try #require(
      try await load(
        manifest(
          "ConfigMap", "data: {json: '  {\"a\": \"\(long)\"}', small: '{}', certificates: \(long)}",
          apiVersion: "v1")
      ).items.first?.spec as? ConfigMapManifest)
    #expect(
      map.stripped.data.mapValues { $0.text == nil } == ["json": true, "small": false, "certificates": false])
  }

  @Test(arguments: [
    ("Secret", "data: {a: '%%%'}", ["data.a is not base64"]),
    ("Secret", "data: {a: YQ}", ["data.a is not base64"]),
    ("Secret", "strinData: {a: b}", ["unknown field strinData, did you mean stringData?"]),
    ("Secret", "data: text", ["data must be a mapping, found a string"]),
    ("ConfigMap", "data: {a: yes}", ["data.a must be a string, found a boolean"]),
    ("ConfigMap", "data: {a: 1}", ["data.a must be a string, found a number"]),
    ("ConfigMap", "data: {a: null}", []),
    ("ConfigMap", "binaryData: {a: '!'}", ["binaryData.a is not base64"]),
    ("ConfigMap", "spec: {}", ["unknown field spec"]),
  ])
  func tells(kind: String, rest: String, expected: [String]) async throws {
    #expect(try await messages(kind, rest, apiVersion: "v1") == expected)
  }

  // MARK: Leaks

  /// Whatever is wrong with a Secret, no value stands in what is said of it.
  @Test(arguments: [
    ("Secret", "stringData: {password: 4711424}"), ("Secret", "stringData: {password: [geheim]}"),
    ("Secret", "data: {password: geheim%}"), ("Secret", "data: {password: yes-geheim: x}"),
    ("Secret", "stringData:\n  password: \"geheim\n  other: x"),
    ("Secret", "stringData:\n  password: geheim: x"),
    ("Secret", "stringData: {password: 'geheim'"), ("Secret", "stringData: {password: true}\ndata: geheim"),
    ("GrafanaDatasource", "spec: {datasource: {name: a, type: b, secureJsonData: {password: 4711424}}}"),
    ("GrafanaDatasource", "spec: {datasource: {name: a, type: b, secureJsonData: {password: [geheim]}}}"),
    ("GrafanaDatasource", "spec:\n  datasource:\n    secureJsonData:\n      password: \"geheim\n"),
    (
      "GrafanaDatasource",
      "spec: {datasource: {name: a, type: cloudwatch, secureJsonData: {accesKey: geheim}}}"
    ),
  ])
  func showsNoSecret(kind: String, rest: String) async throws {
    let apiVersion = kind == "Secret" ? "v1" : "grafana.integreatly.org/v1beta1"
    let set = try await load(manifest(kind, rest, apiVersion: apiVersion))
    #expect(set.diagnostics.contains { $0.severity == .error })
    var shown = ""
    dump(set.diagnostics, to: &shown)
    #expect(!shown.contains("geheim"), "\(shown)")
    #expect(!shown.contains("4711424"), "\(shown)")
  }

  @Test func quotesOtherDocumentsOfTheFile() async throws {
    let set = try await load(
      "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n---\nkind: GrafanaFolder\nx: [x\n")
    #expect(set.diagnostics[0].excerpt != nil)
  }
}
