import Base
import Documents
import Platform
import Render
import TestSupport
import Testing

/// Dashboards that are evaluated.
@Suite struct JsonnetContentTests {
  private static let reference = ObjectReference(kind: "GrafanaDashboard", namespace: "monitoring", name: "d")

  private func fixture(
    _ spec: String, _ others: [String: String] = [:], at path: String = "teams/blue/b.yaml",
    secrets: String? = nil, annotations: String = "", evaluationTime: Duration = .seconds(600)
  ) -> RenderFixture {
    var files = others
    files["a.yaml"] = Text.instance()
    files[path] = Text.dashboard("d", spec).replacing(
      "{name: d,", with: "{name: d, annotations: {\(annotations)},")
    return RenderFixture(files, secrets: secrets, evaluationTime: evaluationTime)
  }

  private func model(_ rendering: Rendering) async throws -> JSON? {
    guard case .dashboard(let body) = try await rendering.bodies.body(of: Self.reference, title: "") else {
      return nil
    }
    return body.model
  }

  // MARK: Imports

  private static let program = """
    jsonnet: |
      local g = import 'grafonnet/grafana.libsonnet';
      g.dashboard('Nodes') + (import 'own.libsonnet') + {note: importstr '../note.txt'}
    """

  @Test func librariesComeFromTheRepository() async throws {
    let fixture = fixture(
      Self.program,
      [
        "vendor/grafonnet/grafana.libsonnet": "{dashboard:: import 'dashboard.libsonnet'}",
        // Beside the file that imports it, which itself was found in a folder for libraries.
        "vendor/grafonnet/dashboard.libsonnet": "function(title) {title: title, panels: []}",
        "teams/blue/own.libsonnet": "{own: 'beside'}", "teams/blue/lib/own.libsonnet": "{own: 'lib'}",
        "teams/note.txt": "above",
      ])
    let rendering = try await fixture.render()
    #expect(rendering.findings == [])
    #expect(
      try await model(rendering) == ["note": "above", "own": "beside", "panels": [], "title": "Nodes"])
    #expect(rendering.desired["d"]?.title == "Nodes")
  }

  @Test func nearestFolderForLibrariesWins() async throws {
    let rendering = try await fixture(
      "jsonnet: \"import 'x.libsonnet'\"",
      [
        "vendor/x.libsonnet": "{title: 'top vendor'}", "lib/x.libsonnet": "{title: 'top lib'}",
        "teams/vendor/x.libsonnet": "{title: 'near vendor'}",
        "teams/red/lib/x.libsonnet": "{title: 'of others'}",
      ]
    ).render()
    #expect(rendering.desired["d"]?.title == "near vendor")
  }

  @Test(
    arguments: [
      (
        "import 'grafonnet/grafana.libsonnet'",
        "it imports \"grafonnet/grafana.libsonnet\", which is nowhere: there is no teams/blue/grafonnet/grafana.libsonnet, "
          + "teams/blue/lib/grafonnet/grafana.libsonnet, teams/blue/vendor/grafonnet/grafana.libsonnet, "
          + "teams/lib/grafonnet/grafana.libsonnet, teams/vendor/grafonnet/grafana.libsonnet, "
          + "lib/grafonnet/grafana.libsonnet, vendor/grafonnet/grafana.libsonnet",
        "commit the library to a folder vendor: jb install github.com/grafana/grafonnet-lib/grafonnet", "7:5"
      ),
      (
        "import '../../../x'",
        "it imports \"../../../x\", which is nowhere: it leads out of the repository",
        "commit it beside the manifest, or in a folder lib or vendor above it", "7:5"
      ),
      (
        "importstr '/etc/x'", "it imports \"/etc/x\", which is nowhere: it leads out of the repository",
        "commit it beside the manifest, or in a folder lib or vendor above it", "7:5"
      ),
      ("{ title: }", "unexpected: \"}\" while parsing terminal", nil, "7:14"),
      ("{\n      title: error 'no luck' }", "no luck", nil, "8:16"),
      // The program calls the library, which fails: both places are told.
      ("(import 'bad.libsonnet').f(1)", "bad argument (teams/blue/bad.libsonnet:2:9)", nil, "7:5"),
    ] as [(String, String, String?, String)])
  func failureNamesThePlaceInTheManifest(
    program: String, words: String, remedy: String?, place: String
  ) async throws {
    let rendering = try await fixture(
      "jsonnet: |\n  \(program)", ["teams/blue/bad.libsonnet": "{\n  f(x): error 'bad argument',\n}"]
    ).render()
    let finding = try #require(rendering.diagnostics.first)
    #expect(rendering.diagnostics.count == 1)
    #expect(finding.code == "invalid-jsonnet")
    #expect(finding.message == "spec.jsonnet cannot be evaluated: " + words)
    #expect(finding.remedy == remedy)
    #expect(finding.location?.description == "teams/blue/b.yaml:" + place)
    #expect(finding.excerpt?.label == "here")
    #expect(rendering.desired["d"] == nil)
  }

  @Test func resultHasToBeADashboard() async throws {
    #expect(
      try await fixture("jsonnet: '[1]'").render().diagnostics.map(\.message) == [
        "what spec.jsonnet evaluates to: a dashboard must be a JSON object, this is a list"
      ])
    #expect(
      try await fixture("jsonnet: \"{panels: []}\"").render().diagnostics.map(\.message) == [
        "what spec.jsonnet evaluates to: the dashboard has no title"
      ])
  }

  @Test func endlessProgramHoldsBackItsDashboardAlone() async throws {
    let fixture = fixture(
      "jsonnet: \"local grow(s) = grow(s + s) tailstrict; grow('0123456789abcdef')\"",
      ["c.yaml": Text.dashboard("fine", #"json: '{"title": "Fine"}'"#)])
    let rendering = try await fixture.render()
    #expect(
      rendering.findings == [
        "teams/blue/b.yaml:6 error jsonnet-limit: spec.jsonnet cannot be evaluated: it takes too much memory, "
          + "or nests too deeply"
      ])
    #expect(rendering.desired["fine"] != nil && rendering.desired["d"] == nil)
    // The next revisions do not pay for it again, until some time has passed.
    let reads = fixture.readPaths.count
    #expect(try await fixture.render().findings == rendering.findings)
    #expect(fixture.readPaths.count == reads)
    #expect(await fixture.renderer.isCurrent(rendering))
  }

  /// Nothing else of the environment moves while programs run, so all of them together have a limit as well.
  @Test func whatTakesTooLongTogetherIsGoneOnWithLater() async throws {
    let fixture = fixture(
      "jsonnet: \"local f(x) = f(x + 1) tailstrict; f(0)\"",
      [
        "teams/blue/c.yaml": Text.dashboard("e", "jsonnet: \"{title: 'E', panels: []}\""),
        "teams/green.yaml": Text.dashboard("fine", #"json: '{"title": "Fine"}'"#),
      ], evaluationTime: .milliseconds(300))
    let rendering = try await fixture.render()
    let later = "is not evaluated yet: the programs of this revision take too long together"
    #expect(
      rendering.findings == [
        "teams/blue/b.yaml:6 error jsonnet-limit: spec.jsonnet cannot be evaluated: it takes too long",
        "teams/blue/c.yaml:6 error jsonnet-postponed: spec.jsonnet \(later)",
      ])
    #expect(rendering.desired["fine"] != nil)
    // The same revision is rendered once more, and what was not to blame has its turn; the other one waits.
    #expect(await !fixture.renderer.isCurrent(rendering))
    let next = try await fixture.render()
    #expect(next.findings.first == rendering.findings.first)
    #expect(!next.findings.contains { $0.hasPrefix("teams/blue/b.yaml") && $0.contains("postponed") })
  }

  /// Evaluated once for a revision, and again only where something that it is made of has changed.
  @Test func evaluatesAgainWhatMayHaveChanged() async throws {
    let fixture = fixture(
      Self.program,
      [
        "vendor/grafonnet/grafana.libsonnet": "{dashboard(title):: {title: title}}",
        "vendor/other.libsonnet": "{}", "teams/blue/own.libsonnet": "{}", "teams/note.txt": "above",
      ])
    #expect(try await fixture.render().desired["d"]?.title == "Nodes")
    let read = fixture.readPaths
    fixture.put(["vendor/other.libsonnet": "{changed: true}"])
    #expect(try await fixture.render().desired["d"]?.title == "Nodes")
    #expect(fixture.readPaths == read)
    fixture.put(["teams/blue/own.libsonnet": "{title: 'Other'}"])
    #expect(try await fixture.render().desired["d"]?.title == "Other")
    // A file that was not there before comes first now.
    fixture.put(["teams/lib/grafonnet/grafana.libsonnet": "{dashboard(title):: {title: title}}"])
    let before = fixture.readPaths.count
    #expect(try await fixture.render().desired["d"]?.title == "Other")
    #expect(fixture.readPaths.dropFirst(before).contains("teams/lib/grafonnet/grafana.libsonnet"))
  }

  // MARK: Values

  private static let values = """
    jsonnet: |
      {title: std.extVar('TITLE'), team: std.extVar('team'), key: std.md5(std.extVar('KEY'))}
    envs: [{name: TITLE, value: Nodes}, {name: KEY, valueFrom: {secretKeyRef: {name: s, key: api}}}]
    envFrom: [{configMapKeyRef: {name: c, key: team}}, {configMapKeyRef: {name: c, key: TITLE}}]
    """

  @Test func valuesAreExternalVariables() async throws {
    let folder = try TemporaryDirectory()
    try folder.write("geheim", to: "monitoring/s/api")
    let fixture = fixture(
      Self.values, ["c.yaml": Text.configMap("c", "team: blue\nTITLE: not this")], secrets: folder.path)
    let rendering = try await fixture.render()
    #expect(rendering.findings == [])
    let model = try #require(try await model(rendering))
    #expect(model["title"] == "Nodes")
    #expect(model["team"] == "blue")
    guard case .dashboard(let body) = try await rendering.bodies.body(of: Self.reference, title: "") else {
      return
    }
    #expect(body.isSecret)
    // The digest is no way to guess the secret.
    #expect(rendering.desired["d"]?.digest != model.digest)
    #expect(await fixture.renderer.isCurrent(rendering))
    try folder.write("anders", to: "monitoring/s/api")
    #expect(await !fixture.renderer.isCurrent(rendering))
    let later = try await fixture.render()
    #expect(later.desired["d"]?.digest != rendering.desired["d"]?.digest)
  }

  @Test func missingValueNamesItsPlace() async throws {
    let rendering = try await fixture(Self.values, ["c.yaml": Text.configMap("c", "team: blue\nTITLE: x")])
      .render()
    #expect(rendering.diagnostics.map(\.code) == ["missing-value"])
    #expect(rendering.diagnostics.first?.location?.fileAndLine == "teams/blue/b.yaml:8")
  }

  @Test func failureWithSecretsSaysNothingOfThem() async throws {
    let folder = try TemporaryDirectory()
    try folder.write("geheim", to: "monitoring/s/api")
    let rendering = try await fixture(
      """
      jsonnet: "error std.base64(std.extVar('api'))"
      envFrom: [{secretKeyRef: {name: s, key: api}}]
      """, secrets: folder.path
    ).render()
    #expect(
      rendering.diagnostics.map(\.message) == [
        "spec.jsonnet cannot be evaluated: it fails; the text of the failure may hold a value of a Secret and is not shown"
      ])
  }

  @Test func valuesAreSubstitutedOnlyWhereAsked() async throws {
    let spec = """
      json: '{"title": "${TEAM} and ${OTHER}"}'
      envs: [{name: TEAM, value: 'blue "7"'}]
      """
    let plain = try await fixture(spec).render()
    #expect(plain.desired["d"]?.title == "${TEAM} and ${OTHER}")
    #expect(
      plain.diagnostics.map(\.message) == [
        "spec.envs has no effect: it feeds Jsonnet only, as in grafana-operator"
      ])
    let asked = try await fixture(spec, annotations: "sluice.dev/substitute-envs: enabled").render()
    #expect(asked.findings == [])
    #expect(asked.desired["d"]?.title == "blue \"7\" and ${OTHER}")
  }

  // MARK: Archives

  private static func archive(_ files: [(String, String)]) throws -> String {
    Base64.encode(try Gzip.compress(TarFixture.archive(files.map { TarFixture.Entry($0.0, $0.1) })))
  }

  @Test func projectIsUnpackedInMemory() async throws {
    let archive = try Self.archive([
      ("project/main.jsonnet", "(import 'a.libsonnet') + (import 'b.libsonnet') + {title: std.extVar('t')}"),
      ("project/one/a.libsonnet", "{a: 'one'}"), ("project/two/a.libsonnet", "{a: 'two'}"),
      ("project/one/b.libsonnet", "import 'deep/b.libsonnet'"), ("project/one/deep/b.libsonnet", "{b: 1}"),
    ])
    let rendering = try await fixture(
      """
      jsonnetLib: {fileName: main.jsonnet, jPath: [one, two], gzipJsonnetProject: \(archive)}
      envs: [{name: t, value: Project}]
      """
    ).render()
    #expect(rendering.findings == [])
    #expect(try await model(rendering) == ["a": "two", "b": 1, "title": "Project"])
  }

  @Test func projectDoesNotSeeTheRepository() async throws {
    let archive = try Self.archive([("main.jsonnet", "{\n title: import '../../vendor/x' }"), ("y", "")])
    let rendering = try await fixture(
      "jsonnetLib: {fileName: main.jsonnet, gzipJsonnetProject: \(archive)}", ["vendor/x": "1"]
    ).render()
    #expect(
      rendering.findings == [
        "teams/blue/b.yaml:6 error invalid-jsonnet: main.jsonnet of spec.jsonnetLib cannot be evaluated: "
          + "it imports \"../../vendor/x\", which is nowhere: it leads out of the repository (main.jsonnet:2:9)"
      ])
  }

  @Test(arguments: [
    (
      "fileName: main.jsonet",
      "the archive of spec.jsonnetLib has no file main.jsonet, did you mean main.jsonnet?"
    ),
    (
      "fileName: ../main.jsonnet",
      "the archive of spec.jsonnetLib has no file ../main.jsonnet, did you mean main.jsonnet?"
    ),
  ])
  func fileThatIsNotThereIsTold(field: String, words: String) async throws {
    let archive = try Self.archive([("main.jsonnet", "{}"), ("y", "")])
    let rendering = try await fixture("jsonnetLib: {\(field), gzipJsonnetProject: \(archive)}").render()
    #expect(rendering.diagnostics.map(\.message) == [words])
  }

  @Test func brokenArchiveIsTold() async throws {
    for (archive, words) in [
      ("'*'", "is not base64"), ("aGVsbG8=", "cannot be unpacked: not valid gzip data"),
      (
        Base64.encode(try Gzip.compress(Array("hello".utf8))),
        "cannot be unpacked: not a tar archive: it ends too early"
      ),
      (
        try Self.archive([("../x", "")]),
        "cannot be unpacked: the entry \"../x\" leads out of the archive"
      ),
    ] {
      let rendering = try await fixture("jsonnetLib: {fileName: x, gzipJsonnetProject: \(archive)}").render()
      #expect(rendering.diagnostics.map(\.message) == ["spec.jsonnetLib.gzipJsonnetProject " + words])
    }
  }
}
