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
    ("url: 'https://x/y'", "url https://x/y nil a.yaml:4 nobody"),
    (
      "url: 'https://x/y', contentCacheDuration: 1h",
      "url https://x/y Optional(3600.0 seconds) a.yaml:4 nobody"
    ),
    (
      "url: 'https://x/y', urlAuthorization: {basicAuth: {username: {name: s, key: u}, password: {name: s, key: p}}}",
      "url https://x/y nil a.yaml:4 s/u s/p"
    ),
    ("grafanaCom: {id: 1860}", "com 1860 0 nil a.yaml:4"),
    (
      "grafanaCom: {id: 1860, revision: 37}, contentCacheDuration: 1h",
      "com 1860 37 Optional(3600.0 seconds) a.yaml:4"
    ),
    ("jsonnet: '{}'", "jsonnet {}"),
    ("jsonnetLib: {fileName: a.jsonnet, gzipJsonnetProject: H4sI}", "project a.jsonnet [] H4sI a.yaml:4"),
    (
      "jsonnetLib: {fileName: a.jsonnet, jPath: [vendor, lib], gzipJsonnetProject: H4sI}",
      "project a.jsonnet [\"vendor\", \"lib\"] H4sI a.yaml:4"
    ),
    ("configMapRef: {name: c, key: k}", "map c k"),
  ])
  func readsContent(spec: String, expected: String) async throws {
    let content =
      switch try await read(spec).content {
      case .json(let text): "json \(text.text ?? "")"
      case .gzipJSON(let text): "gzip \(text.text ?? "")"
      case .url(let source):
        "url \(source.url) \(String(describing: source.cacheDuration)) \(source.origin.fileAndLine) "
          + Self.text(source.authorization)
      case .grafanaCom(let source):
        "com \(source.id) \(source.revision ?? 0) \(String(describing: source.cacheDuration)) \(source.origin.fileAndLine)"
      case .configMap(let selector): "map \(selector.name) \(selector.key)"
      case .jsonnet(let text): "jsonnet \(text.text ?? "")"
      case .jsonnetProject(let project):
        "project \(project.fileName) \(project.searchPaths) \(project.archive.text ?? "") \(project.origin.fileAndLine)"
      }
    #expect(content == expected)
  }

  private static func text(_ authorization: URLAuthorization?) -> String {
    switch authorization {
    case .basic(let user, let password): "\(user.name)/\(user.key) \(password.name)/\(password.key)"
    case .bearer(let token): "\(token.name)/\(token.key)"
    case nil: "nobody"
    }
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
    ("grafanaCom: {}", ["spec.grafanaCom.id is missing"]),
    ("grafanaCom: {id: 0}", ["spec.grafanaCom.id is 0"]),
    (
      "grafanaCom: {id: 1, revision: latest}",
      ["spec.grafanaCom.revision must be a whole number, found a string"]
    ),
    ("grafanaCom: {id: 1, revision: -1}", ["spec.grafanaCom.revision is -1"]),
    (
      "jsonnetLib: {jPath: [a]}",
      [
        "spec.jsonnetLib.fileName is missing", "spec.jsonnetLib.gzipJsonnetProject is missing",
      ]
    ),
    ("jsonnet: '{}', json: '{}'", ["only one of spec.json, spec.jsonnet may be set"]),
    ("oci: {}", ["spec.oci is not supported: nothing is fetched from OCI registries"]),
    (
      "url: 'https://x', urlAuthorization: {}",
      ["spec.urlAuthorization.basicAuth is missing"]
    ),
    (
      "url: 'https://x', urlAuthorization: {basicAuth: {username: {name: a, key: b}}}",
      ["spec.urlAuthorization.basicAuth.password is missing"]
    ),
    (
      "url: 'http://x', urlAuthorization: {basicAuth: {username: {name: a, key: b}, password: {name: a, key: c}}}",
      ["spec.url is http, so the credentials for it are sent in clear"]
    ),
    (
      "json: '{}', urlAuthorization: {basicAuth: {username: {name: a, key: b}, password: {name: a, key: c}}}",
      ["credentials have no effect without spec.url"]
    ),
    (
      "json: '{}', publicSharing: {accessToken: abc}",
      ["spec.publicSharing.accessToken is no UUID of 36 characters"]
    ),
    (
      "json: '{}', publicSharing: {annotations: true}",
      ["spec.publicSharing: unknown field annotations"]
    ),
    ("json: '{}', envs: []", ["spec.envs has no effect: it feeds Jsonnet only, as in grafana-operator"]),
    ("jsonnet: '{}', envs: [{value: b}]", ["spec.envs[0].name is missing"]),
    ("jsonnet: '{}', envs: [{name: a, value: b}, {name: a}]", ["spec.envs names a twice"]),
    (
      "jsonnet: '{}', envs: [{name: a, value: b, valueFrom: {secretKeyRef: {name: a, key: b}}}]",
      ["only one of spec.envs[0].value, spec.envs[0].valueFrom may be set"]
    ),
    ("jsonnet: '{}', envFrom: [{}]", ["spec.envFrom[0].secretKeyRef is missing"]),
    ("json: '{}', plugins: [{version: 1.0.0}]", ["spec.plugins[0].name is missing"]),
    ("json: '{}', plugins: [{name: a, version: '1.0'}]", ["spec.plugins[0].version is 1.0"]),
  ])
  func tells(spec: String, expected: [String]) async throws {
    #expect(
      try await messages(
        "GrafanaDashboard", "spec: {instanceSelector: {}" + (spec.isEmpty ? "" : ", \(spec)") + "}")
        == expected)
  }

  @Test(arguments: [
    ("url: 'https://x'", "s", ["annotation sluice.dev/url-token names no key of a Secret: s"]),
    ("url: 'https://x'", "s/k/x", ["annotation sluice.dev/url-token names no key of a Secret: s/k/x"]),
    (
      "url: 'https://x', urlAuthorization: {basicAuth: {username: {name: a, key: b}, password: {name: a, key: c}}}",
      "s/k", ["spec.urlAuthorization may not be set together with sluice.dev/url-token"]
    ),
    ("json: '{}'", "s/k", ["credentials have no effect without spec.url"]),
  ])
  func tellsOfTheTokenForAnAddress(spec: String, token: String, expected: [String]) async throws {
    let text = manifest("GrafanaDashboard", "spec: {instanceSelector: {}, \(spec)}")
    #expect(
      try await load(
        text.replacing("{name: x", with: "{annotations: {sluice.dev/url-token: \(token)}, name: x")
      )
      .diagnostics.map(\.message) == expected)
  }
}
