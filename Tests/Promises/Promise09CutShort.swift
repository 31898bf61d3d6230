import Base
import Foundation
import GrafanaEmulator
import Report
import Store
import TestSupport
import Testing

/// Promise 9, where the program itself ends a call: that is no fault of the workspace, and nobody is told that it were.
@Suite struct Promise09CutShort {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  /// One workspace is done and another is still asked, or still written to, when the program stops.
  @Test(arguments: [("GET", "/api/health"), ("POST", WritePath.folders)])
  func aStopBlamesNoWorkspace(method: String, path: String) async throws {
    let world = try await World()
    let silent = try GrafanaEmulator(
      version: "12.4", adminPassword: SecretValue("admin"),
      faults: FaultPlan([FaultRule(method: method, path: path, .latency(milliseconds: 600_000))]))
    defer { silent.stop() }
    try world.folder.write(
      silent.makeToken(named: "sluice", role: .admin).revealed, to: "secrets/monitoring/silent/token")
    let other = world.instance.replacing(world.workspace.url, with: silent.url)
      .replacing("name: prod", with: "name: silent").replacing(
        "name: grafana, key", with: "name: silent, key"
      )
      .replacing("timeout: 120", with: "timeout: 600")
    try await world.push([
      "silent.yaml": other, "team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a"),
    ])
    let daemon = try await world.start { $0.timeout = .seconds(600) }
    let cycle = Task { await daemon.loop.once() }
    let done = TargetName(environment: "prod", name: world.workspace.url)
    let isReached = try await eventually {
      try await daemon.state.store.inventory(of: done).count == 2
        && silent.requests.contains { $0.method == method && $0.target == path }
    }
    #expect(isReached)
    cycle.cancel()
    let report = await cycle.value
    #expect(report.targets.allSatisfy { $0.failure == nil })
    let note = try await daemon.noteText(in: world)
    #expect(note.hasPrefix("failure · prod · 2 created"), "\(note)")
    #expect(
      note.contains("\ncut short ") && note.contains(": the cycle was ended before its work was done\n"),
      "\(note)")
    let events = try await daemon.state.store.events(about: nil, limit: 100).map(\.message)
    for text in [note, CycleText.render(report, now: report.started)] + world.log.lines + events {
      #expect(!text.contains("cancelled") && !text.contains("see that spec.external.url"), "\(text)")
      #expect(!text.contains("GET /api/health:"), "\(text)")
    }
    await daemon.stop()
  }
}

extension Daemon {
  /// The note of the newest commit as the mirror has it, pushed or not.
  fileprivate func noteText(in world: World) async throws -> String {
    try await GitProgram.run(
      "git",
      [
        "--git-dir", world.statePath + "/prod/mirror/notes.git", "notes", "--ref=sluice", "show",
        try await world.repository.git("rev-parse", "HEAD"),
      ])
  }
}
