import Documents
import Foundation
import Report
import TestSupport
import Testing

/// Promise 1, where something is wrong: what waits for somebody to mend it is told once, not with every cycle.
@Suite struct Promise01ToldOnce {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  @Test func whatIsHeldBackIsToldOnce() async throws {
    let world = try await World()
    try await world.push([
      "folder.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a"),
      "b.yaml": Manifest.dashboard("b").replacingOccurrences(of: "\"panels\"", with: "panels"),
    ])
    let daemon = try await world.start()
    let first = await daemon.cycle()
    #expect(first.state == .failure)
    let note = try await world.note()
    #expect(note.contains("1 held back"))

    for _ in 0..<3 { #expect(await daemon.cycle().didSomething == false) }
    #expect(try await world.note() == note)

    let edited: JSON = ["dashboard": ["uid": "a", "title": "Mine"], "folderUid": "team", "overwrite": true]
    #expect(world.act("POST", "/api/dashboards/db", edited) == 200)
    #expect(await daemon.cycle().counts.repaired == 1)
    let longer = try await world.note()
    #expect(longer != note)
    #expect(longer.contains("1 repaired"))
    await daemon.stop()
  }

  @Test func aRestartIsNoNews() async throws {
    let world = try await World()
    try await world.push(["folder.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a")])
    #expect(try await firstCycleOfAProcess(in: world).state == .success)
    let note = try await world.note()
    #expect(try await firstCycleOfAProcess(in: world).isQuiet)
    #expect(try await world.note() == note)
  }

  /// The state directory is free again when this returns.
  private func firstCycleOfAProcess(in world: World) async throws -> CycleReport {
    let daemon = try await world.start()
    let report = await daemon.cycle()
    await daemon.stop()
    return report
  }
}
