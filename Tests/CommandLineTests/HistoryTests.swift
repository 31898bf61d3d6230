import Documents
import Foundation
import GrafanaEmulator
import Platform
import TestSupport
import Testing

@testable import CommandLine

/// `history`, and `restore` from what a workspace remembers by itself.
@Suite struct HistoryTests {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static func dashboard(_ panel: String) -> String {
    """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: GrafanaDashboard
    metadata: {name: nodes, namespace: monitoring}
    spec:
      instanceSelector: {matchLabels: {grafana: prod}}
      folder: General
      json: '{"uid": "nodes", "title": "Nodes", "panels": [{"id": 1, "title": "\(panel)"}]}'
    """
  }

  private func panel(_ world: Workspace) throws -> String? {
    let answer = world.grafana.perform("GET", "/api/dashboards/uid/nodes", as: "admin", role: .admin)
    guard answer.status == 200 else { return nil }
    return try JSONParser.parse(answer.body, options: .lenient)["dashboard"]?["panels"]?[0]?["title"]?
      .stringValue
  }

  @Test(arguments: ["8.5", "9.3", "10.1", "12.4"])
  func comesBackAsItWasForACommit(version: String) async throws {
    let world = try await Workspace(version: version)
    let first = try await world.push(
      ["nodes.yaml": Self.dashboard("CPU"), "dashboard.yaml": nil], message: "one")
    #expect(try await world.sluice("apply").status == .success)
    try await world.push(["nodes.yaml": Self.dashboard("Disk")], message: "two")
    #expect(try await world.sluice("apply").status == .success)
    let list = try await world.sluice("history", "dashboard/nodes")
    #expect(list.output.hasPrefix("dashboard \"Nodes\" (nodes) in \(world.grafana.url)\n  version 2  saved "))
    #expect(list.output.contains("  version 1  saved "))
    #expect(list.output.contains(": \(first.prefix(7)) nodes.yaml"))
    let dry = try await world.sluice(
      "restore", "dashboard/nodes", "--at", String(first.prefix(8)), "--dry-run")
    #expect(dry.output.hasSuffix("version 1 would be put back\n"))
    #expect(try panel(world) == "Disk")
    let run = try await world.sluice("restore", "dashboard/nodes", "--at", String(first.prefix(8)))
    #expect(
      run.output.hasPrefix("put back version 1 of dashboard \"Nodes\" (nodes) in \(world.grafana.url)\n"))
    #expect(try panel(world) == "CPU")
    #expect(try await world.sluice("apply").status == .success)
    #expect(try panel(world) == "Disk")
  }

  @Test func comesBackFromTheTrash() async throws {
    let world = try await Workspace(version: "12.4")
    let other = Self.dashboard("x").replacing("nodes", with: "keep").replacing("Nodes", with: "Keep")
    try await world.push(
      ["nodes.yaml": Self.dashboard("CPU"), "keep.yaml": other, "dashboard.yaml": nil], message: "one")
    #expect(try await world.sluice("apply").status == .success)
    try await world.push(["nodes.yaml": nil], message: "two")
    #expect(try await world.sluice("apply").status == .success)
    #expect(try panel(world) == nil)
    let list = try await world.sluice("history", "dashboard/nodes", "-o", "json")
    let states = try JSONParser.parse(list.output)["states"]?.arrayValue ?? []
    #expect(states.contains { $0["source"] == "trash" && $0["uid"] == "nodes" }, "\(list.output)")
    let run = try await world.sluice("restore", "dashboard/nodes", "--at", "2999-01-01T00:00:00Z")
    #expect(run.status == .success, "\(run.errors)")
    #expect(try panel(world) == "CPU")
  }

  /// A commit that did not touch the object has it as the one before left it.
  @Test(arguments: ["9.3", "12.4"])
  func comesBackAsItWasWithACommitThatDidNotTouchIt(version: String) async throws {
    let world = try await Workspace(version: version)
    try await world.push(["nodes.yaml": Self.dashboard("CPU"), "dashboard.yaml": nil], message: "one")
    #expect(try await world.sluice("apply").status == .success)
    let between = try await world.push(["README.md": "x"], message: "two")
    #expect(try await world.sluice("apply").status == .success)
    try await world.push(["nodes.yaml": Self.dashboard("Disk")], message: "three")
    #expect(try await world.sluice("apply").status == .success)
    let run = try await world.sluice("restore", "dashboard/nodes", "--at", String(between.prefix(9)))
    #expect(run.output.hasPrefix("put back version 1 of dashboard"), "\(run.errors)")
    #expect(try panel(world) == "CPU")
  }

  /// Saves of one second have a hint each.
  @Test func versionsOfOneSecondAreToldApart() async throws {
    let world = try await Workspace(version: "12.4")
    try await world.push(["nodes.yaml": Self.dashboard("CPU"), "dashboard.yaml": nil], message: "one")
    #expect(try await world.sluice("apply").status == .success)
    for panel in ["Disk", "Net", "Memory"] {
      let body =
        "{\"overwrite\":true,\"dashboard\":{\"uid\":\"nodes\",\"title\":\"Nodes\",\"panels\":[{\"id\":1,\"title\":\"\(panel)\"}]}}"
      #expect(world.grafana.perform("POST", "/api/dashboards/db", body: body, as: "alice").status == 200)
    }
    let list = try await world.sluice("history", "dashboard/nodes")
    for version in 1...4 { #expect(list.output.contains("(--at v\(version))"), "\(list.output)") }
    #expect(try await world.sluice("restore", "dashboard/nodes", "--at", "v3").status == .success)
    #expect(try panel(world) == "Net")
  }

  /// Servers answer in three ways where there is no such dashboard.
  @Test(arguments: ["8.5", "9.3", "10.1"])
  func whatIsGoneHasItsCopies(version: String) async throws {
    let world = try await Workspace(version: version)
    let other = Self.dashboard("x").replacing("nodes", with: "keep").replacing("Nodes", with: "Keep")
    try await world.push(
      ["nodes.yaml": Self.dashboard("CPU"), "keep.yaml": other, "dashboard.yaml": nil], message: "one")
    #expect(try await world.sluice("apply").status == .success)
    try await world.push(["nodes.yaml": nil], message: "two")
    #expect(try await world.sluice("apply").status == .success)
    let list = try await world.sluice("history", "dashboard/nodes")
    #expect(list.status == .success, "\(list.errors)")
    #expect(list.output.contains("copy 1  taken "))
    #expect(!list.output.contains("version 1"))
    let past = try await world.sluice("restore", "dashboard/nodes", "--at", "v1")
    #expect(past.errors.contains("no state of dashboard/nodes is kept for v1"), "\(past.errors)")
  }

  @Test func whatIsNotThereIsSaid() async throws {
    let world = try await Workspace(version: "12.4")
    try await world.push(
      ["nodes.yaml": Self.dashboard("CPU"), "dashboard.yaml": nil], message: "one")
    #expect(try await world.sluice("apply").status == .success)
    let none = try await world.sluice("history", "dashboard/other")
    #expect(none.status == .failure)
    #expect(none.errors.contains("no copy of dashboard/other is kept"))
    let moment = try await world.sluice("restore", "dashboard/nodes", "--at", "v7")
    #expect(moment.errors.contains("no state of dashboard/nodes is kept for v7"))
    #expect(moment.errors.contains("sluice history dashboard/nodes lists those there are"))
    let odd = try await world.sluice("restore", "dashboard/nodes", "--at", "yesterday")
    #expect(
      odd.errors.contains(
        "is neither a commit of at least 7 digits, nor a time such as 2026-01-31T12:00:00Z, nor a version"))
  }

  /// Why a commit leads to no state is told, and what else can be named.
  @Test func whatIsWrongWithACommitIsSaid() async throws {
    let world = try await Workspace(version: "12.4")
    try await world.push(["nodes.yaml": Self.dashboard("CPU"), "dashboard.yaml": nil], message: "one")
    #expect(try await world.sluice("apply").status == .success)
    let lists = "sluice history dashboard/nodes lists them\n"
    let unknown = try await world.sluice("restore", "dashboard/nodes", "--at", "0123456789")
    #expect(unknown.status == .failure)
    #expect(
      unknown.errors == "error: the mirror knows no commit 0123456789\n"
        + "  name a commit that the environment has followed, or a version: \(lists)")

    let mirror = world.folder.file("state/prod/mirror/repository.git")
    try FileManager.default.moveItem(atPath: mirror + "/objects", toPath: mirror + "/lost")
    let damaged = try await world.sluice("restore", "dashboard/nodes", "--at", "0123456789")
    #expect(
      damaged.errors.hasPrefix(
        "error: what came before the commit 0123456789 cannot be looked up: the mirror is damaged: "),
      "\(damaged.errors)")
    #expect(damaged.errors.hasSuffix("  name a version in place of the commit: \(lists)"))
    try FileManager.default.removeItem(atPath: mirror)
    let missing = try await world.sluice("restore", "dashboard/nodes", "--at", "0123456789")
    #expect(
      missing.errors.hasPrefix(
        "error: what came before the commit 0123456789 cannot be looked up: \(mirror) cannot be used: it is not there"
      ), "\(missing.errors)")
  }

  private static let wallPath = "/apis/dashboard.grafana.app/v1beta1/namespaces/default/dashboards/wall"

  private static let wall = """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: GrafanaManifest
    metadata: {name: big-wall, namespace: monitoring}
    spec:
      instanceSelector: {matchLabels: {grafana: prod}}
      template:
        apiVersion: dashboard.grafana.app/v1beta1
        kind: Dashboard
        metadata: {name: wall}
        spec: {title: Wall}
    """

  static let wallNames = [
    "manifest/big-wall", "GrafanaManifest/monitoring/big-wall", "resource/Dashboard wall",
    "manifest/dashboard.grafana.app/Dashboard/wall", "resource/dashboard.grafana.app/Dashboard/wall",
  ]

  /// By its manifest's name, by the name that plans print, and by its key; also after it has left Git.
  @Test func findsWhatAManifestOfTheAPIMakes() async throws {
    let world = try await Workspace(version: "12.4")
    try await world.push(["wall.yaml": Self.wall], message: "one")
    #expect(try await world.sluice("apply").status == .success)
    let stored = try JSONParser.parse(
      world.grafana.perform("GET", Self.wallPath, as: "admin", role: .admin).body, options: .lenient)
    let edited = stored.merging(patch: ["spec": ["title": "By hand"]])
    let answer = world.grafana.perform(
      "PUT", Self.wallPath, body: JSONWriter.string(edited), as: "alice", role: .admin)
    #expect(answer.status == 200)
    #expect(try await world.sluice("apply").status == .success)
    for name in Self.wallNames {
      let list = try await world.sluice("history", name)
      #expect(
        list.output.hasPrefix(
          "resource \"Dashboard wall\" (dashboard.grafana.app/Dashboard/wall) in \(world.grafana.url)\n"),
        "\(name)")
    }
    try await world.push(["wall.yaml": nil], message: "two")
    #expect(try await world.sluice("apply").status == .success)
    #expect(world.grafana.perform("GET", Self.wallPath, as: "admin", role: .admin).status == 404)
    for name in Self.wallNames {
      #expect(try await world.sluice("history", name).status == .success, "\(name)")
      #expect(try await world.sluice("restore", name, "--dry-run").status == .success, "\(name)")
    }
    #expect(try await world.sluice("restore", "manifest/big-wall").status == .success)
    #expect(world.grafana.perform("GET", Self.wallPath, as: "admin", role: .admin).status == 200)
    #expect(try await world.sluice("why", "manifest/big-wall").status == .success)
  }
}
