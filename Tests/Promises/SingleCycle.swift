import Report
import TestSupport
import Testing

/// A single cycle has no later ones to leave anything to: it verifies also what no listing shows.
@Suite(.enabled(if: Program.isBuilt, "the sluice program is not built beside the tests"))
struct SingleCycle {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  @Test func applySeesAnEditThatListingsDoNotShow() async throws {
    let world = try await World(version: "9.3")
    try await world.push([
      "team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a"), "b.yaml": Manifest.dashboard("b"),
    ])
    try await Program.apply(world)
    for uid in ["a", "b"] {
      let model = try world.dashboard(uid)["dashboard"]?.merging(patch: ["panels": []]) ?? .null
      #expect(world.act("POST", "/api/dashboards/db", ["dashboard": model, "folderUid": "team"]) == 200)
    }
    try await Program.apply(world)
    for uid in ["a", "b"] {
      #expect(try world.dashboard(uid)["dashboard"]?["panels"]?[0]?["title"] == "CPU")
    }
  }
}
