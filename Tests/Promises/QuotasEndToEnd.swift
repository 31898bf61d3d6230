import Base
import Documents
import Foundation
import Report
import TestSupport
import Testing

/// How much a workspace takes, as its server and its manifest say, is looked at before anything is written.
@Suite struct QuotasEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static func boards(_ count: Int) -> [String: String?] {
    Dictionary(
      uniqueKeysWithValues: (0..<count).map {
        ("b\($0).yaml", Manifest.dashboard("b\($0)", folder: nil))
      })
  }

  @Test(arguments: ["9.3", "12.4"])
  func theServersQuotaIsKept(version: String) async throws {
    let world = try await World(version: version)
    world.workspace.setQuota(of: "dashboard", to: 2)
    try await world.push(Self.boards(3))
    let daemon = try await world.start()
    world.workspace.clearLog()
    let report = await daemon.cycle()
    #expect(
      Set(report.problemMessages) == [
        "the workspace takes 2 dashboards, has 0, and this revision adds 3; no dashboard is added"
      ])
    #expect(world.workspace.totals.writes == 0)
    try await world.push(["b2.yaml": nil])
    let next = await daemon.cycle()
    #expect(next.counts.created == 2)
    #expect(next.problemMessages == [])
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  @Test func theManifestsQuotaIsKept() async throws {
    let world = try await World()
    var files = Self.boards(2)
    files["grafana.yaml"] = world.instance.replacingOccurrences(
      of: "labels:", with: "annotations: {sluice.dev/quotas: 'dashboards=1, data-sources=5'}, labels:")
    try await world.push(files)
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(
      Set(report.problemMessages) == [
        "the workspace takes 1 dashboard (grafana.yaml:3), has 0, and this revision adds 2; no dashboard is added"
      ])
    await daemon.stop()
  }
}
