import Report
import TestSupport
import Testing

/// `spec.suspend` of a Grafana: nothing is read from its workspace or written to it.
@Suite struct SuspendedWorkspace {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  @Test func isLeftAloneUntilItGoesOn() async throws {
    let world = try await World()
    try await world.push(["team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a")])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    world.workspace.clearLog()
    try await world.push(["grafana.yaml": world.instance + "\n  suspend: true", "a.yaml": nil])
    let report = await daemon.cycle()
    #expect(world.workspace.requests.isEmpty)
    #expect(report.state == .success)
    #expect(report.findings.map(\.code) == ["suspended"])
    #expect(world.status("/api/dashboards/uid/a") == 200)
    try await world.push(["grafana.yaml": world.instance])
    #expect(await daemon.cycle().counts.deleted == 1)
    await daemon.stop()
  }
}
