import GrafanaEmulator
import Report
import Store
import TestSupport
import Testing

/// Promise 6, for what a commit does to an object before the end of its creation is known.
@Suite struct Promise06InterruptedCreation {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  /// The server makes the dashboard, the answer is lost, and reading it fails as well.
  private func interrupt(_ world: World, _ daemon: Daemon) async {
    var made = FaultRule(method: "POST", path: WritePath.dashboards, .cutAfter)
    made.times = 1
    let gone = FaultRule(method: "GET", path: "/api/dashboards/uid/*", .status(503, message: "restarting"))
    world.workspace.use(FaultPlan([made, gone]))
    let report = await daemon.cycle()
    #expect(report.counts.failed == 1)
    #expect(world.status("/api/dashboards/uid/a") == 200)
    world.workspace.use(FaultPlan([]))
  }

  @Test func objectOfAManifestThatBrokeMeanwhileIsStillOurs() async throws {
    let world = try await World()
    try await world.push(["team.yaml": Manifest.folder(), "k.yaml": Manifest.dashboard("k")])
    var daemon = try await world.start()
    _ = await daemon.cycle()
    try await world.push(["a.yaml": Manifest.dashboard("a")])
    await interrupt(world, daemon)
    await daemon.stop()

    try await world.push(["a.yaml": Manifest.dashboard("a") + "\nnonsense: ["])
    daemon = try await world.start()
    #expect(await daemon.cycle().counts.heldBack >= 1)
    try await world.push(["a.yaml": nil])
    #expect(await daemon.cycle().counts.deleted == 1)
    #expect(world.status("/api/dashboards/uid/a") == 404)
    await daemon.stop()
  }

  @Test func creationThatFailedIsToldAsCreationAgain() async throws {
    let world = try await World()
    try await world.push(["team.yaml": Manifest.folder()])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    try await world.push(["a.yaml": Manifest.dashboard("a")])
    world.workspace.use(
      FaultPlan([FaultRule(method: "POST", path: WritePath.dashboards, .status(503, message: "restarting"))]))
    #expect(await daemon.cycle().counts.failed == 1)
    #expect(await daemon.cycle().counts.failed == 1)
    #expect(
      try await daemon.state.store.unsettledIntents(
        in: TargetName(environment: "prod", name: world.workspace.url)
      ).count == 1)
    world.workspace.use(FaultPlan([]))
    let report = await daemon.cycle()
    #expect(report.counts.created == 1)
    #expect(report.targets[0].outcomes.map(\.action.reason) == ["its last write was cut off"])
    #expect(
      try await daemon.state.store.unsettledIntents(
        in: TargetName(environment: "prod", name: world.workspace.url)
      ).isEmpty)
    await daemon.stop()
  }
}
