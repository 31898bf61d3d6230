import Foundation
import Report
import TestSupport
import Testing

/// Promise 7: with the state directory gone, what is owned comes back from the git notes and from the workspace.
@Suite struct Promise07LostState {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  @Test(arguments: ["9.3", "12.4"])
  func ownershipComesBackFromTheNotes(version: String) async throws {
    let world = try await World(version: version)
    try await world.push([
      "team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a"), "b.yaml": Manifest.dashboard("b"),
      "c.yaml": Manifest.dashboard("c", folder: nil), "s.yaml": Manifest.datasource("amp"),
      "agent.yaml": Manifest.agent,
    ])
    let first = try await world.start()
    _ = await first.cycle()
    await first.stop()
    try FileManager.default.removeItem(atPath: world.statePath)

    // What left Git while nobody remembered it is still known as ours, and goes.
    try await world.push(["b.yaml": nil])
    let second = try await world.start()
    let report = await second.cycle()
    #expect(report.state == .success)
    #expect(report.counts.created == 0)
    #expect(report.counts.deleted == 1)
    #expect(report.counts.changed == 1)
    #expect(world.status("/api/dashboards/uid/b") == 404)
    #expect(try world.dashboard("a")["meta"]?["version"] == 1)
    #expect(await second.cycle().isQuiet)
    await second.stop()
  }

  @Test func withoutNotesObjectsAreTakenOverAndNothingIsDeleted() async throws {
    let world = try await World()
    try await world.push([
      "team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a"), "b.yaml": Manifest.dashboard("b"),
    ])
    let first = try await world.start()
    _ = await first.cycle()
    await first.stop()
    try FileManager.default.removeItem(atPath: world.statePath)
    try await world.repository.bareGit("update-ref", "-d", "refs/notes/sluice")
    try await world.push(["b.yaml": nil])
    let second = try await world.start()
    let report = await second.cycle()
    #expect(report.counts.adopted == 2)
    #expect(report.counts.changed == 0)
    #expect(world.status("/api/dashboards/uid/b") == 200)
    await second.stop()
  }
}
