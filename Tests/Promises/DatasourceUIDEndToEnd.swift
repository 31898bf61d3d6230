import Documents
import Report
import TestSupport
import Testing

/// Another uid makes another data source: the old one goes when the new one is there, as far as its name lets it.
@Suite struct DatasourceUIDEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  @Test(arguments: ["8.4", "9.3", "10.4", "12.4"])
  func anotherUIDIsAPlannedReplacement(version: String) async throws {
    let world = try await World(version: version)
    func files(_ uid: String) -> [String: String?] {
      [
        "amp.yaml": Manifest.datasource("amp", uid: uid, extra: "isDefault: true"),
        "board.yaml": Manifest.dashboard("board", folder: nil).replacing(
          "\"type\": \"timeseries\",",
          with: "\"type\": \"timeseries\", \"datasource\": {\"uid\": \"\(uid)\"},"),
      ]
    }
    try await world.push(files("old"))
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    try await world.push(files("new"))
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.failureMessages == [])
    #expect(report.counts.created == 1 && report.counts.deleted == 1 && report.counts.updated == 1)
    #expect(world.status("/api/datasources/uid/old") == 404)
    #expect(try world.get("/api/datasources/uid/new")["name"] == "amp")
    #expect(await daemon.cycle().isQuiet)
    try await world.repository.git("revert", "--no-edit", "HEAD")
    try await world.repository.push()
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try world.get("/api/datasources/uid/old")["isDefault"] == true)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }
}
