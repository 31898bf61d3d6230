import Base
import HTTP
import Manifests
import Platform
import Render
import Testing

/// Manifests of grafana-operator 4, one file for each kind, as teams bring them along.
@Suite("Sample repository: examples of grafana-operator 4")
struct LegacyExampleTests {
  private func render() async throws -> Rendering {
    let renderer = Renderer(
      settings: LoaderSettings(), secretsDirectory: nil, standIn: SecretValue("(secret)"),
      urls: URLContentCache(
        client: HTTPClient(), addresses: .publicInternet(and: []), deadline: .seconds(10), time: SystemTime()),
      key: [1])
    return try await renderer.render(SampleRepository(), path: "examples-v4")
  }

  @Test("every file is read and rendered without a finding")
  func areClean() async throws {
    let rendering = try await render()
    #expect(rendering.diagnostics == [])
    #expect(rendering.heldBack == [:])
    #expect(rendering.skipped == [])
  }

  @Test("all of it goes to the workspace of the namespace")
  func goToTheWorkspace() async throws {
    let workspace = try #require(try await render().workspaces.first)
    #expect(
      workspace.desired.map { "\($0.kind.name) \($0.title), \($0.reference.name)" }.sorted() == [
        "contact point Operations mail, operations-mail", "dashboard Nodes, nodes",
        "datasource Loki, metrics-and-logs[Loki]", "datasource Prometheus, metrics-and-logs[Prometheus]",
        "folder Operations, operations", "notification channel Operations mail, operations-mail",
      ])
    let folder = ObjectReference(kind: "GrafanaFolder", namespace: "monitoring", name: "operations")
    #expect(workspace.desired.first { $0.kind == .dashboard }?.parent == .object(folder))
  }
}
