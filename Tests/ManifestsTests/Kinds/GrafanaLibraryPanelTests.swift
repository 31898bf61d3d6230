import Base
import Manifests
import Testing

@Suite struct GrafanaLibraryPanelTests {
  private func spec(_ fields: String) -> String { "spec: {instanceSelector: {}, \(fields)}" }

  private func read(_ fields: String) async throws -> GrafanaLibraryPanel {
    let set = try await load(manifest("GrafanaLibraryPanel", spec(fields)))
    #expect(set.diagnostics.map(\.message) == [])
    return try #require(set.items.first?.spec as? GrafanaLibraryPanel)
  }

  @Test func readsALibraryPanel() async throws {
    let panel = try await read(
      """
      uid: cpu, json: '{}', folderUID: team, datasources: [{inputName: DS, datasourceName: amp}],
      plugins: [{name: gauge, version: 1.2.3}], suspend: true
      """)
    #expect(panel.uid == "cpu")
    #expect(panel.folder == .uid("team"))
    #expect(panel.inputs == [GrafanaDashboard.InputMapping(inputName: "DS", datasourceName: "amp")])
    #expect(panel.plugins.map(\.name) == ["gauge"])
    #expect(panel.common.isSuspended)
    #expect(!panel.usesEnvironment)
  }

  @Test func liesWhereTheManifestSays() async throws {
    let folder = ObjectReference(kind: "GrafanaFolder", namespace: "ns", name: "team")
    #expect(try await read("json: '{}', folderRef: team").folder == .manifest(folder))
    #expect(try await read("json: '{}'").folder == nil)
  }

  @Test func variablesFeedJsonnet() async throws {
    let panel = try await read("jsonnet: '{}', envs: [{name: A, value: b}]")
    #expect(panel.usesEnvironment)
    #expect(panel.environment.map(\.name) == ["A"])
  }

  @Test(
    arguments: [
      ("", ["spec.json is missing"]),
      ("json: '{}', url: 'https://x'", ["only one of spec.json, spec.url may be set"]),
      (
        "json: '{}', folderUID: a, folderRef: b", ["only one of spec.folderUID, spec.folderRef may be set"]
      ),
      (
        "grafanaCom: {id: 1}",
        ["spec.grafanaCom is not supported: grafana.com has no library panels"]
      ),
      (
        "oci: {reference: x}", ["spec.oci is not supported: nothing is fetched from OCI registries"]
      ),
      ("json: '{}', folder: Team", ["spec: unknown field folder, did you mean folderRef?"]),
      (
        "json: '{}', uid: 'a b'", ["spec.uid has characters that Grafana does not take in a uid: a b"]
      ),
      (
        "json: '{}', envs: [{name: A, value: b}]",
        ["spec.envs has no effect: it feeds Jsonnet only, as in grafana-operator"]
      ),
      ("json: '{}', datasources: [{inputName: A}]", ["spec.datasources[0].datasourceName is missing"]),
      (
        "json: '{}', plugins: [{name: a, version: x}]",
        ["spec.plugins[0].version is x"]
      ),
    ] as [(String, [String])])
  func tellsWhatIsWrong(fields: String, expected: [String]) async throws {
    #expect(try await messages("GrafanaLibraryPanel", spec(fields)) == expected)
  }

  @Test func takesTheAnnotationsOfContents() async throws {
    let text = """
      apiVersion: grafana.integreatly.org/v1beta1
      kind: GrafanaLibraryPanel
      metadata:
        name: x
        namespace: ns
        annotations: {sluice.dev/substitute-envs: enabled, sluice.dev/url-token: s/token}
      spec: {instanceSelector: {}, url: 'https://x', envs: [{name: A, value: b}]}
      """
    let set = try await load(text)
    #expect(set.diagnostics.map(\.message) == [])
    let panel = try #require(set.items.first?.spec as? GrafanaLibraryPanel)
    #expect(panel.substitutesEnvironment)
    #expect(panel.usesEnvironment)
    let refused = try await load(text.replacing("substitute-envs: enabled", with: "permissions: '{}'"))
    #expect(
      refused.diagnostics.map(\.message).contains { $0.contains("sluice.dev/permissions") })
  }
}
