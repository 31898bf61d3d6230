import Foundation
import TestSupport
import Testing

/// Promise 11: `why OBJECT` answers with file, line, commit, author, last apply, last drift and next action.
@Suite(.enabled(if: Program.isBuilt, "the sluice program is not built beside the tests"))
struct Promise11EveryActionExplainsItself {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  @Test func whyTellsTheWholeStory() async throws {
    let world = try await World()
    try await world.push(["team.yaml": Manifest.folder()], message: "begin")
    let commit = try await world.push(
      ["boards/a.yaml": Manifest.dashboard("a", title: "Alpha")], message: "show the CPU", author: "Grace")
    try await Program.apply(world)
    let written = "boards/a.yaml:1, last changed by Grace in \(commit.prefix(7)) \"show the CPU\""
    #expect(
      try await why(world, "dashboard/a") == """
        Team / Alpha is as committed.
          object      GrafanaDashboard monitoring/a in prod
          written in  \(written)
          workspace   uid a, version 1, saved by Sluice (time); never edited by anybody else
          needs       folder Team (ready)
          next        nothing to do

        """)

    #expect(world.act("DELETE", "/api/dashboards/uid/a") == 200)
    try await Program.apply(world)
    #expect(
      try await why(world, "dashboard/a") == """
        Team / Alpha is as committed.
          object      GrafanaDashboard monitoring/a in prod
          written in  \(written)
          workspace   uid a, version 1, saved by Sluice (time); deleted in Grafana, seen (time)
          needs       folder Team (ready)
          next        nothing to do

        """)

    let broken = Manifest.dashboard("a", title: "Alpha").replacingOccurrences(
      of: "\"panels\": [", with: "\"panels\": oops [")
    let wrong = try await world.push(["boards/a.yaml": broken], message: "break it", author: "Linus")
    try await Program.apply(world, endsWith: 1)
    let held = try await why(world, "dashboard/a")
    #expect(
      held == """
        Team / Alpha is held back: its manifest cannot be applied as it is written.
          object      GrafanaDashboard monitoring/a in prod
          written in  boards/a.yaml:12, last changed by Linus in \(wrong.prefix(7)) "break it"
          workspace   uid a, version 1, saved by Sluice (time); deleted in Grafana, seen (time)
          needs       folder Team (ready)
          next        it is applied as soon as a commit mends the manifest

        error: GrafanaDashboard monitoring/a: spec.json is not JSON
          boards/a.yaml:12:17

        """)

    // What left Git is told too, with the commit that removed it.
    let removal = try await world.push(["boards/a.yaml": nil], message: "remove it", author: "Grace")
    try await Program.apply(world)
    let removed = try await why(world, "dashboard/a")
    #expect(removed.hasPrefix("Alpha is no longer in Git.\n"))
    let events = try await sluice(world, "events", "dashboard/a")
    #expect(
      events.hasSuffix("  delete: no longer in Git since \(removal.prefix(7))"))
  }

  /// The whole text, with `(time)` for what the clock says.
  private func why(_ world: World, _ object: String) async throws -> String {
    try await sluice(world, "why", object) + "\n"
  }

  private func sluice(_ world: World, _ command: String, _ object: String) async throws -> String {
    let output = try await GitProgram.run(
      Program.path, [command, object, "--state", world.statePath, "--environment", "prod"])
    return output.replacing(#/just now|\d+ (seconds?|minutes?) ago/#, with: "(time)")
  }
}
