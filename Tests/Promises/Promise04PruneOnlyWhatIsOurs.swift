import Documents
import Report
import Testing

/// Promise 4: prune deletes only what Sluice owns, and never a surprise.
@Suite struct Promise04PruneOnlyWhatIsOurs {
  @Test(arguments: ["9.3", "12.4"])
  func foreignObjectsStay(version: String) async throws {
    let world = try World(version: version)
    try world.push([
      "team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a"), "b.yaml": Manifest.dashboard("b"),
      "c.yaml": Manifest.dashboard("c"), "d.yaml": Manifest.dashboard("d", folder: nil),
    ])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    #expect(
      world.act(
        "POST", "/api/dashboards/db",
        ["dashboard": ["uid": "theirs", "title": "Theirs"], "folderUid": "team"]) == 200)
    try world.push([
      "team.yaml": nil, "a.yaml": Manifest.dashboard("a", folder: nil),
      "b.yaml": Manifest.dashboard("b", folder: nil),
      "c.yaml": nil,
    ])
    let report = await daemon.cycle()
    #expect(world.status("/api/dashboards/uid/c") == 404)
    #expect(world.status("/api/dashboards/uid/theirs") == 200)
    #expect(world.status("/api/folders/team") == 200)
    #expect(
      report.findings.map(\.message) == [
        "folder \"Team\" is no longer in Git but stays: it holds dashboard \"Theirs\""
      ])
    await daemon.stop()
  }

  @Test func emptyRenderStopsAndAsks() async throws {
    let world = try World()
    try world.push(["team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a")])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    try world.push(["team.yaml": nil, "a.yaml": nil])
    let stopped = await daemon.cycle()
    #expect(stopped.state == .failure)
    #expect(stopped.pruneStops.first?.cause == .emptyRender)
    #expect(world.status("/api/dashboards/uid/a") == 200)
    try world.push([:], message: "yes, really\n\nSluice-Allow-Prune: yes")
    let allowed = await daemon.cycle()
    #expect(allowed.counts.deleted == 2)
    #expect(world.status("/api/dashboards/uid/a") == 404)
    #expect(world.status("/api/folders/team") == 404)
    await daemon.stop()
  }

  @Test func vanishedPathStopsAndAsks() async throws {
    let world = try World()
    let files = ["prod/grafana.yaml": world.instance, "prod/a.yaml": Manifest.dashboard("a", folder: nil)]
    try world.push(files)
    let daemon = try await world.start { $0.path = "prod" }
    _ = await daemon.cycle()
    #expect(world.status("/api/dashboards/uid/a") == 200)
    try world.push(["prod/grafana.yaml": nil, "prod/a.yaml": nil, "other.yaml": "a: 1"])
    let report = await daemon.cycle()
    #expect(report.findings.first?.code == "path-missing")
    #expect(report.state == .failure)
    #expect(world.status("/api/dashboards/uid/a") == 200)
    await daemon.stop()
  }

  @Test func movedManifestsAreFoundByIdentity() async throws {
    let world = try World()
    try world.push(["team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a")])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    try world.push(["a.yaml": nil, "deep/elsewhere.yaml": Manifest.dashboard("a")])
    let report = await daemon.cycle()
    #expect(report.counts.deleted == 0)
    #expect(report.counts.created == 0)
    #expect(try world.dashboard("a")["meta"]?["version"] == 1)
    await daemon.stop()
  }
}
