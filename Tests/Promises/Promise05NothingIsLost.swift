import Documents
import Reconcile
import Report
import TestSupport
import Testing

/// Promise 5: before Sluice overwrites or deletes what it did not write, it keeps a copy, and `restore` brings it back.
@Suite struct Promise05NothingIsLost {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  @Test(arguments: ["9.3", "12.4"])
  func foreignEditIsKeptBeforeItIsRepaired(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(["team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a")])
    let daemon = try await world.start { $0.verificationRounds = 1 }
    _ = await daemon.cycle()
    var model = try world.dashboard("a")["dashboard"] ?? .null
    model = model.merging(patch: ["panels": [], "tags": ["mine"]])
    #expect(world.act("POST", "/api/dashboards/db", ["dashboard": model, "folderUid": "team"]) == 200)
    let report = await daemon.cycle()
    #expect(report.counts.repaired == 1)
    #expect(try world.dashboard("a")["dashboard"]?["panels"]?[0]?["title"] == "CPU")
    let copies = try await daemon.state.store.copies(named: "a")
    #expect(copies.count == 1)
    let body = try await daemon.state.store.body(ofCopy: try #require(copies.first).id)
    #expect(try JSONParser.parse(try #require(body))["dashboard"]?["tags"] == ["mine"])

    try await daemon.reconciler.restore(copy: try #require(copies.first).id)
    #expect(try world.dashboard("a")["dashboard"]?["tags"] == ["mine"])
    await daemon.stop()
  }

  /// Neither makes a version of the dashboard.
  @Test func permissionsAndLinkAreKeptBeforeTheyAreRepaired() async throws {
    let world = try await World()
    let annotation =
      #"annotations: {sluice.dev/permissions: '{"items": [{"role": "Viewer", "permission": 1}]}'}"#
    let manifest = Manifest.dashboard("a", folder: nil, extra: "publicSharing: {enabled: true}").replacing(
      "namespace: monitoring}", with: "namespace: monitoring, \(annotation)}")
    try await world.push(["a.yaml": manifest])
    let daemon = try await world.start { $0.verificationRounds = 1 }
    #expect(await daemon.cycle().problemMessages == [])
    let permissions = "/api/dashboards/uid/a/permissions"
    let link = "/api/dashboards/uid/a/public-dashboards"
    func roles() throws -> [JSON?] {
      (try world.get(permissions).arrayValue ?? []).filter { $0["inherited"] != true }.map { $0["role"] }
    }
    let opened: JSON = ["items": [["role": "Editor", "permission": 2]]]
    #expect(world.act("POST", permissions, opened) == 200)
    let uid = try world.get(link)["uid"]?.stringValue ?? ""
    #expect(world.act("PATCH", "\(link)/\(uid)", ["annotationsEnabled": true]) == 200)
    #expect(await daemon.cycle().counts.repaired == 1)
    #expect(try roles() == ["Viewer"])
    let copy = try #require(try await daemon.state.store.copies(named: "a").first)
    try await daemon.reconciler.restore(copy: copy.id)
    #expect(try roles() == ["Editor"])
    #expect(try world.get(link)["annotationsEnabled"] == true)
    #expect(try world.get(link)["uid"]?.stringValue == uid)
    await daemon.stop()
  }

  @Test func adoptedObjectIsKeptAsItWas() async throws {
    let world = try await World()
    #expect(
      world.act(
        "POST", "/api/dashboards/db", ["dashboard": ["uid": "a", "title": "By hand", "tags": ["old"]]]) == 200
    )
    try await world.push(["team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a")])
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(report.counts.moved == 1)
    let copies = try await daemon.state.store.copies(named: "a")
    #expect(copies.map(\.copy.title) == ["By hand"])
    await daemon.stop()
  }

  @Test func deletedObjectsCanBeRestored() async throws {
    let world = try await World()
    try await world.push([
      "team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a"), "b.yaml": Manifest.dashboard("b"),
      "s.yaml": Manifest.datasource("amp"), "t.yaml": Manifest.datasource("amp2"),
    ])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    try await world.push(["a.yaml": nil, "s.yaml": nil])
    #expect(await daemon.cycle().counts.deleted == 2)
    for (name, path) in [("a", "/api/dashboards/uid/a"), ("amp", "/api/datasources/uid/amp")] {
      #expect(world.status(path) == 404)
      let copy = try #require(try await daemon.state.store.copies(named: name).first)
      try await daemon.reconciler.restore(copy: copy.id)
      #expect(world.status(path) == 200)
    }
    await daemon.stop()
  }

  /// What lay in a folder that is gone is put back after that folder.
  @Test func whatLiesInAFolderThatIsGoneComesAfterIt() async throws {
    let world = try await World()
    #expect(world.act("POST", "/api/folders", ["uid": "team", "title": "Ours"]) == 200)
    let board: JSON = ["dashboard": ["uid": "a", "title": "By hand"], "folderUid": "team"]
    #expect(world.act("POST", "/api/dashboards/db", board) == 200)
    try await world.push(["team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a")])
    let daemon = try await world.start()
    #expect(await daemon.cycle().counts.updated == 2)
    #expect(world.act("DELETE", "/api/folders/team") == 200)
    let dashboard = try #require(try await daemon.state.store.copies(named: "a").first)
    let folder = try #require(try await daemon.state.store.copies(named: "team").first)
    let failure = await thrown(RestoreFailure.self) {
      try await daemon.reconciler.restore(copy: dashboard.id)
    }
    #expect(failure?.message == "the folder \"Ours\" (uid team), which dashboard/a lay in, is gone")
    #expect(failure?.remedy == "restore that one first: sluice restore folder/team")
    for copy in [folder, dashboard] { try await daemon.reconciler.restore(copy: copy.id) }
    #expect(try world.dashboard("a")["dashboard"]?["title"] == "By hand")
    #expect(try world.get("/api/folders/team")["title"] == "Ours")
    await daemon.stop()
  }
}
