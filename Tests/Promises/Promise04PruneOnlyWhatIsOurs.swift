import Documents
import Foundation
import GrafanaEmulator
import Report
import TestSupport
import Testing

/// Promise 4: prune deletes only what Sluice owns, and never a surprise.
@Suite struct Promise04PruneOnlyWhatIsOurs {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  @Test(arguments: ["9.3", "12.4"])
  func foreignObjectsStay(version: String) async throws {
    let world = try await World(version: version)
    try await world.push([
      "team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a"), "b.yaml": Manifest.dashboard("b"),
      "c.yaml": Manifest.dashboard("c"), "d.yaml": Manifest.dashboard("d", folder: nil),
    ])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    #expect(
      world.act(
        "POST", "/api/dashboards/db",
        ["dashboard": ["uid": "theirs", "title": "Theirs"], "folderUid": "team"]) == 200)
    try await world.push([
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

  @Test(arguments: ["9.3", "12.4"])
  func foldersGoAfterWhatWasInThem(version: String) async throws {
    let world = try await World(version: version)
    try await world.push([
      "team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a"),
      "b.yaml": Manifest.dashboard("b", folder: nil), "c.yaml": Manifest.dashboard("c", folder: nil),
    ])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    try await world.push(["team.yaml": nil, "a.yaml": nil])
    let report = await daemon.cycle()
    #expect(report.counts.deleted == 2)
    #expect(report.findings == [])
    #expect(world.status("/api/folders/team") == 404)
    #expect(world.status("/api/dashboards/uid/a") == 404)
    await daemon.stop()
  }

  /// Somebody puts a dashboard into the folder after the listing was read.
  @Test func folderThatFillsInTheMiddleStays() async throws {
    let world = try await World()
    try await world.push([
      "team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a"),
      "b.yaml": Manifest.dashboard("b", folder: nil), "c.yaml": Manifest.dashboard("c", folder: nil),
    ])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    try await world.push(["team.yaml": nil, "a.yaml": nil])
    // The deletion of `a` is not answered before somebody has worked.
    world.workspace.use(
      FaultPlan([FaultRule(method: "DELETE", path: "/api/dashboards/uid/a", .latency(milliseconds: 600_000))])
    )
    async let cycle = daemon.cycle()
    #expect(await eventually { world.workspace.requests.contains { $0.method == "DELETE" } })
    let late: JSON = ["dashboard": ["uid": "late", "title": "Late"], "folderUid": "team"]
    #expect(world.act("POST", "/api/dashboards/db", late) == 200)
    #expect(await eventually { world.workspace.releaseAnswers() > 0 })
    let report = await cycle
    let text = CycleText.render(report, now: report.started)
    #expect(text.contains("the folder still holds 1 object,"), "\(text)")
    #expect(world.status("/api/dashboards/uid/late") == 200)
    #expect(world.status("/api/folders/team") == 200)
    await daemon.stop()
  }

  @Test(arguments: ["9.3", "12.4"])
  func twoManifestsOfOneWorkspaceKeepEachOthersObjects(version: String) async throws {
    let world = try await World(version: version)
    let token = world.workspace.makeToken(named: "other", role: .admin)
    try world.folder.write(token.revealed, to: "secrets/payments/grafana/token")
    // Selectors stay in their namespace, so each namespace has a manifest of its own; one may write the slash.
    func inPayments(_ text: String) -> String {
      text.replacingOccurrences(of: "namespace: monitoring", with: "namespace: payments")
        .replacingOccurrences(of: world.workspace.url, with: world.workspace.url + "/")
    }
    try await world.push([
      "team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a"),
      "payments/grafana.yaml": inPayments(world.instance),
      "payments/b.yaml": inPayments(Manifest.dashboard("b", folder: "folder: Payments")),
      "payments/c.yaml": inPayments(Manifest.dashboard("c", folder: "folder: Payments")),
      "payments/d.yaml": inPayments(Manifest.dashboard("d", folder: nil)),
    ])
    let daemon = try await world.start()
    let first = await daemon.cycle()
    #expect(first.targets.map(\.name).filter { $0.hasPrefix("http") } == [world.workspace.url])
    #expect(
      first.findings.map(\.message) == [
        "Grafana payments/prod and Grafana monitoring/prod (grafana.yaml:1) name the same workspace, "
          + "\(world.workspace.url), with other credentials; those of Grafana monitoring/prod are used for both"
      ])
    for _ in 0..<2 { #expect(await daemon.cycle().didSomething == false) }
    for uid in ["a", "b", "c", "d"] { #expect(world.status("/api/dashboards/uid/\(uid)") == 200) }

    try await world.push(["payments/c.yaml": nil])
    #expect(await daemon.cycle().counts.deleted == 1)
    for uid in ["a", "b", "d"] { #expect(world.status("/api/dashboards/uid/\(uid)") == 200) }

    // With one of the two gone, what only that one selected is held back, not taken for left over.
    try await world.push(["payments/grafana.yaml": nil])
    let held = await daemon.cycle()
    #expect(held.counts.deleted == 0)
    #expect(held.state == .failure)
    for uid in ["a", "b", "d"] { #expect(world.status("/api/dashboards/uid/\(uid)") == 200) }
    await daemon.stop()
  }

  /// A listing leaves out what the token may not see; that is no sign that it is gone.
  @Test func objectThatOnlyTheListingHidesIsNotForgotten() async throws {
    let world = try await World(version: "9.3")
    let names = ["a", "b", "c"]
    try await world.push(
      Dictionary(uniqueKeysWithValues: names.map { ("\($0).yaml", Manifest.dashboard($0, folder: nil)) }))
    let daemon = try await world.start()
    _ = await daemon.cycle()
    let hits = try world.get("/api/search?limit=5000").arrayValue?.filter { $0["uid"] != "a" } ?? []
    let listing = JSONWriter.string(.array(hits))
    let effect = FaultEffect(
      .answer(status: 200, contentType: "application/json", body: listing, retryAfterSeconds: nil))
    world.workspace.use(FaultPlan([FaultRule(method: "GET", path: "/api/search", effect)]))
    try await world.push(["a.yaml": nil])
    let report = await daemon.cycle()
    #expect(report.findings.map(\.code) == ["hidden"])
    #expect(report.counts.deleted == 0)
    world.workspace.use(FaultPlan([]))
    #expect(await daemon.cycle().counts.deleted == 1)
    #expect(world.status("/api/dashboards/uid/a") == 404)
    await daemon.stop()
  }

  @Test func emptyRenderStopsAndAsks() async throws {
    let world = try await World()
    try await world.push(["team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a")])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    try await world.push(["team.yaml": nil, "a.yaml": nil])
    let stopped = await daemon.cycle()
    #expect(stopped.state == .failure)
    #expect(stopped.pruneStops.first?.cause == .emptyRender)
    #expect(world.status("/api/dashboards/uid/a") == 200)
    try await world.push([:], message: "yes, really\n\nSluice-Allow-Prune: yes")
    let allowed = await daemon.cycle()
    #expect(allowed.counts.deleted == 2)
    #expect(world.status("/api/dashboards/uid/a") == 404)
    #expect(world.status("/api/folders/team") == 404)
    await daemon.stop()
  }

  @Test func vanishedPathStopsAndAsks() async throws {
    let world = try await World()
    try await world.push([
      "prod/grafana.yaml": world.instance, "prod/a.yaml": Manifest.dashboard("a", folder: nil),
      "prod/agent.yaml": AgentManifest.whole,
    ])
    let daemon = try await world.start { $0.path = "prod" }
    _ = await daemon.cycle()
    #expect(world.status("/api/dashboards/uid/a") == 200)
    try await world.push([
      "prod/grafana.yaml": nil, "prod/a.yaml": nil, "prod/agent.yaml": nil, "other.yaml": "a: 1",
    ])
    let report = await daemon.cycle()
    #expect(report.findings.first?.code == "path-missing")
    #expect(report.state == .failure)
    #expect(report.pruneStops.map(\.cause) == [.absence(.path), .absence(.path)])
    #expect(world.status("/api/dashboards/uid/a") == 200)
    try await world.push([:], message: "yes, all of it\n\nSluice-Allow-Prune: yes")
    let answered = await daemon.cycle()
    #expect(answered.counts.deleted == 2, "\(CycleText.render(answered, now: answered.started))")
    #expect(world.status("/api/dashboards/uid/a") == 404)
    #expect(!FileManager.default.fileExists(atPath: world.agentPath + "/monitoring/agent/metrics/agent.yml"))
    await daemon.stop()
  }

  /// The manifest that says how a workspace is reached leaves Git, with or without what is in it.
  @Test(arguments: [true, false]) func workspaceThatIsNoLongerNamedIsAskedFor(isRestarted: Bool) async throws
  {
    let world = try await World()
    try await world.push(["team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a")])
    var daemon = try await world.start()
    _ = await daemon.cycle()
    if isRestarted {
      await daemon.stop()
      daemon = try await world.start()
    }
    // Removed by hand: `push` would put it back.
    try await world.repository.commit([
      "grafana.yaml": nil, "team.yaml": nil, "a.yaml": nil, "other.yaml": "a: 1",
    ])
    let report = await daemon.cycle()
    #expect(report.pruneStops.map(\.cause) == [.absence(.target)])
    #expect(world.status("/api/dashboards/uid/a") == 200)
    try await world.repository.commit([:], message: "yes, all of it\n\nSluice-Allow-Prune: yes")
    #expect(await daemon.cycle().counts.deleted == 2)
    #expect(world.status("/api/dashboards/uid/a") == 404)
    let last = await daemon.cycle()
    #expect(last.pruneStops.isEmpty)
    #expect(last.targets.isEmpty)
    await daemon.stop()
  }

  @Test func workspaceWhoseManifestIsBrokenIsLeftAlone() async throws {
    let world = try await World()
    try await world.push(["team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a")])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    for text in [world.instance + "\n  nonsense: 1", "nonsense: ["] {
      try await world.repository.commit(["grafana.yaml": text], message: "Oops\n\nSluice-Allow-Prune: yes")
      #expect(await daemon.cycle().counts.deleted == 0)
      #expect(world.status("/api/dashboards/uid/a") == 200)
    }
    await daemon.stop()
  }

  @Test func movedManifestsAreFoundByIdentity() async throws {
    let world = try await World()
    try await world.push(["team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a")])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    try await world.push(["a.yaml": nil, "deep/elsewhere.yaml": Manifest.dashboard("a")])
    let report = await daemon.cycle()
    #expect(report.counts.deleted == 0)
    #expect(report.counts.created == 0)
    #expect(try world.dashboard("a")["meta"]?["version"] == 1)
    await daemon.stop()
  }
}
