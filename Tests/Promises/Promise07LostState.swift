import Foundation
import Report
import TestSupport
import Testing

/// Promise 7: with the state directory gone, what is owned comes back from the git notes and from the workspace.
@Suite struct Promise07LostState {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  @Test(arguments: ["9.3", "12.4"])
  func ownershipComesBackFromTheNotes(version: String) async throws {
    let world = try await World(version: version)
    try await world.push([
      "team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a"), "b.yaml": Manifest.dashboard("b"),
      "c.yaml": Manifest.dashboard("c", folder: nil), "s.yaml": Manifest.datasource("amp"),
      "agent.yaml": AgentManifest.whole,
    ])
    let first = try await world.start()
    _ = await first.cycle()
    await first.stop()
    try FileManager.default.removeItem(atPath: world.statePath)

    // What left Git while nobody remembered it is still known as ours, and goes.
    try await world.push(["b.yaml": nil])
    let second = try await world.start()
    let report = await second.cycle()
    #expect(report.state == .success)
    #expect(report.counts.created == 0)
    #expect(report.counts.deleted == 1)
    #expect(report.counts.changed == 1)
    #expect(world.status("/api/dashboards/uid/b") == 404)
    #expect(try world.dashboard("a")["meta"]?["version"] == 1)
    #expect(await second.cycle().isQuiet)
    await second.stop()
  }

  @Test func withoutNotesObjectsAreTakenOverAndNothingIsDeleted() async throws {
    let world = try await World()
    try await world.push([
      "team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a"), "b.yaml": Manifest.dashboard("b"),
    ])
    let first = try await world.start()
    _ = await first.cycle()
    await first.stop()
    try FileManager.default.removeItem(atPath: world.statePath)
    try await world.repository.bareGit("update-ref", "-d", "refs/notes/sluice")
    try await world.push(["b.yaml": nil])
    let second = try await world.start()
    let report = await second.cycle()
    #expect(report.counts.adopted == 2)
    #expect(report.counts.changed == 0)
    #expect(world.status("/api/dashboards/uid/b") == 200)
    await second.stop()
  }

  // MARK: Every kind

  private static let leftOut = [
    "12.4": [], "10.4": ["GrafanaManifest.yaml", "GrafanaDashboard/publicSharing.yaml"],
    "9.4": ["GrafanaManifest.yaml", "GrafanaDashboard/publicSharing.yaml"], "8.4": [],
  ]

  private static let worlds = [
    (version: "12.4", hasNotes: true), ("12.4", false), ("10.4", true), ("10.4", false), ("9.4", true),
    ("9.4", false), ("8.4", true), ("8.4", false),
  ]

  private func lose(_ examples: ExampleWorld, withNotes hasNotes: Bool) async throws {
    try FileManager.default.removeItem(atPath: examples.world.statePath)
    if !hasNotes { try await examples.world.repository.bareGit("update-ref", "-d", "refs/notes/sluice") }
  }

  @Test(arguments: worlds)
  func everyKindComesBack(version: String, hasNotes: Bool) async throws {
    let examples = try await ExampleWorld(
      version == "8.4" ? "examples-v4" : "examples", version: version,
      alerting: version == "8.4" ? .legacy : .unified, leftOut: Self.leftOut[version] ?? [],
      isFlat: version == "9.4")
    let world = examples.world
    let empty = try examples.contents()
    try await world.push(examples.files)
    let first = try await examples.start()
    let report = await first.cycle()
    #expect(report.findings.filter { $0.severity == .error }.map(\.message) == [])
    #expect(report.failureMessages == [])
    #expect(await first.cycle().isQuiet)
    let keys = try await examples.owned(first)
    let contents = try examples.contents()
    await first.stop()

    // Nothing has changed meanwhile: only secrets, which nobody can read, are written once more.
    try await lose(examples, withNotes: hasNotes)
    let second = try await examples.start()
    world.workspace.clearLog()
    let recovered = await second.cycle()
    #expect(recovered.failureMessages == [])
    #expect(recovered.counts.created == 0)
    #expect(recovered.counts.deleted == 0)
    #expect(recovered.counts.repaired == 0)
    for outcome in recovered.targets.flatMap(\.outcomes) where outcome.action.verb.isWrite {
      let changes = outcome.action.changes.map(\.summary)
      let isOfSecrets = changes.allSatisfy {
        // What a server has filled in is not told from what people did, where nothing of it is remembered.
        $0 == "secrets (changed)"
          || !hasNotes
            && ($0.hasSuffix("no copy can hold them") || $0.hasSuffix("unless the server fills in the same"))
      }
      if !isOfSecrets || changes.isEmpty {
        Issue.record("\(outcome.action.verb) \(outcome.action.key): \(outcome.action.reason), \(changes)")
      }
    }
    #expect(try await examples.owned(second) == keys)
    try expectSame(try examples.contents(), contents)
    world.workspace.clearLog()
    #expect(await second.cycle().isQuiet)
    #expect(world.workspace.totals.writes == 0)
    await second.stop()

    // Everything leaves Git while nobody remembers it. Without notes nobody knows whose it is.
    try await lose(examples, withNotes: hasNotes)
    try await examples.removeAll()
    let third = try await examples.start()
    var gone = await third.cycle()
    for _ in 0..<2 where gone.counts.failed > 0 || gone.counts.notDone > 0 { gone = await third.cycle() }
    #expect(gone.failureMessages == [])
    #expect(try await examples.owned(third).isEmpty)
    try expectSame(try examples.contents(), hasNotes ? empty : contents)
    world.workspace.clearLog()
    #expect(await third.cycle().isQuiet)
    #expect(world.workspace.totals.writes == 0)
    await third.stop()
  }

  /// What a manifest gave up while nobody remembered which parts were its own.
  @Test(arguments: ["9.3", "12.4"])
  func partsThatLeaveMeanwhileGo(version: String) async throws {
    let world = try await World(version: version)
    let links = [CorrelationManifest.link(), CorrelationManifest.link("Other", to: "other")]
    func source(_ links: [String]?) -> String {
      CorrelationManifest.source(correlations: links.map { "[\($0.joined(separator: ", "))]" })
    }
    func receivers(_ uids: [String]) -> String {
      NotificationManifest.contactPoint(
        uids.map { NotificationManifest.mail(uid: $0) }.joined(separator: "\n"))
    }
    try world.folder.write("value", to: "secrets/monitoring/amp/token")
    try await world.push(
      CorrelationManifest.targets.merging([
        "logs.yaml": source(links), "more.yaml": source(links).replacing("logs", with: "more"),
        "cp.yaml": receivers(["one", "two"]),
        "amp.yaml": Manifest.datasource(
          "amp",
          values: """
            valuesFrom:
              - targetPath: secureJsonData.token
                valueFrom: {secretKeyRef: {name: amp, key: token}}
            """),
      ]) { first, _ in first }.mapValues { $0 })
    let first = try await world.start()
    #expect(await first.cycle().problemMessages == [])
    #expect(world.correlate("Theirs", to: "other") == 200)
    _ = await first.cycle()
    #expect(try world.get("/api/datasources/uid/amp")["secureJsonFields"]?["token"] == true)
    await first.stop()
    try FileManager.default.removeItem(atPath: world.statePath)

    try await world.push([
      "logs.yaml": source([links[0]]), "more.yaml": source(nil).replacing("logs", with: "more"),
      "cp.yaml": receivers(["one"]), "amp.yaml": Manifest.datasource("amp"),
    ])
    let second = try await world.start()
    #expect(await second.cycle().problemMessages == [])
    #expect(try world.correlations() == ["Theirs other one", "Trace traces one"])
    #expect(try world.correlations(of: "more") == [])
    let points = try world.get("/api/v1/provisioning/contact-points").arrayValue ?? []
    #expect(points.compactMap { $0["uid"]?.stringValue }.filter { !$0.isEmpty } == ["one"])
    #expect(try world.get("/api/datasources/uid/amp")["secureJsonFields"]?["token"] == nil)
    #expect(await second.cycle().isQuiet)
    await second.stop()
  }

  private func expectSame(_ found: [String: [String]], _ wanted: [String: [String]]) throws {
    for path in Set(found.keys).union(wanted.keys).sorted() where found[path] ?? [] != wanted[path] ?? [] {
      Issue.record("\(path): \(found[path] ?? []) in place of \(wanted[path] ?? [])")
    }
  }
}
