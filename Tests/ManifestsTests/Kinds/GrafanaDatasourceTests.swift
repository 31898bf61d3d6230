import Base
import Documents
import Manifests
import Testing

@Suite struct GrafanaDatasourceTests {
  private func read(_ spec: String) async throws -> GrafanaDatasource {
    try #require(
      try await load(manifest("GrafanaDatasource", "spec: {instanceSelector: {}, \(spec)}")).items.first?.spec
        as? GrafanaDatasource)
  }

  @Test func readsADataSource() async throws {
    let datasource = try await read(
      """
      uid: u1, datasource: {name: Loki, type: loki, uid: old, url: 'http://l', user: a, database: d, basicAuth: true,
        basicAuthUser: b, isDefault: yes, orgId: 1, editable: false, jsonData: {maxLines: 1000, list: [{name: "$X"}]},
        secureJsonData: {basicAuthPassword: geheim}},
        valuesFrom: [{targetPath: "jsonData.list[0].name", valueFrom: {configMapKeyRef: {name: c, key: X}}}]
      """)
    #expect(datasource.uid == "u1")
    #expect(datasource.name == "Loki")
    #expect(
      JSONWriter.string(.object(datasource.model))
        == #"{"name":"Loki","type":"loki","url":"http://l","user":"a","database":"d","basicAuthUser":"b","#
        + #""isDefault":true,"basicAuth":true,"access":"proxy","jsonData":{"maxLines":1000,"list":[{"name":"$X"}]}}"#
    )
    #expect(datasource.secrets == ["basicAuthPassword": SecretValue("geheim")])
    #expect(datasource.substitutions.map(\.targetPath) == ["jsonData.list[0].name"])
    #expect(datasource.substitutions[0].source.selector.key == "X")
    #expect(datasource.substitutions[0].origin.fileAndLine == "a.yaml:7")
    #expect(datasource.places.location(of: "jsonData.maxLines").description == "a.yaml:5:75")
    #expect(datasource.places.location(of: "jsonData.no.such.thing").description == "a.yaml:5:64")
    #expect(datasource.places.location(of: "nothing").description == "a.yaml:4:51")
  }

  @Test func hasDefaults() async throws {
    let datasource = try await read("datasource: {name: L, type: loki, uid: old}")
    #expect(datasource.uid == "old")
    #expect(JSONWriter.string(.object(datasource.model)) == #"{"name":"L","type":"loki","access":"proxy"}"#)
    #expect(datasource.secrets.isEmpty)
    #expect(try await read("uid: '', datasource: {name: L, type: loki}").uid == nil)
  }

  @Test(arguments: [
    ("{}", ["spec.datasource is missing"]),
    ("{datasource: {}}", ["spec.datasource.name is missing", "spec.datasource.type is missing"]),
    ("{datasource: {name: d1, type: t, access: sideways}}", ["spec.datasource.access is sideways"]),
    (
      "{datasource: {name: d1, type: t, jsonData: text}}",
      ["spec.datasource.jsonData must be a mapping, found a string"]
    ),
    (
      "{datasource: {name: d1, type: t, secureJsonData: [a]}}",
      ["spec.datasource.secureJsonData must be a mapping, found a list"]
    ),
    (
      "{datasource: {name: d1, type: t, withCredentials: true}}",
      ["spec.datasource: unknown field withCredentials"]
    ),
    (
      "{datasource: {name: d1, type: t, isdefault: true}}",
      ["spec.datasource: unknown field isdefault, did you mean isDefault?"]
    ),
    (
      "{datasource: {name: d1, type: t, uid: 'a b'}}",
      ["spec.datasource.uid has characters that Grafana does not take in a uid: a b"]
    ),
    (
      "{plugins: [{version: 1.0.0}], datasource: {name: d1, type: t}}",
      ["spec.plugins[0].name is missing"]
    ),
    (
      "{datasource: {name: d1, type: t}, valuesFrom: [{}]}",
      ["spec.valuesFrom[0].targetPath is missing", "spec.valuesFrom[0].valueFrom is missing"]
    ),
    (
      "{datasource: {name: d1, type: t}, valuesFrom: [{targetPath: a, valueFrom: {}}]}",
      ["spec.valuesFrom[0].valueFrom.secretKeyRef is missing"]
    ),
    (
      "{datasource: {name: d1, type: t}, valuesFrom: [{targetPath: a, valueFrom: {secretKeyRef: {name: a, key: b}, configMapKeyRef: {name: a, key: b}}}]}",
      [
        "only one of spec.valuesFrom[0].valueFrom.secretKeyRef, spec.valuesFrom[0].valueFrom.configMapKeyRef may be set"
      ]
    ),
    (
      "{datasource: {name: d1, type: t}, valuesFrom: [{targetPath: datasource.url, valueFrom: {secretKeyRef: {name: a, key: b}}}]}",
      ["spec.valuesFrom[0].targetPath begins with datasource."]
    ),
    (
      "{datasource: {name: d1, type: t}, valuesFrom: {targetPath: a}}",
      ["spec.valuesFrom must be a list, found an object"]
    ),
  ])
  func tells(spec: String, expected: [String]) async throws {
    let text = spec.replacing("{", with: "{instanceSelector: {}, ", maxReplacements: 1)
    #expect(try await messages("GrafanaDatasource", "spec: \(text)") == expected)
  }

  @Test func saysThatASecretStandsInClear() async throws {
    let set = try await load(
      """
      apiVersion: grafana.integreatly.org/v1beta1
      kind: GrafanaDatasource
      metadata: {name: a}
      spec:
        instanceSelector: {}
        datasource:
          name: a
          type: mysql
          secureJsonData: {password: hunter2, filled: "${key}", empty: "", other: x}
        valuesFrom: [{targetPath: secureJsonData.filled, valueFrom: {secretKeyRef: {name: a, key: key}}}]
      """)
    #expect(
      set.diagnostics.map {
        "\($0.location?.position.line ?? 0) \($0.severity.rawValue) \($0.message) → \($0.remedy ?? "")"
      }
        == [
          "9 warning secureJsonData stands in Git in clear: other, password → name a Secret with spec.valuesFrom and keep "
            + "its values in a directory given by --secrets"
        ])
  }
}
