import Base
import Documents
import Platform
import Render
import TestSupport
import Testing

/// Where a library panel's JSON comes from, and what it may be.
@Suite struct LibraryPanelContentTests {
  private func render(
    _ spec: String, _ others: [String: String] = [:], urls: URLContentCache? = nil
  ) async throws -> Rendering {
    var files = others
    files["a.yaml"] = Text.instance()
    files["b.yaml"] = Text.object("GrafanaLibraryPanel", "p", spec)
    return try await RenderFixture(files, urls: urls).render()
  }

  private func body(_ rendering: Rendering) async throws -> DocumentBody {
    let reference = ObjectReference(kind: "GrafanaLibraryPanel", namespace: "monitoring", name: "p")
    let made = try await rendering.bodies.body(of: reference, title: "")
    let document: DocumentBody? = if case .document(let body)? = made { body } else { nil }
    return try #require(document)
  }

  private static let model = #""type": "gauge", "title": "CPU", "options": {"a": 1}"#
  private static let content: JSON = [
    "type": "gauge", "title": "CPU", "options": ["a": 1], "name": "Usage", "description": "",
  ]

  private static let forms = [
    #"{"uid": "cpu", "name": "Usage", "id": 3, "version": 7, "gridPos": {"h": 1}, "libraryPanel": {"uid": "x"}, "#
      + model + "}",
    #"{"uid": "cpu", "name": " Usage ", "kind": 1, "version": 2, "model": {"id": 4, \#(model)}}"#,
    #"{"uid": "cpu", "name": "Usage", "kind": 1, "type": "gauge", "model": {"title": "CPU", "options": {"a": 1}}}"#,
    #"{"result": {"uid": "cpu", "name": "Usage", "kind": 1, "meta": {}, "model": {\#(model)}}}"#,
  ]

  /// The panel alone, the element around it, and the answer of the API around that.
  @Test(arguments: Self.forms)
  func onePanelInManyForms(json: String) async throws {
    let rendering = try await render("json: '\(json)'")
    #expect(rendering.findings == [])
    let desired = try #require(rendering.desired["p"])
    #expect(desired.kind == .libraryPanel)
    #expect(desired.uid == "cpu")
    #expect(desired.title == "Usage")
    #expect(desired.parent == .root)
    let body = try await body(rendering)
    #expect(JSON.object(body.model) == Self.content)
    #expect(desired.digest == body.digest(key: [1, 2, 3]))
  }

  @Test func theManifestsUIDWins() async throws {
    let rendering = try await render("uid: mine\njson: '{\"uid\": \"cpu\", \(Self.model)}'")
    #expect(rendering.desired["p"]?.uid == "mine")
    #expect(rendering.desired["p"]?.title == "CPU")
  }

  @Test func itNamesWhatItShows() async throws {
    let rendering = try await render(
      """
      folderUID: team
      json: |
        {"name": "Usage", "type": "gauge", "title": "CPU", "datasource": {"type": "prometheus", "uid": "amp"},
         "targets": [{"refId": "A", "datasource": {"type": "loki", "uid": "logs"}}]}
      plugins: [{name: extra, version: latest}]
      """)
    let desired = try #require(rendering.desired["p"])
    #expect(desired.parent == .uid("team"))
    #expect(
      desired.uses == [
        ObjectUse(.datasource, "amp", place: "panel \"CPU\""),
        ObjectUse(.datasource, "logs", place: "panel \"CPU\""),
      ])
    #expect(Set(desired.plugins.map(\.id)) == ["extra", "gauge", "loki", "prometheus"])
  }

  @Test(
    arguments: [
      (
        "[]",
        "error invalid-library-panel: spec.json: a library panel must be a JSON object, this is a list"
      ),
      (#"{"type": "text"}"#, "error missing-name: spec.json: the library panel has no name"),
      (
        #"{"name": "A", "type": 3}"#,
        "error invalid-value: spec.json: the library panel's type is no text"
      ),
      (
        #"{"name": "A", "type": "text", "description": []}"#,
        "error invalid-value: spec.json: the library panel's description is no text"
      ),
      (
        #"{"name": "A", "kind": 2, "model": {}}"#,
        "error invalid-library-panel: spec.json: the library element is not of the kind 1, so it is no panel"
      ),
      (
        #"{"kind": "Panel", "spec": {}}"#,
        "error panel-v2: spec.json: the library panel is in the form of Grafana's schema v2, which is not supported"
      ),
      (
        #"{"title": "A", "panels": []}"#,
        "error invalid-library-panel: spec.json: the library panel has panels, so it is a dashboard"
      ),
      (
        #"{"name": "A", "type": "text", "uid": "a b"}"#,
        "error invalid-uid: spec.json: the library panel's uid has characters that Grafana does not take in a uid: a b"
      ),
      (
        #"{"name": "A"}"#,
        "warning missing-type: spec.json: the library panel has no type, so that nothing can show it"
      ),
    ])
  func tellsWhatIsWrong(json: String, expected: String) async throws {
    let rendering = try await render("json: '\(json)'")
    #expect(rendering.findings == ["b.yaml:6 \(expected)"])
    #expect((rendering.desired["p"] == nil) == expected.hasPrefix("error"))
  }

  // MARK: Sources

  @Test func packedJSON() async throws {
    let packed = Base64.encode(try Gzip.compress(Array(#"{"name": "Usage", \#(Self.model)}"#.utf8)))
    #expect(JSON.object(try await body(try await render("gzipJson: \(packed)")).model) == Self.content)
  }

  @Test func aConfigMap() async throws {
    let rendering = try await render(
      "configMapRef: {name: c, key: k}",
      ["c.yaml": Text.configMap("c", #"k: '{"name": "Usage", \#(Self.model)}'"#)])
    #expect(rendering.findings == [])
    #expect(JSON.object(try await body(rendering).model) == Self.content)
  }

  @Test func jsonnetWithItsVariables() async throws {
    let rendering = try await render(
      """
      jsonnet: '{name: std.extVar("NAME"), type: "gauge", title: "CPU", options: {a: 1}}'
      envs: [{name: NAME, value: Usage}]
      """)
    #expect(rendering.findings == [])
    #expect(JSON.object(try await body(rendering).model) == Self.content)
  }

  @Test func aURL() async throws {
    let server = try LoopbackServer { _ in [.answer(200, #"{"name": "Usage", \#(Self.model)}"#)] }
    let rendering = try await render(
      "url: '\(server.url)/panel.json'", urls: RenderFixture.urls("127.0.0.0/8"))
    #expect(rendering.findings == [])
    #expect(JSON.object(try await body(rendering).model) == Self.content)
  }

  @Test func aURLWithoutAnAnswerIsToldOfThePanel() async throws {
    let server = try LoopbackServer { _ in [.answer(404, "")] }
    let rendering = try await render("url: '\(server.url)/x'", urls: RenderFixture.urls("127.0.0.0/8"))
    #expect(
      rendering.findings == [
        "b.yaml:6 error fetch-failed: the library panel cannot be fetched: \(server.url)/x answered 404"
      ])
  }

  @Test func inputsAreReplaced() async throws {
    let rendering = try await render(
      """
      datasources: [{inputName: DS, datasourceName: amp}, {inputName: DX, datasourceName: x}]
      json: '{"name": "Usage", "type": "gauge", "datasource": {"uid": "${DS}"}}'
      """)
    #expect(
      rendering.findings == [
        "b.yaml:7 warning unused-input: spec.json: ${DX} of spec.datasources stands nowhere in the library panel, "
          + "did you mean DS?"
      ])
    #expect(try await body(rendering).model["datasource"] == ["uid": "amp"])
  }

  /// Nothing of it is shown, since the value may stand anywhere.
  @Test func aSecretHidesThePanel() async throws {
    let secret = """
      apiVersion: v1
      kind: Secret
      metadata: {name: s, namespace: monitoring}
      stringData: {k: hush}
      """
    let rendering = try await render(
      """
      jsonnet: '{name: "Usage", type: "text", options: {content: std.extVar("k")}}'
      envFrom: [{secretKeyRef: {name: s, key: k}}]
      """, ["s.yaml": secret])
    let body = try await body(rendering)
    #expect(body.hiddenPaths == [.root])
    #expect(body.digest(key: [1]) != body.digest(key: [2]))
    #expect(rendering.desired["p"]?.digest != JSON.object(body.model).digest)
  }

  @Test func aFolderThatIsNotThereIsNamed() async throws {
    let rendering = try await render("folderRef: temp\njson: '{\"name\": \"A\", \"type\": \"text\"}'")
    #expect(
      rendering.findings == [
        "b.yaml:1 error missing-reference: spec.folderRef names GrafanaFolder monitoring/temp, which is not in the "
          + "repository for this workspace"
      ])
  }
}
