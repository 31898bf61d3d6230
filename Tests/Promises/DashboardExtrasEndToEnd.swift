import Base
import Documents
import Foundation
import Reconcile
import Report
import TestSupport
import Testing

/// What belongs to a dashboard beside its model: a public link, permissions, the plugins that it needs, and being the
/// first that a workspace shows.
@Suite struct DashboardExtrasEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  // MARK: Public links

  private static let link = "/api/dashboards/uid/cpu/public-dashboards"
  private static let token = "0123456789abcdef0123456789abcdef"

  private static func shared(_ settings: String?, panel: String = "CPU") -> String {
    Manifest.dashboard(
      "cpu", folder: nil, panel: panel, extra: settings.map { "publicSharing: {\($0)}" } ?? "")
  }

  private func state(_ world: World) throws -> String {
    guard world.status(Self.link) == 200 else { return "none" }
    let link = try world.get(Self.link)
    let flags = ["isEnabled", "annotationsEnabled", "timeSelectionEnabled"].filter { link[$0] == true }
    return flags.joined(separator: " ")
  }

  @Test func publicLinkComesChangesAndGoes() async throws {
    let world = try await World()
    try await world.push(["cpu.yaml": Self.shared("timeSelectionEnabled: true")])
    let daemon = try await world.start { $0.verificationRounds = 1 }
    let first = await daemon.cycle()
    #expect(first.problemMessages == [])
    #expect(first.counts.created == 1)
    #expect(try state(world) == "isEnabled timeSelectionEnabled")
    let made = try world.get(Self.link)["accessToken"]
    #expect(await daemon.cycle().isQuiet)
    world.workspace.clearLog()
    #expect(await daemon.cycle().isQuiet)
    #expect(world.workspace.totals.writes == 0)

    // Another setting: no new version of the dashboard, and the same address.
    try await world.push(["cpu.yaml": Self.shared("enabled: false, annotationsEnabled: true")])
    #expect(await daemon.cycle().counts.updated == 1)
    #expect(try state(world) == "annotationsEnabled")
    #expect(try world.get(Self.link)["accessToken"] == made)
    #expect(try world.dashboard("cpu")["meta"]?["version"] == 1)

    // Another address is another link.
    try await world.push(["cpu.yaml": Self.shared("accessToken: 01234567-89ab-cdef-0123-456789abcdef")])
    let report = await daemon.cycle()
    #expect(report.counts.updated == 1)
    #expect(try world.get(Self.link)["accessToken"]?.stringValue == Self.token)
    #expect(await daemon.cycle().isQuiet)

    try await world.push(["cpu.yaml": Self.shared(nil)])
    #expect(await daemon.cycle().counts.updated == 1)
    #expect(try state(world) == "none")
    #expect(world.status("/api/dashboards/uid/cpu") == 200)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  @Test func publicLinkIsRepaired() async throws {
    let world = try await World()
    try await world.push(["cpu.yaml": Self.shared("enabled: true")])
    let daemon = try await world.start { $0.verificationRounds = 1 }
    _ = await daemon.cycle()
    let uid = try #require(try world.get(Self.link)["uid"]?.stringValue)
    #expect(world.act("PATCH", "\(Self.link)/\(uid)", ["annotationsEnabled": true]) == 200)
    #expect(await daemon.cycle().counts.repaired == 1)
    #expect(try state(world) == "isEnabled")
    #expect(world.act("DELETE", "\(Self.link)/\(uid)") == 200)
    #expect(await daemon.cycle().counts.repaired == 1)
    #expect(try state(world) == "isEnabled")
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  /// A link that Git never asked for is nobody's business; one that it took over goes when Git gives it up.
  @Test func linkOfSomebodyElseIsTakenOverOrLeftAlone() async throws {
    let world = try await World()
    try await world.push(["cpu.yaml": Self.shared(nil)])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    let body: JSON = [
      "isEnabled": true, "accessToken": .string(Self.token), "uid": "by-hand", "share": "public",
    ]
    #expect(world.act("POST", Self.link, body) == 200)
    #expect(await daemon.cycle().isQuiet)
    try await world.push(["cpu.yaml": Self.shared(nil, panel: "Load")])
    #expect(await daemon.cycle().counts.updated == 1)
    #expect(try state(world) == "isEnabled")

    try await world.push(["cpu.yaml": Self.shared("enabled: true", panel: "Load")])
    #expect(await daemon.cycle().counts.updated == 1)
    #expect(try world.get(Self.link)["uid"] == "by-hand")
    #expect(await daemon.cycle().isQuiet)
    try await world.push(["cpu.yaml": Self.shared(nil, panel: "Load")])
    #expect(await daemon.cycle().counts.updated == 1)
    #expect(try state(world) == "none")
    await daemon.stop()
  }

  /// Its uid says whose it is, where nothing else remembers it.
  @Test func linkIsRemovedThoughTheMemoryIsLost() async throws {
    let world = try await World()
    try await world.push(["cpu.yaml": Self.shared("enabled: true")])
    var daemon = try await world.start()
    _ = await daemon.cycle()
    await daemon.stop()
    try FileManager.default.removeItem(atPath: world.statePath)
    daemon = try await world.start()
    _ = await daemon.cycle()
    try await world.push(["cpu.yaml": Self.shared(nil)])
    _ = await daemon.cycle()
    #expect(try state(world) == "none")
    await daemon.stop()
  }

  @Test func linkGoesWithItsDashboard() async throws {
    let world = try await World()
    try await world.push(["cpu.yaml": Self.shared("enabled: true"), "team.yaml": Manifest.folder()])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    try await world.push(["cpu.yaml": nil])
    #expect(await daemon.cycle().counts.deleted == 1)
    try await world.push(["cpu.yaml": Self.shared(nil)])
    #expect(await daemon.cycle().counts.created == 1)
    #expect(try state(world) == "none")
    await daemon.stop()
  }

  @Test func serverWithoutLinksIsNamed() async throws {
    let world = try await World(version: "10.1")
    try await world.push(["cpu.yaml": Self.shared("enabled: true")])
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(
      report.problemMessages == [
        "Grafana 10.1.5 has public links of dashboards switched off by default (publicSharing); 11.0 and newer know it"
      ])
    #expect(world.status("/api/dashboards/uid/cpu") == 404)
    await daemon.stop()
  }

  // MARK: Permissions

  private static func permitted(_ items: String?) -> String {
    let annotation = items.map { ", annotations: {sluice.dev/permissions: '{\"items\": [\($0)]}'}" } ?? ""
    return Manifest.dashboard("cpu", folder: nil)
      .replacing(
        "{name: cpu, namespace: monitoring}", with: "{name: cpu, namespace: monitoring\(annotation)}")
  }

  private func permissions(_ world: World, of uid: String = "cpu") throws -> Set<String> {
    let list = try world.get("/api/dashboards/uid/\(uid)/permissions").arrayValue ?? []
    return Set(list.map { "\($0["role"]?.stringValue ?? "?") \($0["permission"]?.intValue ?? 0)" })
  }

  @Test(arguments: ["9.3", "10.1", "12.4"])
  func permissionsAreSetAndKept(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(["cpu.yaml": Self.permitted(#"{"role": "Viewer", "permission": 1}"#)])
    let daemon = try await world.start { $0.verificationRounds = 1 }
    let first = await daemon.cycle()
    #expect(first.problemMessages == [])
    #expect(try permissions(world) == ["Viewer 1"])
    #expect(await daemon.cycle().isQuiet)
    let opened: JSON = ["items": [["role": "Viewer", "permission": 4]]]
    #expect(world.act("POST", "/api/dashboards/uid/cpu/permissions", opened) == 200)
    #expect(await daemon.cycle().counts.repaired == 1)
    #expect(try permissions(world) == ["Viewer 1"])
    try await world.push(["cpu.yaml": Self.permitted(#"{"role": "Editor", "permission": 2}"#)])
    #expect(await daemon.cycle().counts.updated == 1)
    #expect(try permissions(world) == ["Editor 2"])
    #expect(try world.dashboard("cpu")["meta"]?["version"] == 1)
    // Left open, they are those that the workspace gives to a new one.
    try await world.push(["cpu.yaml": Self.permitted(nil)])
    _ = await daemon.cycle()
    #expect(world.act("POST", "/api/dashboards/db", ["dashboard": ["uid": "new", "title": "New"]]) == 200)
    #expect(try permissions(world) == permissions(world, of: "new").filter { !$0.hasPrefix("?") })
    #expect(await daemon.cycle().state == .success)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  @Test func serverWithoutPermissionsByUIDIsNamed() async throws {
    let world = try await World(version: "8.4")
    try await world.push(["cpu.yaml": Self.permitted(#"{"role": "Viewer", "permission": 1}"#)])
    let daemon = try await world.start()
    #expect(
      await daemon.cycle().problemMessages == [
        "Grafana 8.4.11 sets no permissions of dashboards by uid; 9.0 and newer know it"
      ])
    await daemon.stop()
  }

  // MARK: Home dashboard

  private func instance(_ world: World, home: String?) -> String {
    world.instance + (home.map { "\n  preferences: {homeDashboardUid: \($0)}" } ?? "")
  }

  private func home(_ world: World) throws -> String? {
    try world.get("/api/org/preferences")["homeDashboardUID"]?.stringValue
  }

  @Test(arguments: ["9.3", "10.1", "12.4"])
  func homeDashboardIsSetAfterItIsThere(version: String) async throws {
    let world = try await World(version: version)
    #expect(world.act("PATCH", "/api/org/preferences", ["weekStart": "monday"]) == 200)
    try await world.push([
      "grafana.yaml": instance(world, home: "cpu"), "cpu.yaml": Manifest.dashboard("cpu", folder: nil),
      "load.yaml": Manifest.dashboard("load", folder: nil),
    ])
    let daemon = try await world.start()
    let first = await daemon.cycle()
    #expect(first.problemMessages == [])
    #expect(first.counts.created == 3)
    #expect(try home(world) == "cpu")
    #expect(try world.get("/api/org/preferences")["weekStart"] == "monday")
    #expect(await daemon.cycle().isQuiet)
    world.workspace.clearLog()
    #expect(await daemon.cycle().isQuiet)
    #expect(world.workspace.totals.writes == 0)

    #expect(world.act("PATCH", "/api/org/preferences", ["homeDashboardUID": "load"]) == 200)
    #expect(await daemon.cycle().counts.repaired == 1)
    #expect(try home(world) == "cpu")

    try await world.push(["grafana.yaml": instance(world, home: "load")])
    #expect(await daemon.cycle().counts.updated == 1)
    #expect(try home(world) == "load")
    // Left open, the workspace has none any more.
    try await world.push(["grafana.yaml": instance(world, home: nil)])
    #expect(await daemon.cycle().counts.deleted == 1)
    #expect(try home(world) ?? "" == "")
    #expect(try world.get("/api/org/preferences")["weekStart"] == "monday")
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  @Test func homeDashboardHasToBeThere() async throws {
    let world = try await World()
    try await world.push([
      "grafana.yaml": instance(world, home: "cpuu"), "cpu.yaml": Manifest.dashboard("cpu", folder: nil),
    ])
    let daemon = try await world.start()
    #expect(
      await daemon.cycle().problemMessages == [
        "spec.preferences.homeDashboardUid names the dashboard cpuu, which is neither in the workspace nor in this "
          + "repository, did you mean cpu?"
      ])
    #expect(world.status("/api/dashboards/uid/cpu") == 200)
    await daemon.stop()
  }

  /// What somebody has chosen before is kept, and comes back by `restore`.
  @Test func homeDashboardOfOthersIsKept() async throws {
    let world = try await World()
    let model: JSON = ["dashboard": ["uid": "own", "title": "Own"], "folderUid": ""]
    #expect(world.act("POST", "/api/dashboards/db", model) == 200)
    #expect(world.act("PATCH", "/api/org/preferences", ["homeDashboardUID": "own"]) == 200)
    try await world.push([
      "grafana.yaml": instance(world, home: "cpu"), "cpu.yaml": Manifest.dashboard("cpu", folder: nil),
    ])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    #expect(try home(world) == "cpu")
    let copy = try #require(try await daemon.state.store.copies(named: "home").first)
    try await daemon.reconciler.restore(copy: copy.id)
    #expect(try home(world) == "own")
    await daemon.stop()
  }

  @Test func serverWithoutHomeDashboardsByUIDIsNamed() async throws {
    let world = try await World(version: "8.4")
    try await world.push([
      "grafana.yaml": instance(world, home: "cpu"), "cpu.yaml": Manifest.dashboard("cpu", folder: nil),
    ])
    let daemon = try await world.start()
    #expect(
      await daemon.cycle().problemMessages == [
        "Grafana 8.4.11 ignores homeDashboardUid of preferences; 9.0 and newer know it"
      ])
    await daemon.stop()
  }

  // MARK: Plugins

  @Test func missingPluginsAreWarnings() async throws {
    let world = try await World()
    let extra = "plugins: [{name: grafana-clock-panel, version: 2.1.3}, {name: timeseries, version: 1.0.0}]"
    let dashboard = Manifest.dashboard("cpu", folder: nil, extra: extra)
      .replacing(#""type": "timeseries", "title": "CPU""#, with: #""type": "timeserie", "title": "CPU""#)
    try await world.push(["cpu.yaml": dashboard])
    let daemon = try await world.start()
    let words = [
      "panel \"CPU\" needs the panel plugin timeserie, which the workspace does not have, did you mean timeseries?",
      "spec.plugins needs the plugin grafana-clock-panel, which the workspace does not have",
    ]
    let first = await daemon.cycle()
    #expect(first.counts.created == 1)
    #expect(Set(first.problemMessages) == Set(words))
    #expect(first.state == .success)
    // They stand as long as nothing changes, and cost nothing.
    world.workspace.clearLog()
    let second = await daemon.cycle()
    #expect(Set(second.problemMessages) == Set(words))
    #expect(world.workspace.totals.requests <= 3)
    await daemon.stop()
  }

  // MARK: Jsonnet

  @Test func jsonnetGoesAllTheWay() async throws {
    let world = try await World()
    let manifest = """
      apiVersion: grafana.integreatly.org/v1beta1
      kind: GrafanaDashboard
      metadata: {name: cpu, namespace: monitoring}
      spec:
        instanceSelector: {matchLabels: {grafana: prod}}
        folder: General
        uid: cpu
        jsonnet: |
          (import 'panels.libsonnet').dashboard(std.extVar('title'))
        envs: [{name: title, valueFrom: {secretKeyRef: {name: words, key: title}}}]
      """
    try world.folder.write("geheim", to: "secrets/monitoring/words/title")
    try await world.push([
      "cpu.yaml": manifest,
      "vendor/panels.libsonnet": "{dashboard(text):: {title: 'CPU', description: text}}",
    ])
    let daemon = try await world.start { $0.evaluators = .patient }
    let first = await daemon.cycle()
    #expect(first.problemMessages == [])
    #expect(try world.dashboard("cpu")["dashboard"]?["description"] == "geheim")
    #expect(await daemon.cycle().isQuiet)

    try await world.push([
      "vendor/panels.libsonnet": "{dashboard(text):: {title: 'CPU', description: text + '!'}}"
    ])
    let second = await daemon.cycle()
    #expect(second.counts.updated == 1)
    #expect(
      second.targets.flatMap(\.outcomes).flatMap(\.action.changes).map(\.summary) == ["content (changed)"])
    #expect(try world.dashboard("cpu")["dashboard"]?["description"] == "geheim!")

    // An edit is kept, and not in the database.
    let edited: JSON = [
      "dashboard": ["uid": "cpu", "title": "CPU", "description": "geheim by hand"], "folderUid": "",
      "overwrite": true,
    ]
    #expect(world.act("POST", "/api/dashboards/db", edited) == 200)
    #expect(await daemon.cycle().counts.repaired == 1)
    let copy = try #require(try await daemon.state.store.copies(named: "cpu").first)
    let body = try #require(try await daemon.state.store.body(ofCopy: copy.id))
    #expect(String(decoding: body, as: UTF8.self).contains("geheim by hand"))
    await daemon.stop()
    for name in ["sluice.db", "sluice.db-wal"] {
      let database = FileManager.default.contents(atPath: world.statePath + "/" + name) ?? Data()
      #expect(!String(decoding: database, as: UTF8.self).contains("geheim"), "\(name)")
    }
  }
}
