import Foundation
import Platform
import Report
import TestSupport
import Testing

/// Promise 5 and drift, for the files of agents.
@Suite struct Promise05DriftOnDisk {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private func file(_ world: World) -> String { world.agentPath + "/monitoring/agent/metrics/agent.yml" }

  @Test func whatOthersDoToAFileIsKeptAndRepaired() async throws {
    let world = try await World()
    try await world.push(["agent.yaml": AgentManifest.whole])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    let wanted = try String(contentsOfFile: file(world), encoding: .utf8)

    try (wanted + "# mine\n").write(toFile: file(world), atomically: false, encoding: .utf8)
    #expect(await daemon.cycle().counts.repaired == 1)
    #expect(try String(contentsOfFile: file(world), encoding: .utf8) == wanted)

    try FileManager.default.removeItem(atPath: file(world))
    #expect(await daemon.cycle().counts.repaired == 1)
    #expect(try String(contentsOfFile: file(world), encoding: .utf8) == wanted)

    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file(world))
    #expect(await daemon.cycle().counts.repaired == 1)
    #expect(try FileSystem.entry(at: file(world))?.mode == 0o600)
    #expect(await daemon.cycle().isQuiet)

    let copies = try await daemon.state.store.copies(named: nil)
    #expect(copies.map(\.copy.reason).contains("edited on disk"))
    let edited = try #require(copies.last)
    try await daemon.reconciler.restore(copy: edited.id)
    #expect(try String(contentsOfFile: file(world), encoding: .utf8) == wanted + "# mine\n")
    await daemon.stop()
  }
}
