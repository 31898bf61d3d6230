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
    let report = await daemon.cycle()
    #expect(
      report.problemMessages == ["the workspace serves no kind Carpet in dashboard.grafana.app/v1beta1"])
    #expect(report.targets.flatMap(\.problems).compactMap(\.remedy) == ["it has Dashboard"])
    #expect(report.targets.flatMap(\.outcomes).isEmpty)
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

  static let notServed = [
    (
      "dashboard.grafana.app/v9",
      "the workspace does not serve dashboard.grafana.app/v9, which Dashboard wall is written in",
      "of dashboard.grafana.app it serves v1beta1, v0alpha1, v2beta1, v2alpha1"
    ),
    (
      "dashbord.grafana.app/v1",
      "the workspace does not serve dashbord.grafana.app/v1, which Dashboard wall is written in, did you mean "
        + "dashboard.grafana.app?",
      "it serves collections.grafana.app, dashboard.grafana.app, example.grafana.app, features.grafana.app, folder.grafana.app, "
        + "iam.grafana.app, notifications.alerting.grafana.app, playlist.grafana.app, plugins.grafana.app, "
        + "preferences.grafana.app, userstorage.grafana.app"
    ),
  ]

  @Test(arguments: notServed)
  func versionsAndGroupsThatAreNotServed(version: String, message: String, remedy: String) async throws {
    let world = try await World()
    try await world.push([
      "wall.yaml": ResourceManifest.dashboard(version: version), "team.yaml": Manifest.folder(),
    ])
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(report.problemMessages == [message])
    #expect(report.targets.flatMap(\.problems).compactMap(\.remedy) == [remedy])
    // Nothing else waits for it.
    #expect(report.counts.created == 1)
    await daemon.stop()
  }

  @Test func aMissingFolderIsAnErrorBeforeAnythingIsWritten() async throws {
    let world = try await World()
    let wall = ResourceManifest.dashboard(metadata: "annotations: {grafana.app/folder: team}")
    try await world.push(["wall.yaml": wall])
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(
      report.problemMessages == [
        "spec.template.metadata.annotations.grafana.app/folder names the folder team, which is neither in the workspace nor "
          + "in this repository"
      ])
    #expect(
      report.targets.flatMap(\.problems).map { $0.location?.fileAndLine } == [
        "wall.yaml:1"
      ])
    #expect(world.status(Self.path) == 404)

    // With its folder it comes, and both go together.
    try await world.push([
      "team.yaml": Manifest.folder(), "keep.yaml": Manifest.folder("keep", title: "Keep"),
    ])
    let second = await daemon.cycle()
    #expect(second.problemMessages == [])
    #expect(second.targets.flatMap(\.outcomes).map(\.action.key.kind.name).last == "resource")
    #expect(try world.dashboard("wall")["meta"]?["folderUid"] == "team")
    #expect(await daemon.cycle().isQuiet)
    try await world.push([
      "more.yaml": Manifest.folder("more", title: "More"),
      "most.yaml": Manifest.folder("most", title: "Most"),
    ])
    #expect(await daemon.cycle().problemMessages == [])
    try await world.push(["team.yaml": nil, "wall.yaml": nil])
    let last = await daemon.cycle()
    #expect(last.problemMessages == [])
    #expect(last.counts.deleted == 2)
    await daemon.stop()
  }

  /// What names a dashboard comes after it, whichever way it is given.
  @Test func theHomeDashboardMayComeFromHere() async throws {
    let world = try await World()
    try await world.push([
      "wall.yaml": ResourceManifest.dashboard(),
      "grafana.yaml": world.instance + "\n  preferences: {homeDashboardUid: wall}",
    ])
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(try world.get("/api/org/preferences")["homeDashboardUID"] == "wall")
    await daemon.stop()
  }

  @Test func whatItsDashboardNamesHasToBeThere() async throws {
    let world = try await World()
    let spec = "{title: Wall, panels: [{title: CPU, type: timeseries, datasource: {uid: amp}}]}"
    try await world.push(["wall.yaml": ResourceManifest.dashboard(spec: spec)])
    let daemon = try await world.start()
    #expect(
      await daemon.cycle().problemMessages == [
        "it names the datasource amp, which is neither in the workspace nor in this repository"
      ])
    try await world.push(["amp.yaml": Manifest.datasource("amp")])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(world.status(Self.path) == 200)
    await daemon.stop()
  }
}
