import Documents
import GrafanaEmulator
import Report
import TestSupport
import Testing

/// Manifests of grafana-operator 4, from Git to the workspace and back.
@Suite struct LegacyKindsEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static func manifest(_ kind: String, _ name: String, _ spec: String) -> String {
    "apiVersion: integreatly.org/v1alpha1\nkind: \(kind)\nmetadata: {name: \(name), namespace: monitoring}\nspec:\n"
      + spec.split(separator: "\n").map { "  \($0)\n" }.joined()
  }

  // MARK: Folders, dashboards and data sources

  private static let team = manifest("GrafanaFolder", "team", "title: Team")

  private static func dashboard(_ title: String = "Nodes", folder: String = "Team") -> String {
    manifest(
      "GrafanaDashboard", "nodes",
      "customFolderName: \(folder)\njson: '{\"title\": \"\(title)\", \"panels\": []}'")
  }

  private static func sources(_ elements: String...) -> String {
    manifest("GrafanaDataSource", "sources", "datasources:\n" + elements.map { "  - {\($0)}\n" }.joined())
  }

  /// What version 4 made of `monitoring` and `nodes`.
  private static let uid = "7062f7177513144ce0317d8d1d4eb13007ce831f"

  @Test(arguments: ["8.4", "9.3", "10.1", "12.4"])
  func comeIntoBeingMoveAndGo(version: String) async throws {
    let world = try await World(version: version)
    try await world.push([
      "team.yaml": Self.team, "nodes.yaml": Self.dashboard(),
      "sources.yaml": Self.sources(
        "name: One, type: prometheus, uid: one, url: 'http://a'", "name: Two, type: loki, url: 'http://b'"),
    ])
    let daemon = try await world.start { $0.prune.isAllowed = true }
    let first = await daemon.cycle()
    #expect(first.problemMessages == [])
    #expect(first.counts.created == 4)
    #expect(try world.dashboard(Self.uid)["meta"]?["folderTitle"] == "Team")
    #expect(try world.get("/api/datasources/name/Two")["type"] == "loki")
    #expect(await daemon.cycle().isQuiet)

    // One data source of the list goes, the other one changes, the dashboard moves.
    try await world.push([
      "nodes.yaml": Self.dashboard(folder: "Other"),
      "sources.yaml": Self.sources("name: One, type: prometheus, uid: one, url: 'http://c'"),
    ])
    let second = await daemon.cycle()
    #expect(second.problemMessages == [])
    #expect(second.counts.deleted == 1)
    #expect(try world.dashboard(Self.uid)["meta"]?["folderTitle"] == "Other")
    #expect(try world.get("/api/datasources/uid/one")["url"] == "http://c")
    #expect(world.status("/api/datasources/name/Two") == 404)
    #expect(await daemon.cycle().isQuiet)

    // Drift is repaired.
    #expect(world.act("DELETE", "/api/dashboards/uid/\(Self.uid)") == 200)
    #expect(await daemon.cycle().counts.repaired == 1)
    #expect(world.status("/api/dashboards/uid/\(Self.uid)") == 200)

    try await world.push(["nodes.yaml": nil, "sources.yaml": nil])
    let last = await daemon.cycle()
    #expect(last.problemMessages == [])
    #expect(world.status("/api/dashboards/uid/\(Self.uid)") == 404)
    #expect(world.status("/api/datasources/uid/one") == 404)
    await daemon.stop()
  }

  @Test func anErrorInAListLeavesAllOfItAsItWas() async throws {
    let world = try await World()
    try await world.push([
      "sources.yaml": Self.sources(
        "name: One, type: loki, url: 'http://a'", "name: Two, type: loki, url: 'http://b'")
    ])
    let daemon = try await world.start()
    #expect(await daemon.cycle().counts.created == 2)
    try await world.push([
      "sources.yaml": Self.sources("name: One, type: loki, url: 'http://a'", "type: loki")
    ])
    let report = await daemon.cycle()
    #expect(report.problemMessages == ["spec.datasources[1].name is missing"])
    #expect(report.counts.deleted == 0)
    #expect(world.status("/api/datasources/name/Two") == 200)
    await daemon.stop()
  }

  /// Rewritten for version 5 under the same name, nothing happens to the folder.
  @Test func aManifestMayBeRewritten() async throws {
    let world = try await World()
    try await world.push(["team.yaml": Self.team])
    let daemon = try await world.start()
    #expect(await daemon.cycle().counts.created == 1)
    let uid = try world.get("/api/folders")[0]?["uid"]
    try await world.push([
      "team.yaml": Manifest.folder().replacing("uid: team\n", with: "resyncPeriod: 10m\n")
    ])
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.created + report.counts.deleted == 0)
    #expect(try world.get("/api/folders")[0]?["uid"] == uid)
    await daemon.stop()
  }

  // MARK: Channels

  private static func channel(
    _ settings: String = #""settings": {"recipient": "ops"}, "secureSettings": {"token": "geheim"}"#,
    uid: String? = "ops", name: String = "Ops"
  ) -> String {
    let uid = uid.map { "\"uid\": \"\($0)\", " } ?? ""
    return manifest(
      "GrafanaNotificationChannel", "ops",
      "json: '{\(uid)\"name\": \"\(name)\", \"type\": \"slack\", \(settings)}'")
  }

  private static let path = "/api/alert-notifications/uid/ops"
  private static let inClear = "spec.json stands in Git in clear: secureSettings.token"

  @Test(arguments: ["8.4", "9.4", "10.4"])
  func channelsComeChangeAndGo(version: String) async throws {
    let world = try await World(version: version, alerting: .legacy)
    try await world.push(["ops.yaml": Self.channel(), "team.yaml": Self.team])
    let daemon = try await world.start()
    let first = await daemon.cycle()
    #expect(first.problemMessages == [Self.inClear])
    #expect(first.counts.created == 2)
    #expect(try world.get(Self.path)["secureFields"] == ["token": true])
    let second = await daemon.cycle()
    #expect(second.counts.updated + second.counts.repaired == 0)

    // Renamed, with another secret.
    try await world.push([
      "ops.yaml": Self.channel(
        #""settings": {"recipient": "all"}, "secureSettings": {"token": "anders"}"#, name: "Operations")
    ])
    let third = await daemon.cycle()
    #expect(third.problemMessages == [Self.inClear])
    #expect(third.counts.updated == 1)
    #expect(try world.get(Self.path)["name"] == "Operations")
    #expect(try world.get(Self.path)["settings"] == ["recipient": "all"])

    // Edited in the workspace, and put back.
    let edited: JSON = [
      "uid": "ops", "name": "Operations", "type": "slack", "settings": ["recipient": "nobody"],
      "secureSettings": ["token": "theirs"],
    ]
    #expect(world.act("PUT", Self.path, edited) == 200)
    #expect(await daemon.cycle().counts.repaired == 1)
    #expect(try world.get(Self.path)["settings"] == ["recipient": "all"])

    try await world.push(["ops.yaml": nil])
    #expect(await daemon.cycle().counts.deleted == 1)
    #expect(world.status(Self.path) == 404)
    try await world.push(["ops.yaml": Self.channel()])
    #expect(await daemon.cycle().counts.created == 1)
    #expect(try world.get(Self.path)["name"] == "Ops")
    await daemon.stop()
    #expect(!world.log.lines.contains { $0.contains("geheim") })
  }

  @Test func aChannelOfTheSameNameIsTakenOver() async throws {
    let world = try await World(version: "9.4", alerting: .legacy)
    #expect(
      world.act(
        "POST", "/api/alert-notifications",
        ["uid": "theirs", "name": "Ops", "type": "slack", "settings": ["recipient": "x", "url": "http://x"]])
        == 200)
    try await world.push(["ops.yaml": Self.channel(uid: nil)])
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(report.counts.updated == 1)
    #expect(try world.get("/api/alert-notifications/uid/theirs")["settings"] == ["recipient": "ops"])
    #expect(try await daemon.state.store.copies(named: "theirs").count == 1)
    await daemon.stop()
  }

  /// Where Grafana Alerting runs, nobody would hear of a channel.
  @Test(arguments: [("10.1", AlertingSystem.unified), ("12.4", .unified)])
  func elsewhereAContactPointTakesItsPlace(version: String, alerting: AlertingSystem) async throws {
    let world = try await World(version: version, alerting: alerting)
    try await world.push(["ops.yaml": Self.channel()])
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(
      report.findings.map(\.message).contains {
        $0.hasSuffix(
          "runs Grafana Alerting, which knows no notification channels: the notification channel \"Ops\" is written as a "
            + "contact point; whether it is the default one and how often it reminds has no effect there")
      })
    #expect(report.targets.flatMap(\.outcomes).map(\.action.key.description) == ["contact point/Ops"])
    let points = try world.get("/api/v1/provisioning/contact-points?name=Ops")
    #expect(points[0]?["uid"] == "ops")
    #expect(points[0]?["settings"]?["recipient"] == "ops")
    let second = await daemon.cycle()
    #expect(second.counts.updated + second.counts.repaired == 0)
    await daemon.stop()
  }
}
