import Base
import Documents
import Render
import TestSupport
import Testing

/// Inputs of exported dashboards that the manifest does not map.
@Suite struct DashboardInputTests {
  private static let export = """
    json: |
      {"title": "${VAR_TEAM} nodes",
       "__inputs": [
         {"name": "DS_PROMETHEUS", "type": "datasource", "pluginId": "prometheus"},
         {"name": "VAR_TEAM", "type": "constant", "value": "blue \\"7\\""},
         {"name": "DS_UNUSED", "type": "datasource", "pluginId": "loki"}],
       "__requires": [{"type": "panel", "id": "grafana-clock-panel", "version": "2.1.3"}],
       "__elements": {},
       "panels": [{"title": "CPU", "type": "stat", "datasource": {"type": "prometheus", "uid": "${DS_PROMETHEUS}"}}]}
    """

  private static func datasource(
    _ name: String, _ type: String = "prometheus", uid: String? = nil, selects: String = "grafana: prod"
  ) -> String {
    let signing =
      type == "grafana-amazonprometheus-datasource"
      ? "url: 'https://aps-workspaces.eu-west-1.amazonaws.com/workspaces/ws-1', "
        + "jsonData: {sigV4Auth: true, sigV4Region: eu-west-1}" : "url: 'http://x'"
    return Text.object(
      "GrafanaDatasource", name,
      (uid.map { "uid: '\($0)'\n" } ?? "") + "datasource: {name: '\(name)', type: \(type), \(signing)}"
    )
    .replacing("grafana: prod", with: selects)
  }

  private func render(_ files: [String: String]) async throws -> Rendering {
    var files = files
    files["a.yaml"] = Text.instance()
    files["b.yaml"] = files["b.yaml"] ?? Text.dashboard("d", Self.export)
    return try await RenderFixture(files).render()
  }

  private func model(_ rendering: Rendering) async throws -> JSON? {
    let reference = ObjectReference(kind: "GrafanaDashboard", namespace: "monitoring", name: "d")
    guard case .dashboard(let body) = try await rendering.bodies.body(of: reference, title: "") else {
      return nil
    }
    return body.model
  }

  @Test func onlyDataSourceOfItsTypeAnswersAnInput() async throws {
    let rendering = try await render([
      "c.yaml": Self.datasource("amp", uid: "amp-uid"), "d.yaml": Self.datasource("logs", "loki"),
    ])
    #expect(rendering.findings == [])
    let model = try #require(try await model(rendering))
    #expect(
      model == [
        "title": "blue \"7\" nodes",
        "panels": [
          ["title": "CPU", "type": "stat", "datasource": ["type": "prometheus", "uid": "amp-uid"]]
        ],
      ])
    let desired = try #require(rendering.desired["d"])
    #expect(desired.digest == model.digest)
    #expect(desired.title == "blue \"7\" nodes")
    #expect(desired.uses.map(\.identifier) == ["amp-uid"])
    #expect(desired.requires.map(\.name) == ["amp"])
    #expect(
      desired.plugins.map { "\($0.kind.rawValue) \($0.id) \($0.place)" } == [
        "panel grafana-clock-panel __requires", "data source prometheus panel \"CPU\"",
        "panel stat panel \"CPU\"",
      ])
  }

  @Test(
    arguments: [
      // Its name, where it has no uid; Amazon's own type, where no other is there.
      (["c.yaml": datasource("amp")], "amp", []),
      (["c.yaml": datasource("amp", "grafana-amazonprometheus-datasource")], "amp", []),
      (
        ["c.yaml": datasource("amp", "grafana-amazonprometheus-datasource"), "d.yaml": datasource("own")],
        "own", []
      ),
      (
        ["c.yaml": datasource("one"), "d.yaml": datasource("two", uid: "2")], "${DS_PROMETHEUS}",
        [
          "b.yaml:9 warning open-input: spec.json: input DS_PROMETHEUS is not mapped to a data source, "
            + "and there are several of the type prometheus: 2, one"
        ]
      ),
      (
        ["c.yaml": datasource("logs", "loki")], "${DS_PROMETHEUS}",
        [
          "b.yaml:9 warning open-input: spec.json: input DS_PROMETHEUS is not mapped to a data source, "
            + "and the repository has none of the type prometheus"
        ]
      ),
      // Of another workspace.
      (
        [
          "c.yaml": datasource("one"), "d.yaml": datasource("two", selects: "grafana: test"),
          "e.yaml": otherWorkspace,
        ],
        "one", []
      ),
    ] as [([String: String], String, [String])])
  func answerIsTakenOnlyWhereItIsPlain(files: [String: String], answer: String, findings: [String])
    async throws
  {
    let rendering = try await render(files)
    #expect(rendering.findings == findings)
    let panel = try #require(try await model(rendering)?["panels"]?.arrayValue?.first)
    #expect(panel["datasource"]?["uid"]?.stringValue == answer)
  }

  private static let otherWorkspace = Text.instance(
    "test", url: "https://test.example.org", labels: "grafana: test")

  /// Dashboards as people export them: nothing of their inputs is left.
  @Test(
    .enabled(if: SharedData.isPresent("dashboards")),
    arguments: [
      "rfmoz_grafana-dashboards/haproxy.json", "dotdc_grafana-dashboards-kubernetes/k8s-views-nodes.json",
      "dotdc_grafana-dashboards-kubernetes/k8s-views-global.json",
      "aws-observability-accelerator/amp__amp-alerts-and-recording-rules.json",
      "aws-observability-accelerator/amp__amp-workspace-dashboard.json",
    ])
  func realExportsAreAnswered(file: String) async throws {
    let json = String(decoding: try SharedData.bytes("dashboards/" + file), as: UTF8.self)
    let dashboard = Text.dashboard("d", "json: |\n" + Text.indented(json, by: 2))
    let cloudWatch = Self.datasource("cw", "cloudwatch")
      .replacing("url: 'http://x'", with: "jsonData: {defaultRegion: eu-west-1}")
    let rendering = try await render([
      "b.yaml": dashboard, "c.yaml": Self.datasource("amp", uid: "amp-uid"), "d.yaml": cloudWatch,
    ])
    #expect(rendering.findings == [])
    let model = try #require(try await model(rendering))
    #expect(!JSONWriter.string(model).contains("${DS_"))
    #expect(model["__inputs"] == nil && model["__requires"] == nil && model["__elements"] == nil)
  }

  /// Written without its data source, it would lose the one that it has.
  @Test func dataSourceWithErrorsHoldsTheDashboardBack() async throws {
    let rendering = try await render([
      "c.yaml": Self.datasource("amp").replacing("type: prometheus", with: "typ: x")
    ])
    #expect(rendering.desired["d"] == nil)
    #expect(
      rendering.findings.filter { $0.hasPrefix("b.yaml") } == [
        "b.yaml:9 error open-input: spec.json: input DS_PROMETHEUS is not mapped to a data source, "
          + "and GrafanaDatasource monitoring/amp, which may be meant, is held back (c.yaml:1)"
      ])
  }

  @Test func mappingWinsAndMayAnswerConstants() async throws {
    let spec =
      Self.export + "\n" + """
        datasources:
        - {inputName: DS_PROMETHEUS, datasourceName: chosen}
        - {inputName: VAR_TEAM, datasourceName: red}
        - {inputName: DS_PROMETEUS, datasourceName: misspelt}
        """
    let rendering = try await render([
      "b.yaml": Text.dashboard("d", spec), "c.yaml": Self.datasource("amp"),
    ])
    #expect(
      rendering.findings == [
        "b.yaml:7 warning unused-input: spec.json: ${DS_PROMETEUS} of spec.datasources stands nowhere in the dashboard, "
          + "did you mean DS_PROMETHEUS?"
      ])
    #expect(rendering.desired["d"]?.title == "red nodes")
    #expect(rendering.desired["d"]?.uses.map(\.identifier) == ["chosen"])
  }

  /// The answer depends on the other manifests, so it changes with them.
  @Test func answerFollowsTheDataSources() async throws {
    let fixture = RenderFixture([
      "a.yaml": Text.instance(), "b.yaml": Text.dashboard("d", Self.export),
      "c.yaml": Self.datasource("amp", uid: "one"),
    ])
    #expect(try await fixture.render().desired["d"]?.uses.map(\.identifier) == ["one"])
    let read = fixture.readPaths
    #expect(try await fixture.render().desired["d"]?.uses.map(\.identifier) == ["one"])
    #expect(fixture.readPaths == read)
    fixture.put(["c.yaml": Self.datasource("amp", uid: "two")])
    #expect(try await fixture.render().desired["d"]?.uses.map(\.identifier) == ["two"])
  }
}
