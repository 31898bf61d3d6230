import Documents
import Report
import TestSupport
import Testing

/// Promise 1: a cycle in which nothing differs writes nothing, creates no version, posts no status, and costs a bounded
/// number of requests.
@Suite struct Promise01EqualMeansSilent {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  @Test(arguments: ["9.3", "12.4"])
  func secondCycleIsSilent(version: String) async throws {
    let world = try await World(version: version)
    try await world.push([
      "folder.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a"), "b.yaml": Manifest.dashboard("b"),
      "s.yaml": Manifest.datasource("amp"), "agent.yaml": AgentManifest.whole,
    ])
    let daemon = try await world.start()
    let first = await daemon.cycle()
    #expect(first.findings == [])
    #expect(first.state == .success)
    #expect(first.counts.created == 5)
    #expect(try world.dashboard("a")["meta"]?["folderUid"] == "team")

    let second = await daemon.cycle()
    #expect(second.isQuiet)
    world.workspace.clearLog()
    let note = try await world.note()
    let third = await daemon.cycle()
    #expect(third.isQuiet)
    #expect(third.cost.writes == 0)
    #expect(world.workspace.totals.writes == 0)
    #expect(third.cost.requests <= 4)
    #expect(try world.dashboard("a")["meta"]?["version"] == 1)
    #expect(try await world.note() == note)
    await daemon.stop()
  }
}
