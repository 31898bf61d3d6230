import Documents
import Foundation
import Reconcile
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

  /// Equal means that no status is posted either: not in a second cycle, and not after a restart.
  @Test func noStatusIsPostedWhereNothingChanged() async throws {
    let host = try LoopbackServer { _ in [.answer(201, "{}")] }
    let world = try await World()
    try world.folder.write("ghp_secret", to: "secrets/sluice/github/token")
    try world.folder.write(host.url + "/octo/config", to: "secrets/sluice/github/address")
    try await world.push(["folder.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a")])
    for round in 0..<2 {
      let daemon = try await world.start { settings in
        settings.status = try? StatusSettings(
          source: settings.source.url,
          secret: SourceSettings.SecretName(namespace: "sluice", name: "github"),
          secretsDirectory: settings.secretsDirectory)
      }
      for _ in 0..<3 { #expect(await daemon.cycle().state == .success) }
      // One for the revision: what was to be told before it is overtaken.
      #expect(host.requests.count == 1, "round \(round)")
      await daemon.stop()
    }
  }

  /// The state directory is free again when this returns.
  private func firstCycleOfAProcess(in world: World) async throws -> CycleReport {
    let daemon = try await world.start()
    let report = await daemon.cycle()
    await daemon.stop()
    return report
  }
}
