import Documents
import Foundation
import Report
import TestSupport
import Testing

/// Promise 10: objects are matched by uid first, by title only to adopt; an object that is not ours is never removed or
/// overwritten to make room.
@Suite struct Promise10TitlesNeverDelete {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  /// Servers up to 11.2 overwrite the other dashboard when one is saved with `overwrite` under a taken title.
  @Test func takenTitleIsAnErrorThatNamesBoth() async throws {
    let world = try await World(version: "9.3")
    #expect(world.act("POST", "/api/folders", ["uid": "team", "title": "Team"]) == 200)
    #expect(
      world.act(
        "POST", "/api/dashboards/db",
        ["dashboard": ["uid": "theirs", "title": "Node  Overview"], "folderUid": "team"])
        == 200)
    try await world.push([
      "team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a", title: "Node Overview"),
    ])
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(report.state == .failure)
    let finding = try #require(report.findings.first { $0.code == "title-taken" })
    #expect(finding.message.contains("\"Node  Overview\"") && finding.message.contains("uid theirs"))
    #expect(finding.location?.file == "a.yaml")
    #expect(try world.dashboard("theirs")["meta"]?["version"] == 1)
    #expect(world.status("/api/dashboards/uid/a") == 404)
    await daemon.stop()
  }

  @Test func equalTitlesStandSideBySideWhereTheServerAllowsIt() async throws {
    let world = try await World(version: "12.4")
    #expect(
      world.act("POST", "/api/dashboards/db", ["dashboard": ["uid": "theirs", "title": "Node"]]) == 200)
    try await world.push(["a.yaml": Manifest.dashboard("a", title: "Node", folder: nil)])
    let daemon = try await world.start()
    #expect(await daemon.cycle().state == .success)
    #expect(world.status("/api/dashboards/uid/a") == 200)
    #expect(try world.dashboard("theirs")["meta"]?["version"] == 1)
    await daemon.stop()
  }

  @Test(arguments: ["9.3", "12.4"])
  func objectWithoutUIDIsTakenOverByItsTitleAndKeepsItsUID(version: String) async throws {
    let world = try await World(version: version)
    #expect(world.act("POST", "/api/folders", ["uid": "old-folder", "title": "team"]) == 200)
    #expect(
      world.act(
        "POST", "/api/dashboards/db",
        ["dashboard": ["uid": "old", "title": "Node"], "folderUid": "old-folder"]) == 200)
    let manifest = Manifest.dashboard("a", title: "Node", folder: "folder: Team")
      .replacingOccurrences(of: "\"uid\": \"a\",", with: "")
    try await world.push(["a.yaml": manifest])
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(report.state == .success)
    #expect(report.counts.created == 0)
    #expect(try world.dashboard("old")["dashboard"]?["panels"]?[0]?["title"] == "CPU")
    #expect(try world.dashboard("old")["meta"]?["folderUid"] == "old-folder")
    await daemon.stop()
  }

  @Test func dashboardsMoveInPlaceAndKeepTheirHistory() async throws {
    let world = try await World()
    try await world.push(["team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a", folder: nil)])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    try await world.push(["a.yaml": Manifest.dashboard("a")], message: "move it", author: "Grace")
    let report = await daemon.cycle()
    #expect(report.counts.moved == 1)
    #expect(try world.dashboard("a")["meta"]?["folderUid"] == "team")
    let versions = try world.get("/api/dashboards/uid/a/versions")["versions"]?.arrayValue ?? []
    #expect(versions.count == 2)
    let message = try #require(versions.first?["message"]?.stringValue)
    #expect(message.hasSuffix(" a.yaml, Grace: move it"))
    await daemon.stop()
  }
}
