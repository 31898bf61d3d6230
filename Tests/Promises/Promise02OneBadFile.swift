import Base
import Documents
import Foundation
import Report
import TestSupport
import Testing

/// Promise 2: one bad file hurts only itself. Its object keeps the last good version, the report names file, line and
/// field, everything else converges.
@Suite struct Promise02OneBadFile {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  @Test func badJSONHoldsBackItsDashboardAlone() async throws {
    let world = try await World()
    try await world.push([
      "team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a"), "b.yaml": Manifest.dashboard("b"),
    ])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    let broken = Manifest.dashboard("a", panel: "Memory").replacingOccurrences(
      of: "\"type\": \"timeseries\",", with: "\"type\": \"timeseries\"")
    try await world.push(
      ["a.yaml": broken, "b.yaml": Manifest.dashboard("b", panel: "Memory")], message: "break a")
    let report = await daemon.cycle()
    #expect(report.state == .failure)
    #expect(report.heldBackCount == 1)
    let finding = try #require(report.findings.first)
    #expect(finding.message == "spec.json is not JSON")
    #expect(finding.location?.description == "a.yaml:13:40")
    #expect(finding.excerpt?.label == "expected a comma or } here")
    #expect(try world.dashboard("a")["dashboard"]?["panels"]?[0]?["title"] == "CPU")
    #expect(try world.dashboard("b")["dashboard"]?["panels"]?[0]?["title"] == "Memory")
    #expect(try await world.note().contains("a.yaml:13"))
    await daemon.stop()
  }

  @Test func unreadableFileKeepsWhatCameFromIt() async throws {
    let world = try await World()
    try await world.push([
      "team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a"), "b.yaml": Manifest.dashboard("b"),
      "agent.yaml": AgentManifest.whole,
    ])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    let agent = try String(
      contentsOfFile: world.agentPath + "/monitoring/agent/metrics/agent.yml", encoding: .utf8)
    try await world.push(["a.yaml": "kind: [", "agent.yaml": "\tno", "c.yaml": Manifest.dashboard("c")])
    let report = await daemon.cycle()
    #expect(report.state == .failure)
    #expect(report.counts.deleted == 0)
    #expect(world.status("/api/dashboards/uid/a") == 200)
    #expect(world.status("/api/dashboards/uid/c") == 200)
    #expect(
      try String(contentsOfFile: world.agentPath + "/monitoring/agent/metrics/agent.yml", encoding: .utf8)
        == agent)
    await daemon.stop()
  }

  @Test func allErrorsOfARevisionComeAtOnceInTheirOrder() async throws {
    let world = try await World()
    try await world.push([
      "z.yaml": Manifest.dashboard("z").replacingOccurrences(
        of: "instanceSelector", with: "instanceSelectors"),
      "a.yaml": Manifest.dashboard("a", folder: "folderRef: nowhere"),
      "m.yaml": Manifest.datasource("m", extra: "jsonData: {sigV4Auth: true}"),
      "team.yaml": Manifest.folder(),
    ])
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(
      report.findings.filter { $0.severity == .error }.map { $0.location?.file } == [
        "a.yaml", "m.yaml", "z.yaml", "z.yaml",
      ])
    #expect(world.status("/api/folders/team") == 200)
    await daemon.stop()
  }

  /// What the workspace refuses holds back its object alone, is told with the server's words, and is not sent again.
  @Test func refusedObjectIsNotSentAgainWithEveryCycle() async throws {
    let world = try await World()
    let bad = Manifest.datasource("bad").replacingOccurrences(
      of: "http://prometheus.example.org:9090", with: "http://[::bad")
    try await world.push(["bad.yaml": bad, "good.yaml": Manifest.datasource("good")])
    let daemon = try await world.start()
    let first = await daemon.cycle()
    #expect(first.counts.created == 1)
    #expect(first.counts.failed == 1)
    world.workspace.clearLog()
    let second = await daemon.cycle()
    #expect(second.state == .failure)
    #expect(
      second.findings.contains {
        $0.code == "refused-before" && $0.message.contains("Validation error, invalid URL")
      })
    #expect(world.workspace.totals.writes == 0)
    try await world.push(["bad.yaml": Manifest.datasource("bad")])
    #expect(await daemon.cycle().state == .success)
    await daemon.stop()
  }
}
