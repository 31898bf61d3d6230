import Documents
import GrafanaEmulator
import Report
import TestSupport
import Testing

/// Folders and dashboards of Grafana 12 say that they come from Git, for as long as they do.
@Suite struct MarksEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private func manager(_ world: World, _ path: String) throws -> String? {
    try world.get(path)["metadata"]?["annotations"]?["grafana.app/managerId"]?.stringValue
  }

  @Test func whatStaysWithoutGitSaysSoNoLonger() async throws {
    let world = try await World()
    let kept = "metadata: {annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}, "
    func keeping(_ manifest: String) -> String { manifest.replacing("metadata: {", with: kept) }
    try await world.push([
      "team.yaml": keeping(Manifest.folder()), "a.yaml": keeping(Manifest.dashboard("a")),
      "b.yaml": Manifest.dashboard("b", folder: nil),
    ])
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try manager(world, WritePath.folders + "/team") == "sluice")
    #expect(try manager(world, WritePath.dashboards + "/a") == "sluice")
    world.workspace.clearLog()
    #expect(await daemon.cycle().isQuiet)
    try await world.push(["team.yaml": nil, "a.yaml": nil])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try manager(world, WritePath.folders + "/team") == nil)
    #expect(try manager(world, WritePath.dashboards + "/a") == nil)
    #expect(world.status("/api/dashboards/uid/a") == 200)
    #expect(try manager(world, WritePath.dashboards + "/b") == "sluice")
    await daemon.stop()
  }

  /// Another organisation has another namespace, for all of them. A server has none but that of the token's.
  @Test func allAreLookedForInTheNamespaceOfTheTenant() async throws {
    let world = try await World()
    try await world.push([
      "grafana.yaml": world.instance.replacing("external:", with: "external:\n    tenantNamespace: org-2"),
      "team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a"),
      "wall.yaml": ResourceManifest.dashboard(),
    ])
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(report.targets.compactMap(\.failure).filter { !$0.hasSuffix("500: namespace mismatch") } == [])
    let asked = world.workspace.requests.map(\.target).filter { $0.contains("/namespaces/") }
    #expect(!asked.isEmpty)
    #expect(asked.filter { !$0.contains("/namespaces/org-2/") } == [])
    // With another word in the manifest the connection is another one.
    world.workspace.clearLog()
    try await world.push(["a.yaml": Manifest.dashboard("a", title: "Renamed")])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(world.workspace.requests.filter { $0.target.contains("/namespaces/org-2/") }.map(\.target) == [])
    #expect(try manager(world, WritePath.dashboards + "/a") == "sluice")
    await daemon.stop()
  }

  /// What another tool has marked is left to it; what Sluice has marked is nobody else's.
  @Test func whatOthersMarkIsTheirs() async throws {
    let world = try await World()
    let theirs: JSON = [
      "apiVersion": "dashboard.grafana.app/v0alpha1", "kind": "Dashboard",
      "metadata": [
        "name": "a",
        "annotations": ["grafana.app/managedBy": "terraform", "grafana.app/managerId": "sluice"],
      ], "spec": ["title": "Theirs"],
    ]
    #expect(world.act("POST", WritePath.dashboards, theirs) == 201)
    try await world.push(["a.yaml": Manifest.dashboard("a", folder: nil)])
    let daemon = try await world.start()
    #expect(
      await daemon.cycle().problemMessages == [
        "the workspace says that dashboard \"Theirs\" is managed by terraform"
      ])
    #expect(try world.dashboard("a")["dashboard"]?["title"] == "Theirs")
    await daemon.stop()
  }
}
