import Base
import Documents
import Platform
import Reconcile
import Report
import Store
import TestSupport
import Testing

/// What people begin with works from one end to the other: the examples converge, are put back, leave and come back.
@Suite struct ExamplesEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private func live(_ examples: ExampleWorld) async throws {
    let world = examples.world
    try await world.push(examples.files)
    let daemon = try await examples.start()
    let first = await daemon.cycle()
    #expect(first.findings.filter { $0.severity == .error }.map(\.message) == [])
    #expect(first.failureMessages == [])
    #expect(await daemon.cycle().isQuiet)
    let keys = try await examples.owned(daemon)
    #expect(keys.count == first.counts.created + first.counts.adopted + first.counts.updated)

    // Somebody edits one object after the other.
    let edits = WorkspaceEdits(world: world)
    for key in keys {
      let status = try #require(try edits.edit(key), "\(key)")
      if !(200..<300).contains(status) { Issue.record("\(key): \(status)") }
      let report = await daemon.cycle()
      if report.counts.repaired != 1 { Issue.record("\(key): \(report.counts), \(report.problemMessages)") }
    }
    #expect(await daemon.cycle().isQuiet)

    // Everything leaves Git, and comes back by a revert.
    try await examples.removeAll()
    var gone = await daemon.cycle()
    // Servers keep some things until others are gone.
    for _ in 0..<2 where gone.counts.failed > 0 || gone.counts.notDone > 0 { gone = await daemon.cycle() }
    #expect(gone.failureMessages == [])
    #expect(try await examples.owned(daemon).isEmpty)
    try await world.repository.git("revert", "--no-edit", "HEAD")
    try await world.repository.push()
    let returned = await daemon.cycle()
    #expect(returned.failureMessages == [])
    #expect(try await examples.owned(daemon) == keys)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  @Test func newestServer() async throws {
    try await live(try await ExampleWorld("examples", version: "12.4"))
  }

  /// Without what came later.
  @Test func olderServer() async throws {
    try await live(
      try await ExampleWorld(
        "examples", version: "10.4", leftOut: ["GrafanaManifest.yaml", "GrafanaDashboard/publicSharing.yaml"])
    )
  }

  @Test func kindsOfGrafanaOperator4() async throws {
    try await live(try await ExampleWorld("examples-v4", version: "8.4", alerting: .legacy))
    try await live(try await ExampleWorld("examples-v4", version: "10.4"))
  }
}
