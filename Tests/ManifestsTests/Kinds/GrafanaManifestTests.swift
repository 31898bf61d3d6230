import Base
import Manifests
import Testing

@Suite struct GrafanaManifestTests {
  @Test func readsADashboard() async throws {
    let set = try await load(
      """
      apiVersion: grafana.integreatly.org/v1beta1
      kind: GrafanaDashboard
      metadata:
        name: node
        namespace: monitoring
      spec:
        instanceSelector:
          matchLabels: {dashboards: grafana}
        folderRef: platform
        datasources:
          - inputName: DS
            datasourceName: amp
        json: |
          {"title": "Node"}
      """)
    #expect(set.diagnostics.isEmpty)
    let dashboard = try #require(set.items.first?.spec as? GrafanaDashboard)
    #expect(
      dashboard.folder
        == .reference(
          .manifest(ObjectReference(kind: "GrafanaFolder", namespace: "monitoring", name: "platform"))))
    #expect(dashboard.inputs.map(\.datasourceName) == ["amp"])
    guard case .json(let text) = dashboard.content else {
      Issue.record("no JSON content")
      return
    }
    #expect(text.text == "{\"title\": \"Node\"}")
    #expect(text.location(Position(line: 1, column: 11)).description == "a.yaml:14:15")
  }

  @Test func tellsEverythingAtOnce() async throws {
    let found = try await findings(
      """
      apiVersion: grafana.integreatly.org/v1beta1
      kind: GrafanaDashboard
      metadata:
        name: node
      spec:
        instanceSelectors: {}
        uid: "has space"
        folder: 5
        json: "{}"
        url: https://example.org/x.json
        plugins: [{}]
      ---
      apiVersion: grafana.integreatly.org/v1beta1
      kind: GrafanaDashbord
      metadata: {name: x}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: y}
      """)
    #expect(
      found == [
        "6:3 error spec.instanceSelector is missing",
        "6:3 error spec: unknown field instanceSelectors, did you mean instanceSelector?",
        "7:3 error spec.uid has characters that Grafana does not take in a uid: has space",
        "8:11 error spec.folder must be a string, found a number",
        "10:3 error only one of spec.json, spec.url may be set",
        "11:13 error spec.plugins[0].name is missing",
        "14:7 error grafana.integreatly.org/v1beta1 has no kind GrafanaDashbord, did you mean GrafanaDashboard?",
      ])
  }

  @Test func holdsBackTwins() async throws {
    let text = """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: a}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: a}
      """
    let set = try await load(text)
    #expect(set.items.isEmpty)
    #expect(
      set.diagnostics.map(\.message)
        == Array(repeating: "ConfigMap default/a is declared 2 times: a.yaml:1 and a.yaml:5", count: 2))
  }
}
