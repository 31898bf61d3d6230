import Documents
import Foundation
import Report
import TestSupport
import Testing

/// Promise 3: after a `git revert` the targets equal what they were, identities included.
@Suite struct Promise03RollbackIsRevert {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  @Test(arguments: ["9.3", "12.4"])
  func revertBringsEverythingBack(version: String) async throws {
    let world = try await World(version: version)
    try await world.push([
      "team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a"),
      "b.yaml": Manifest.dashboard("b", uid: "bee"),
      "s.yaml": Manifest.datasource("amp"), "agent.yaml": AgentManifest.whole,
    ])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    let before = try snapshot(world)

    try await world.push(
      [
        "a.yaml": Manifest.dashboard("a", title: "Renamed", panel: "Memory"), "b.yaml": nil,
        "c.yaml": Manifest.dashboard("c"), "team.yaml": Manifest.folder(title: "Crew"),
        "s.yaml": Manifest.datasource("amp", extra: "jsonData: {httpMethod: POST}"),
        "agent.yaml": AgentManifest.whole.replacingOccurrences(
          of: "prometheus.example.org", with: "other.example.org"),
      ], message: "change everything")
    let changed = await daemon.cycle()
    #expect(changed.state == .success)
    #expect(world.status("/api/dashboards/uid/bee") == 404)
    #expect(try snapshot(world) != before)

    try await world.repository.git("revert", "--no-edit", "HEAD")
    try await world.repository.push()
    let reverted = await daemon.cycle()
    #expect(reverted.state == .success)
    #expect(try snapshot(world) == before)
    #expect(world.status("/api/dashboards/uid/c") == 404)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  /// An object that was there before, found by its title, and whose uid no manifest gives.
  @Test func revertBringsBackTheUIDOfAnAdoptedObject() async throws {
    let world = try await World()
    #expect(
      world.act("POST", "/api/dashboards/db", ["dashboard": ["uid": "by-hand", "title": "node"]]) == 200)
    let manifest = Manifest.dashboard("node", folder: nil).replacingOccurrences(
      of: "\"uid\": \"node\",", with: "")
    try await world.push(["node.yaml": manifest, "k.yaml": Manifest.dashboard("k", folder: nil)])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    #expect(try world.dashboard("by-hand")["dashboard"]?["panels"]?[0]?["title"] == "CPU")
    try await world.push(["node.yaml": nil])
    #expect(await daemon.cycle().counts.deleted == 1)
    #expect(world.status("/api/dashboards/uid/by-hand") == 404)
    try await world.repository.git("revert", "--no-edit", "HEAD")
    try await world.repository.push()
    #expect(await daemon.cycle().counts.created == 1)
    #expect(world.status("/api/dashboards/uid/by-hand") == 200)
    await daemon.stop()
  }

  /// `pplEnabled` is on while nobody writes it (reference grafana-http-api.md section 13), so `false` is no default.
  @Test(arguments: ["9.3", "12.4"])
  func settingThatIsSwitchedOffIsWrittenAndTakenBack(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(["s.yaml": Manifest.datasource("logs", extra: "jsonData: {flavor: opensearch}")])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    func settings() throws -> JSON? { try world.get("/api/datasources/uid/logs")["jsonData"] }

    try await world.push([
      "s.yaml": Manifest.datasource("logs", extra: "jsonData: {flavor: opensearch, pplEnabled: false}")
    ])
    #expect(await daemon.cycle().counts.updated == 1)
    #expect(try settings() == ["flavor": "opensearch", "pplEnabled": false])
    #expect(await daemon.cycle().didSomething == false)

    try await world.repository.git("revert", "--no-edit", "HEAD")
    try await world.repository.push()
    #expect(await daemon.cycle().counts.updated == 1)
    #expect(try settings() == ["flavor": "opensearch"])
    #expect(await daemon.cycle().didSomething == false)
    await daemon.stop()
  }

  @Test(arguments: ["9.3", "12.4"])
  func secretThatLeavesGitLeavesTheWorkspace(version: String) async throws {
    let world = try await World(version: version)
    func secrets(_ names: String...) -> String {
      names.isEmpty
        ? "" : "secureJsonData:\n" + names.map { "  \($0): value of \($0)" }.joined(separator: "\n")
    }
    func set() throws -> Set<String> {
      Set(try world.get("/api/datasources/uid/amp")["secureJsonFields"]?.objectValue?.keys ?? [])
    }
    func changes(_ report: CycleReport) -> [String] {
      report.targets.flatMap(\.outcomes).flatMap(\.action.changes).map(\.summary)
    }
    try await world.push(["s.yaml": Manifest.datasource("amp", extra: secrets("password", "tlsClientKey"))])
    let daemon = try await world.start { $0.verificationRounds = 1 }
    _ = await daemon.cycle()
    #expect(try set() == ["password", "tlsClientKey"])

    try await world.push(["s.yaml": Manifest.datasource("amp", extra: secrets("password"))])
    #expect(changes(await daemon.cycle()) == ["secret tlsClientKey (removed)"])
    #expect(try set() == ["password"])
    #expect(await daemon.cycle().didSomething == false)

    // A secret of somebody else cannot be put back once it is gone: it stays, and that is told.
    var theirs = try #require(try world.get("/api/datasources/uid/amp").objectValue)
    theirs["secureJsonData"] = ["httpHeaderValue1": "theirs"]
    #expect(world.act("PUT", "/api/datasources/uid/amp", .object(theirs)) == 200)
    #expect(changes(await daemon.cycle()).contains("secret httpHeaderValue1 is set, not from Git; it stays"))
    try await world.push(["s.yaml": Manifest.datasource("amp")])
    #expect(
      changes(await daemon.cycle()) == [
        "secret password (removed)", "secret httpHeaderValue1 is set, not from Git; it stays",
      ])
    #expect(try set() == ["httpHeaderValue1"])
    #expect(await daemon.cycle().didSomething == false)
    await daemon.stop()
  }

  /// What the workspace and the agent's file say, without versions and times.
  private func snapshot(_ world: World) throws -> [String] {
    let dashboards = try ["a", "bee"].map { uid -> String in
      let answer = try world.dashboard(uid)
      let model = answer["dashboard"]?.objectValue?.filter { !["id", "version"].contains($0) }
      return "\(uid) \(answer["meta"]?["folderTitle"]?.stringValue ?? "") "
        + JSONWriter.string(model.map { .object($0) } ?? .null, style: .canonical)
    }
    let folder = try world.get("/api/folders/team")["title"]?.stringValue ?? ""
    let datasource = try world.get("/api/datasources/uid/amp")
    let agent = try String(
      contentsOfFile: world.agentPath + "/monitoring/agent/metrics/agent.yml", encoding: .utf8)
    return dashboards + [
      folder, datasource["name"]?.stringValue ?? "", JSONWriter.string(datasource["jsonData"] ?? .null),
      agent,
    ]
  }
}
