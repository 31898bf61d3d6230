import Base
import Documents
import Platform
import Render
import TestSupport
import Testing

/// Where a dashboard's JSON comes from, and what it may be.
@Suite struct DashboardContentTests {
  private func render(
    _ dashboard: String, _ others: [String: String] = [:], secrets: String? = nil
  ) async throws -> Rendering {
    var files = others
    files["a.yaml"] = Text.instance()
    files["b.yaml"] = Text.dashboard("d", dashboard)
    return try await RenderFixture(files, secrets: secrets).render()
  }

  private func body(_ rendering: Rendering) async throws -> JSON? {
    let reference = ObjectReference(kind: "GrafanaDashboard", namespace: "monitoring", name: "d")
    guard case .dashboard(let body) = try await rendering.bodies.body(of: reference, title: "") else {
      return nil
    }
    return body.model
  }

  @Test func identityAndCountersAreLeftOut() async throws {
    let rendering = try await render(
      #"json: '{"id": 7, "uid": "cpu", "version": 3, "iteration": 9, "title": " CPU ", "panels": []}'"#)
    #expect(rendering.findings == [])
    #expect(rendering.desired["d"]?.uid == "cpu")
    #expect(rendering.desired["d"]?.title == "CPU")
    let model = try #require(try await body(rendering))
    #expect(model == ["title": "CPU", "panels": []])
    #expect(rendering.desired["d"]?.digest == model.digest)
  }

  /// Servers store any, and pages show none of the wrong ones.
  @Test(arguments: ["1ms", "soon", "5m", "auto", ""])
  func refreshIsAnInterval(text: String) async throws {
    let rendering = try await render(#"json: '{"title": "T", "refresh": "\#(text)"}'"#)
    #expect(rendering.desired["d"] != nil)
    #expect(
      rendering.findings
        == (["1ms", "soon"].contains(text)
          ? [
            "b.yaml:6 warning invalid-refresh: spec.json: the dashboard's refresh is no interval of a second or more"
          ] : []))
  }

  @Test func packedJSON() async throws {
    let packed = Base64.encode(try Gzip.compress(Array(#"{"title": "Packed"}"#.utf8)))
    let rendering = try await render("gzipJson: \(packed)")
    #expect(rendering.findings == [])
    #expect(try await body(rendering) == ["title": "Packed"])
  }

  @Test(
    arguments: [
      (
        "json: '[1]'",
        "b.yaml:6 error invalid-dashboard: spec.json: a dashboard must be a JSON object, this is a list"
      ),
      (#"json: '{"a": 1}'"#, "b.yaml:6 error missing-title: spec.json: the dashboard has no title"),
      (
        #"json: '{"title": "T", "panels": "none"}'"#,
        "b.yaml:6 error invalid-panels: spec.json: the dashboard's panels are a string, not a list"
      ),
      (
        #"json: '{"title": "T", "isFolder": true}'"#,
        "b.yaml:6 error folder-content: spec.json: the dashboard says isFolder, which makes a folder of it on some servers"
      ),
      (#"json: '{"title": " "}'"#, "b.yaml:6 error missing-title: spec.json: the dashboard has no title"),
      (#"json: '{"title": "T",}'"#, "b.yaml:6 error invalid-json: spec.json is not JSON"),
      (
        #"json: '{"title": "T", "uid": "a b"}'"#,
        "b.yaml:6 error invalid-uid: spec.json: the dashboard's uid has characters that Grafana does not take in a uid: a b"
      ),
      (
        #"json: '{"title": "T", "elements": {}}'"#,
        "b.yaml:6 error dashboard-v2: spec.json: the dashboard is in the form of Grafana's schema v2, "
          + "which is not supported"
      ),
      (
        #"json: '{"apiVersion": "dashboard.grafana.app/v2beta1", "spec": {"title": "T"}}'"#,
        "b.yaml:6 error dashboard-v2: spec.json: the dashboard is in the form of Grafana's schema v2, "
          + "which is not supported"
      ),
      ("gzipJson: '*'", "b.yaml:6 error invalid-base64: spec.gzipJson is not base64"),
      (
        "gzipJson: aGVsbG8=",
        "b.yaml:6 error invalid-gzip: spec.gzipJson cannot be unpacked: not valid gzip data"
      ),
    ] as [(String, String)])
  func whatIsNoDashboardIsRefused(spec: String, finding: String) async throws {
    let rendering = try await render(spec)
    #expect(rendering.findings == [finding])
    #expect(rendering.desired["d"] == nil)
  }

  @Test func bombIsNotUnpacked() async throws {
    let bomb = Base64.encode(try Gzip.compress([UInt8](repeating: 0x20, count: 9 << 20)))
    #expect(
      try await render("gzipJson: \(bomb)").diagnostics.map(\.message) == [
        "spec.gzipJson cannot be unpacked: the gzip data unpacks to more than the limit of 8388608 bytes"
      ])
  }

  @Test func inputsAreAnsweredAndOpenOnesTold() async throws {
    let json = """
      json: |
        {"title": "T",
         "__inputs": [
           {"name": "DS_A", "type": "datasource"},
           {"name": "DS_B", "type": "datasource"}, {"name": "VAR", "type": "constant"}],
         "panels": [{"datasource": "${DS_A}", "title": "${DS_A} ${DS_B}"}]}
      datasources: [{inputName: DS_A, datasourceName: 'quote " here'}]
      """
    let rendering = try await render(json)
    #expect(
      rendering.findings == [
        "b.yaml:10 warning open-input: spec.json: input DS_B is not mapped to a data source"
      ])
    #expect(
      try await body(rendering)?["panels"] == [
        ["datasource": "quote \" here", "title": "quote \" here ${DS_B}"]
      ])
  }

  @Test func variablesAreSet() async throws {
    let json = """
      json: |
        {"title": "T", "templating": {"list": [
          {"name": "env", "current": {"value": "x"}, "options": [{"value": "x", "selected": true}]}]}}
      variables: [{name: env, value: prod}, {name: none, value: z}]
      """
    let rendering = try await render(json)
    #expect(
      rendering.diagnostics.map(\.message) == ["spec.json: the dashboard has no template variable none"])
    let current: JSON = ["selected": true, "text": "prod", "value": "prod"]
    #expect(
      try await body(rendering)?["templating"] == [
        "list": [
          ["name": "env", "current": current, "options": [current, ["value": "x", "selected": false]]]
        ]
      ])
  }

  // MARK: ConfigMaps

  @Test func configMapOfTheTree() async throws {
    let rendering = try await render(
      "configMapRef: {name: boards, key: cpu.json}",
      ["c.yaml": Text.configMap("boards", #"cpu.json: '{"title": "CPU"}'"#)])
    #expect(rendering.findings == [])
    #expect(try await body(rendering) == ["title": "CPU"])
  }

  /// A reference is looked up in the tree and then in the directory, whether the tree lacks the ConfigMap or its key.
  @Test(arguments: [[:], ["c.yaml": Text.configMap("boards", "other.json: '{}'")]] as [[String: String]])
  func configMapOfTheDirectory(others: [String: String]) async throws {
    let folder = try TemporaryDirectory()
    try folder.write(#"{"title": "From outside"}"#, to: "monitoring/boards/cpu.json")
    let rendering = try await render(
      "configMapRef: {name: boards, key: cpu.json}", others, secrets: folder.path)
    #expect(rendering.findings == [])
    #expect(try await body(rendering) == ["title": "From outside"])
  }

  @Test func bytesOfAConfigMapMayBePacked() async throws {
    let packed = Base64.encode(try Gzip.compress(Array(#"{"title": "Packed"}"#.utf8)))
    let configMap = """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: boards, namespace: monitoring}
      binaryData: {cpu.json: \(packed), bad: H4sIAA==}
      """
    let rendering = try await render("configMapRef: {name: boards, key: cpu.json}", ["c.yaml": configMap])
    #expect(rendering.findings == [])
    #expect(try await body(rendering) == ["title": "Packed"])
    #expect(
      try await render("configMapRef: {name: boards, key: bad}", ["c.yaml": configMap]).findings == [
        "b.yaml:6 error invalid-gzip: ConfigMap monitoring/boards, key bad, cannot be unpacked: the gzip data ends too early"
      ])
  }

  @Test func configMapThatIsNowhereNamesThePlaces() async throws {
    let folder = try TemporaryDirectory()
    let rendering = try await render(
      "configMapRef: {name: boards, key: cpu.jsn}",
      ["c.yaml": Text.configMap("boards", #"cpu.json: '{"title": "CPU"}'"#)], secrets: folder.path)
    let message = try #require(rendering.diagnostics.first?.message)
    #expect(rendering.diagnostics.count == 1)
    #expect(
      message.hasPrefix(
        "there is no value for key cpu.jsn of ConfigMap monitoring/boards: it has no such key at c.yaml:1, "
          + "did you mean cpu.json?; "))
    #expect(message.contains(folder.path))
  }

  // MARK: What may change without a commit

  /// A ConfigMap of the tree changes with a commit only: nothing is read to find out whether the rendering still holds.
  @Test func revisionThatSaysItAllIsNotReadAgain() async throws {
    let fixture = RenderFixture([
      "a.yaml": Text.instance(), "b.yaml": Text.dashboard("d", "configMapRef: {name: boards, key: cpu.json}"),
      // Long enough to be left out of memory.
      "c.yaml": Text.configMap(
        "boards", "cpu.json: '{\"title\": \"CPU\", \"text\": \"\(String(repeating: "x", count: 100_000))\"}'"),
    ])
    let rendering = try await fixture.render()
    let read = fixture.readPaths
    #expect(await fixture.renderer.isCurrent(rendering))
    #expect(fixture.readPaths == read)
    // The next revision takes over what stands in the same documents.
    fixture.put(["e.yaml": Text.object("GrafanaFolder", "team", "title: Team")])
    let next = try await fixture.render()
    #expect(fixture.readPaths == read + ["e.yaml"])
    #expect(next.desired["d"]?.digest == rendering.desired["d"]?.digest)
  }

  @Test func valuesOfTheDirectoryAreWatched() async throws {
    let folder = try TemporaryDirectory()
    try folder.write(#"{"title": "One"}"#, to: "monitoring/boards/cpu.json")
    try folder.write("one", to: "monitoring/values/password")
    let fixture = RenderFixture(
      [
        "a.yaml": Text.instance(),
        "b.yaml": Text.dashboard("d", "configMapRef: {name: boards, key: cpu.json}"),
        "c.yaml": Text.datasource(
          "s",
          values: "valuesFrom: [{targetPath: secureJsonData.password, "
            + "valueFrom: {secretKeyRef: {name: values, key: password}}}]"),
      ], secrets: folder.path)
    var rendering = try await fixture.render()
    #expect(await fixture.renderer.isCurrent(rendering))
    for (path, text) in [
      ("monitoring/boards/cpu.json", #"{"title": "Two"}"#), ("monitoring/values/password", "two"),
    ] {
      try folder.write(text, to: path)
      #expect(await !fixture.renderer.isCurrent(rendering))
      rendering = try await fixture.render()
      #expect(await fixture.renderer.isCurrent(rendering))
    }
  }
}
