import Base
import Manifests
import Testing

@Suite struct GrafanaDashboardTests {
  private func read(_ spec: String) async throws -> GrafanaDashboard {
    try #require(
      try await load(manifest("GrafanaDashboard", "spec: {instanceSelector: {}, \(spec)}")).items.first?.spec
        as? GrafanaDashboard)
  }

  @Test(arguments: [
    ("json: '{}'", "json {}"), ("gzipJson: H4sI", "gzip H4sI"),
    ("url: 'https://x/y'", "url https://x/y nil a.yaml:4"),
    ("url: 'https://x/y', contentCacheDuration: 1h", "url https://x/y Optional(3600.0 seconds) a.yaml:4"),
    ("configMapRef: {name: c, key: k}", "map c k"),
  ])
  func readsContent(spec: String, expected: String) async throws {
    let content =
      switch try await read(spec).content {
      case .json(let text): "json \(text.text ?? "")"
      case .gzipJSON(let text): "gzip \(text.text ?? "")"
      case .url(let url, let duration, let origin):
        "url \(url) \(String(describing: duration)) \(origin.fileAndLine)"
      case .configMap(let selector): "map \(selector.name) \(selector.key)"
      }
    #expect(content == expected)
  }

  @Test(arguments: [
    ("", GrafanaDashboard.Folder.title("ns")), ("folder: ''", .title("ns")),
    ("folder: General", .title("General")),
    ("folderUID: f", .reference(.uid("f"))),
    (
      "folderRef: f",
      .reference(.manifest(ObjectReference(kind: "GrafanaFolder", namespace: "ns", name: "f")))
    ),
  ])
  func choosesTheFolder(spec: String, folder: GrafanaDashboard.Folder) async throws {
    #expect(try await read("json: '{}'" + (spec.isEmpty ? "" : ", " + spec)).folder == folder)
  }

  @Test func readsTheRest() async throws {
    let dashboard = try await read(
      "json: '{}', uid: u, datasources: [{inputName: A, datasourceName: b}], variables: [{name: v, value: w}, {name: e}]"
    )
    #expect(dashboard.uid == "u")
    #expect(dashboard.inputs.map { $0.inputName + $0.datasourceName } == ["Ab"])
    #expect(dashboard.variables.map { "\($0.name)=\($0.value)" } == ["v=w", "e="])
  }

  @Test func leavesLongTextsOut() async throws {
    let dashboard = try await read("json: '{}'").stripped
    guard case .json(let text) = dashboard.content else {
      Issue.record("no JSON")
      return
    }
    #expect(text.text == nil)
    #expect(text.location(Position(line: 3, column: 1)).fileAndLine == "a.yaml:4")
    #expect(text.excerpt(.start, label: "") == nil)
  }

  @Test(arguments: [
    ("'{\"a\": }'", 1, 7, 4, 43, "no value"),
    ("\"{\\n \\\"a\\\": }\"", 2, 7, 4, 36, "no value (line 2, column 7 of the text)"),
  ])
  func showsAPlaceInAText(
    json: String, line: Int, column: Int, fileLine: Int, fileColumn: Int, label: String
  ) async throws {
    guard case .json(let text) = try await read("json: \(json)").content else {
      Issue.record("no JSON")
      return
    }
    let place = Position(line: line, column: column)
    #expect(text.location(place).position == Position(line: fileLine, column: fileColumn))
    #expect(text.excerpt(place, label: "no value")?.label == label)
  }

  @Test(arguments: [
    ("", ["spec.json is missing"]), ("json: ", ["spec.json is missing"]),
    ("json: {title: x}", ["spec.json must be a string, found an object"]),
    ("json: '{}', url: 'https://x'", ["only one of spec.json, spec.url may be set"]),
    (
      "json: '{}', gzipJson: x, configMapRef: {name: a, key: b}",
      ["only one of spec.json, spec.gzipJson, spec.configMapRef may be set"]
    ),
    ("url: ftp://x", ["spec.url is no http or https URL: ftp://x"]),
    ("url: 'https://user:geheim@x'", ["spec.url has a user or a password in it"]),
    ("configMapRef: {name: a}", ["spec.configMapRef.key is missing"]),
    (
      "json: '{}', folder: a, folderRef: b",
      ["spec.folder may not be set together with folderUID or folderRef"]
    ),
    ("json: '{}', folderUID: a, folderRef: b", ["only one of spec.folderUID, spec.folderRef may be set"]),
    ("json: '{}', folderUid: a", ["spec: unknown field folderUid, did you mean folderUID?"]),
    ("json: '{}', datasources: [{inputName: A}]", ["spec.datasources[0].datasourceName is missing"]),
    (
      "json: '{}', datasources: [{inputName: '', datasourceName: b}]",
      ["spec.datasources[0].inputName is empty"]
    ),
    ("json: '{}', variables: [{value: b}]", ["spec.variables[0].name is missing"]),
    ("json: '{}', contentCacheDuration: 5", ["spec.contentCacheDuration must be a string, found a number"]),
    ("grafanaCom: {id: 1}", ["spec.grafanaCom is not supported: nothing is fetched from grafana.com"]),
    ("jsonnet: x", ["spec.jsonnet is not supported: Jsonnet is not evaluated"]),
    ("oci: {}", ["spec.oci is not supported: nothing is fetched from OCI registries"]),
    ("json: '{}', publicSharing: {}", ["spec.publicSharing is not supported: public links are not managed"]),
    ("json: '{}', envs: []", ["spec.envs has no effect: it feeds Jsonnet only, as in grafana-operator"]),
    (
      "json: '{}', plugins: [{name: a}]",
      ["spec.plugins is not supported: external workspaces take no plugins from manifests"]
    ),
  ])
  func tells(spec: String, expected: [String]) async throws {
    #expect(
      try await messages(
        "GrafanaDashboard", "spec: {instanceSelector: {}" + (spec.isEmpty ? "" : ", \(spec)") + "}")
        == expected)
  }
}
