import Base
import GrafanaEmulator
import TestSupport
import Testing

@testable import CommandLine

/// What `why` says of objects that are refused for their folder, have moved into a file that cannot be read, or have left
/// Git in one place or all.
@Suite struct DepartedStoryTests {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private func short(_ commit: String) -> String { String(commit.prefix(7)) }

  private static func folder(_ title: String) -> String {
    """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: GrafanaFolder
    metadata: {name: team, namespace: monitoring}
    spec: {instanceSelector: {matchLabels: {grafana: prod}}, uid: team, title: \(title)}
    """
  }

  /// Whether the folder was refused in this run or in an earlier one.
  @Test func aRefusedFolderIsNamedWithItsRemedy() async throws {
    let world = try await Workspace()
    let viewer = world.grafana.makeToken(named: "weak", role: .viewer)
    try world.folder.write(viewer.revealed, to: "secrets/monitoring/grafana/token")
    try await world.push(
      [
        "team.yaml": Self.folder("Team"),
        "dashboard.yaml": Workspace.dashboard("Nodes").replacing("folder: General", with: "folderRef: team"),
      ], message: "folder")
    let signals = SignalSource()
    let file = try world.configuration("interval: 1s")
    let run = Task { await CommandRun.of(["run", "--config", file], signals: signals) }
    var before: String?
    for cycle in 0..<2 {
      let isOver = await eventually {
        guard let last = try? await world.memory().setting("last cycle prod") else { return false }
        return last != before
      }
      #expect(isOver)
      before = try await world.memory().setting("last cycle prod")
      let text = try await world.why()
      #expect(
        text.hasPrefix(
          "Nodes could not be applied: it needs folder \"Team\" (team.yaml:1), which failed: POST \(WritePath.folders) answered 403: "
        ), "\(cycle): \(text)")
      #expect(text.contains("  next        give the token's service account the role Admin"), "\(text)")
      try await world.push(["other.txt": "x"], message: "next")
    }
    signals.send(.terminate)
    #expect(await run.value.status == .success)
  }

  /// However many dashboards lie in it.
  @Test func aRefusedFolderIsToldOnceForAllThatItHolds() async throws {
    let world = try await Workspace()
    let viewer = world.grafana.makeToken(named: "weak", role: .viewer)
    try world.folder.write(viewer.revealed, to: "secrets/monitoring/grafana/token")
    var files: [String: String?] = ["team.yaml": Self.folder("Team"), "dashboard.yaml": nil]
    for number in 10..<70 {
      files["d\(number).yaml"] = Workspace.dashboard("D \(number)")
        .replacing("nodes", with: "d\(number)").replacing("folder: General", with: "folderRef: team")
    }
    try await world.push(files, message: "many")
    let apply = try await world.sluice("apply")
    #expect(apply.status == .failure)
    #expect(apply.errors.split(separator: "\n").count == 2, "\(apply.errors)")
    #expect(apply.errors.contains("could not create 60 dashboards"), "\(apply.errors)")
    #expect(apply.output.contains("  x 60 dashboards"), "\(apply.output)")
    #expect(apply.output.contains("dashboard Team / D 12 (d12.yaml:1) and 57 more\n"), "\(apply.output)")
    let note = try await world.repository.bareGit("notes", "--ref=sluice", "show", "main")
    #expect(note.split(separator: "\n").count { $0.hasPrefix("failed ") } == 2, "\(note)")
    let events = try await world.sluice("events")
    #expect(events.output.split(separator: "\n").count == 3, "\(events.output)")
    #expect(events.output.contains(" and the same of 59 objects more: "), "\(events.output)")
    #expect(try await world.sluice("events", "dashboard/d69").output.contains("it needs folder"))
    #expect(try await world.why("dashboard/d69").hasPrefix("D 69 could not be applied: it needs folder"))
    let plan = try await world.sluice("plan")
    #expect(plan.output.contains("\n  and 60 objects that need it: "), "\(plan.output)")
    #expect(plan.output.split(separator: "error:").count == 2, "\(plan.output)")
  }

  @Test func aFileThatWasRenamedAndBrokenHoldsItsObjectsBack() async throws {
    let world = try await Workspace()
    let first = try await world.repository.git("rev-parse", "HEAD")
    #expect(try await world.sluice("apply").status == .success)
    try await world.push(
      ["dashboard.yaml": nil, "moved.yaml": Workspace.dashboard("Nodes") + "\nx: [1\nb: 2\n"], message: "move"
    )
    #expect(try await world.sluice("apply").status == .failure)
    let text = try await world.why()
    #expect(text.hasPrefix("Nodes is held back: moved.yaml:"), "\(text)")
    #expect(text.contains("; the workspace keeps the version of commit \(short(first)).\n"), "\(text)")
    #expect(text.contains("  next        it is applied as soon as a commit mends the file\n"), "\(text)")
  }

  @Test func aWaitingDeletionIsNotForgottenWhileTheTokenIsBad() async throws {
    let world = try await Workspace()
    #expect(try await world.sluice("apply").status == .success)
    try await world.push(["dashboard.yaml": nil], message: "gone")
    #expect(try await world.sluice("apply").status == .failure)
    try world.folder.write("glsa_wrong", to: "secrets/monitoring/grafana/token")
    for _ in 0..<2 { #expect(try await world.sluice("apply").status == .failure) }
    let text = try await world.why()
    #expect(
      text.hasPrefix("Nodes is not in the revision any more, and nothing could be done about it since "),
      "\(text)")
    #expect(text.contains(" answered 401: "), "\(text)")
    #expect(text.contains("  was in     dashboard.yaml:1, last changed by Ada in "), "\(text)")
    #expect(!text.contains("\"gone\"") && !text.contains("written in"), "\(text)")
    #expect(
      text.contains(
        "; its deletion waits for an answer: the revision renders to nothing, which would delete 1 of 1 owned "
          + "objects; to allow it, commit with the trailer \"Sluice-Allow-Prune: yes\" or run with --allow-prune\n"
      ),
      "\(text)")
  }

  /// The manifest of one of two workspaces has left: the object is fine in the other one.
  @Test(arguments: [false, true]) func oneOfTwoWorkspacesWasGivenUp(isGone: Bool) async throws {
    let world = try await Workspace()
    let other = try GrafanaEmulator(version: "12.4", adminPassword: SecretValue("admin"))
    defer { other.stop() }
    try world.folder.write(
      other.makeToken(named: "sluice", role: .admin).revealed, to: "secrets/monitoring/second/token")
    let manifest = try await world.repository.git("show", "main:grafana.yaml")
      .replacing(world.grafana.url, with: other.url).replacing("name: prod", with: "name: second")
      .replacing("{name: grafana, key", with: "{name: second, key")
    try await world.push(["h.yaml": manifest], message: "second")
    #expect(try await world.sluice("apply").status == .success)
    if isGone { other.stop() }
    try await world.push(["h.yaml": nil], message: "one")
    #expect(try await world.sluice("apply").status == (isGone ? .success : .failure))
    let text = try await world.why()
    #expect(text.hasPrefix("Nodes is as committed.\n"), "\(text)")
    #expect(text.contains("  written in  dashboard.yaml:1, "), "\(text)")
    if isGone {
      #expect(text.contains("; no Grafana manifest names \(other.url) any more, the last was in "), "\(text)")
      #expect(text.contains("  next        see to it that it answers, "), "\(text)")
    } else {
      #expect(
        text.contains(
          "; its deletion there waits for an answer: no Grafana manifest names this workspace any more, which would "
            + "delete 1 of 1 owned objects\n"), "\(text)")
      #expect(text.contains("  next        to allow it, commit with the trailer "), "\(text)")
    }
  }

  @Test func whatIsNotDeletedByPolicyIsNotAsCommitted() async throws {
    let world = try await Workspace()
    try world.sources(["prod": "prune: false, path: ./"])
    func apply() async -> CommandRun {
      await CommandRun.of([
        "apply", "--sources", world.folder.file("sources.yaml"), "--state", world.folder.file("state"),
        "--secrets", world.folder.file("secrets"),
      ])
    }
    #expect(await apply().status == .success)
    try await world.push(["dashboard.yaml": nil], message: "gone")
    #expect(await apply().status == .success)
    let text = try await world.why()
    #expect(
      text.hasPrefix(
        "Nodes is left as it is: it is not in the revision any more, and nothing is deleted here (prune: false).\n"
      ), "\(text)")
    #expect(text.contains("  was in     dashboard.yaml:1, "), "\(text)")
    #expect(text.contains("  next       delete it by hand, or set prune: true\n"), "\(text)")
  }

  /// An agent of whose parts one has errors keeps its files.
  @Test func anAgentOfWhichAPartIsBrokenIsNotAsCommitted() async throws {
    let world = try await Workspace()
    try await world.push(
      ["agent.yaml": AgentManifest.agent, "instance.yaml": AgentManifest.instance], message: "agent")
    func apply() async throws -> CommandRun {
      try await world.sluice("apply", "--agent-output", world.folder.file("agents"))
    }
    let first = try await apply()
    #expect(first.status == .success, "\(first.output)\(first.errors)")
    #expect(
      try await world.why("GrafanaAgent/agent").hasPrefix("GrafanaAgent monitoring/agent is as committed"))
    try await world.push(
      ["instance.yaml": AgentManifest.instance.replacing("- url: http", with: "- uri: http")],
      message: "break it")
    #expect(try await apply().status == .failure)
    let text = try await world.why("GrafanaAgent/agent")
    #expect(
      text.hasPrefix(
        "GrafanaAgent monitoring/agent is left as it is: the configurations stay as they are because "
          + "MetricsInstance monitoring/primary (instance.yaml:1) has errors.\n"), "\(text)")
    #expect(!text.contains("nothing to do"), "\(text)")
  }
}
