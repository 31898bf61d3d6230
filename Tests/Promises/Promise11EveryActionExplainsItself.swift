import Documents
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
    #expect(try await Program.apply(world) == .exited(0))
    let answer = try await why(world, "dashboard/a")
    #expect(answer["name"] == "Team / Alpha" || answer["title"] == "Alpha", "\(JSONWriter.string(answer))")
    let text = JSONWriter.string(answer)
    for fact in ["boards/a.yaml", "Grace", "show the CPU", String(commit.prefix(7)), "GrafanaDashboard"] {
      #expect(text.contains(fact), "\(fact) is missing in \(text)")
    }

    #expect(world.act("DELETE", "/api/dashboards/uid/a") == 200)
    #expect(try await Program.apply(world) == .exited(0))
    #expect(JSONWriter.string(try await why(world, "dashboard/a")).contains("deleted in Grafana"))

    let broken = Manifest.dashboard("a", title: "Alpha").replacingOccurrences(
      of: "\"panels\": [", with: "\"panels\": oops [")
    try await world.push(["boards/a.yaml": broken], message: "break it", author: "Grace")
    #expect(try await Program.apply(world) == .exited(1))
    #expect(JSONWriter.string(try await why(world, "dashboard/a")).contains("spec.json is not JSON"))
  }

  private func why(_ world: World, _ object: String) async throws -> JSON {
    let output = try await GitProgram.run(
      Program.path, ["why", object, "--state", world.statePath, "--environment", "prod", "-o", "json"])
    return try JSONParser.parse(output)
  }
}
