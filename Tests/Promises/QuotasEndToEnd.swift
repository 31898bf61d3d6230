import Base
import Documents
import Foundation
import GrafanaEmulator
import Reconcile
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

  private static func named(_ names: [String]) -> [String: String?] {
    Dictionary(uniqueKeysWithValues: names.map { ("\($0).yaml", Manifest.dashboard($0, folder: nil)) })
  }

  private func boards(_ world: World) throws -> [String] {
    try world.get("/api/search?type=dash-db").arrayValue?.compactMap { $0["uid"]?.stringValue }.sorted() ?? []
  }

  /// A full workspace in which everything is replaced by something else.
  private func exchanged(_ version: String) async throws -> (World, Daemon) {
    let world = try await World(version: version)
    world.workspace.setQuota(of: "dashboard", to: 3)
    try await world.push(Self.named(["o1", "o2", "o3"]))
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    try await world.push(
      Self.named(["a", "b", "c"]).merging(["o1.yaml": nil, "o2.yaml": nil, "o3.yaml": nil]) { file, _ in file
      },
      message: "replace\n\nSluice-Allow-Prune: yes")
    return (world, daemon)
  }

  @Test(arguments: ["9.3", "12.4"])
  func whatLeavesMakesRoomInTheSameCycle(version: String) async throws {
    let (world, daemon) = try await exchanged(version)
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.created == 3)
    #expect(report.counts.deleted == 3)
    #expect(try boards(world) == ["a", "b", "c"])
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  /// Nothing more goes after something did not come: what made room for it is all that is missing, and a copy is kept.
  @Test(arguments: ["9.3", "12.4"])
  func aRefusedCreationStopsTheDeletions(version: String) async throws {
    let (world, daemon) = try await exchanged(version)
    var rule = FaultRule(method: "POST", .status(400, message: "no"))
    rule.bodyText = "\"b\""
    rule.times = 1
    world.workspace.use(FaultPlan([rule]))
    let report = await daemon.cycle()
    #expect(report.counts.created == 1)
    #expect(report.counts.deleted == 2)
    #expect(try boards(world) == ["a", "o3"])
    #expect(try await daemon.state.store.copies(named: "o2").count == 1)
    // The others are not held up by it for good.
    _ = await daemon.cycle()
    #expect(try boards(world) == ["a", "c"])
    daemon.reconciler.tryRefusedAgain()
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try boards(world) == ["a", "b", "c"])
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
