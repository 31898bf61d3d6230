import Documents
import Report
import TestSupport
import Testing

/// Objects of the Kubernetes-style API, from Git to the workspace and back.
@Suite struct ResourcesEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let path = ResourceManifest.path
  @Test func comesIntoBeingChangesAndGoes() async throws {
    let world = try await World()
    try await world.push(["wall.yaml": ResourceManifest.dashboard(), "team.yaml": Manifest.folder()])
    let daemon = try await world.start()
    let first = await daemon.cycle()
    #expect(first.problemMessages == [])
    #expect(first.counts.created == 2)
    #expect(try world.get(Self.path)["spec"]?["title"] == "Wall")
    #expect(try world.get(Self.path)["metadata"]?["annotations"]?["team"] == "ops")
    // What the server fills in is no drift.
    #expect(try world.get(Self.path)["spec"]?["schemaVersion"] != nil)
    #expect(await daemon.cycle().isQuiet)

    // A member that leaves Git leaves the object.
    try await world.push(["wall.yaml": ResourceManifest.dashboard(spec: "{title: Wall 2}")])
    let second = await daemon.cycle()
    #expect(second.problemMessages == [])
    #expect(second.counts.updated == 1)
    #expect(try world.get(Self.path)["spec"]?["title"] == "Wall 2")
    #expect(try world.get(Self.path)["spec"]?["tags"]?.arrayValue ?? [] == [])
    #expect(await daemon.cycle().isQuiet)

    // An edit is put back, and kept.
    let edited = try world.get(Self.path).merging(patch: ["spec": ["title": "By hand"]])
    #expect(world.act("PUT", Self.path, edited) == 200)
    let third = await daemon.cycle()
    #expect(third.counts.repaired == 1)
    #expect(try world.get(Self.path)["spec"]?["title"] == "Wall 2")

    // Another name is another object.
    try await world.push(["wall.yaml": ResourceManifest.dashboard("hall", spec: "{title: Hall}")])
    let fourth = await daemon.cycle()
    #expect(fourth.problemMessages == [])
    #expect(world.status(Self.path) == 404)
    #expect(world.status(Self.path.replacing("/wall", with: "/hall")) == 200)

    try await world.push(["wall.yaml": nil])
    #expect(await daemon.cycle().counts.deleted == 1)
    #expect(world.status(Self.path.replacing("/wall", with: "/hall")) == 404)
    await daemon.stop()
  }

  @Test func anObjectOfTheNameIsTakenOver() async throws {
    let world = try await World()
    let theirs: JSON = [
      "apiVersion": "dashboard.grafana.app/v1beta1", "kind": "Dashboard",
      "metadata": ["name": "wall", "annotations": ["theirs": "x"]], "spec": ["title": "Theirs"],
    ]
    #expect(world.act("POST", Self.path.replacing("/wall", with: ""), theirs) == 201)
    try await world.push(["wall.yaml": ResourceManifest.dashboard()])
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.updated == 1)
    #expect(try world.get(Self.path)["spec"]?["title"] == "Wall")
    // What somebody else has noted on it stays.
    #expect(try world.get(Self.path)["metadata"]?["annotations"]?["theirs"] == "x")
    #expect(try await daemon.state.store.copies(named: "dashboard.grafana.app/Dashboard/wall").count == 1)
    await daemon.stop()
  }

  @Test func whatIsNotServedIsNamed() async throws {
    let world = try await World()
    try await world.push(["wall.yaml": ResourceManifest.dashboard(kind: "Carpet")])
    let daemon = try await world.start()
    #expect(
      await daemon.cycle().problemMessages == [
        "write Carpet wall: the workspace serves no kind Carpet in dashboard.grafana.app/v1beta1; GET /apis lists what it "
          + "serves"
      ])
    await daemon.stop()
    let old = try await World(version: "10.4")
    try await old.push(["wall.yaml": ResourceManifest.dashboard()])
    let other = try await old.start()
    let messages = await other.cycle().problemMessages
    #expect(messages.count == 1)
    #expect(
      messages[0].hasSuffix("has no Kubernetes-style API, which GrafanaManifest needs; 12.0 and newer have"))
    await other.stop()
  }
}
