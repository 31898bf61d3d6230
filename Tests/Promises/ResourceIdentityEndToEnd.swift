import Documents
import Report
import TestSupport
import Testing

/// One object of the workspace is one object, however its manifests say it.
@Suite struct ResourceIdentityEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let dashboard = Manifest.dashboard("board", uid: "wall", title: "Board")

  @Test func twoKindsOfManifestForOneDashboardAreAnError() async throws {
    let world = try await World()
    try await world.push(["team.yaml": Manifest.folder(), "api.yaml": ResourceManifest.dashboard()])
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    let before = try world.get(ResourceManifest.path)["metadata"]

    try await world.push(["board.yaml": Self.dashboard])
    let problem = "two manifests are the same dashboard wall: api.yaml:1 and board.yaml:1"
    for _ in 0..<2 {
      let report = await daemon.cycle()
      #expect(report.problemMessages == [problem, problem])
      #expect(report.counts.updated + report.counts.repaired + report.counts.deleted == 0)
    }
    #expect(try world.get(ResourceManifest.path)["metadata"] == before)
    await daemon.stop()
  }

  @Test func aNamespaceThatIsSaidIsNoOtherObject() async throws {
    let world = try await World()
    let said = ResourceManifest.dashboard(manifest: "said", metadata: "namespace: default")
    try await world.push(["team.yaml": Manifest.folder(), "api.yaml": ResourceManifest.dashboard()])
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    try await world.push(["said.yaml": said])
    #expect(
      Set(await daemon.cycle().problemMessages) == [
        "two manifests are the same dashboard wall: api.yaml:1 and said.yaml:1"
      ])
    // Saying it is no new object, whose making would be followed by the deletion of the old one.
    try await world.push(["api.yaml": nil])
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.deleted == 0)
    #expect(world.status(ResourceManifest.path) == 200)
    await daemon.stop()
  }

  @Test(arguments: [true, false])
  func theOtherKindOfManifestGoesOnWithTheObject(toTheAPI: Bool) async throws {
    let world = try await World()
    let ways = ["board.yaml": Self.dashboard, "api.yaml": ResourceManifest.dashboard()]
    let (first, second) = toTheAPI ? ("board.yaml", "api.yaml") : ("api.yaml", "board.yaml")
    try await world.push(["team.yaml": Manifest.folder(), first: ways[first]])
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    let uid = try world.get(ResourceManifest.path)["metadata"]?["uid"]

    try await world.push([first: nil, second: ways[second]])
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.deleted == 0)
    #expect(try world.get(ResourceManifest.path)["metadata"]?["uid"] == uid)
    #expect(
      try world.get(ResourceManifest.path)["spec"]?["title"]?.stringValue == (toTheAPI ? "Wall" : "Board"))
    #expect(await daemon.cycle().isQuiet)

    try await world.push([second: nil])
    #expect(await daemon.cycle().counts.deleted == 1)
    #expect(world.status(ResourceManifest.path) == 404)
    await daemon.stop()
  }
}
