import Documents
import Report
import Testing

/// Promise 1: a cycle in which nothing differs writes nothing, creates no version, posts no status, and costs a bounded
/// number of requests.
@Suite struct Promise01EqualMeansSilent {
  @Test(arguments: ["9.3", "12.4"])
  func secondCycleIsSilent(version: String) async throws {
    let world = try World(version: version)
    try world.push([
      "folder.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a"), "b.yaml": Manifest.dashboard("b"),
      "s.yaml": Manifest.datasource("amp"), "agent.yaml": Manifest.agent,
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
    let note = try world.note()
    let third = await daemon.cycle()
    #expect(third.isQuiet)
    #expect(third.cost.writes == 0)
    #expect(world.workspace.totals.writes == 0)
    #expect(third.cost.requests <= 4)
    #expect(try world.dashboard("a")["meta"]?["version"] == 1)
    #expect(try world.note() == note)
    await daemon.stop()
  }
}
