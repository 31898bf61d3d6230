import Base
import Foundation
import GrafanaEmulator
import TestSupport
import Testing

@testable import CommandLine

/// What is told of a workspace that no manifest names any more and that is gone.
@Suite struct LeftWorkspaceTests {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  /// A world with a second workspace, in which everything is applied.
  private struct Pair {
    let world: Workspace
    let other: GrafanaEmulator

    init() async throws {
      world = try await Workspace()
      other = try GrafanaEmulator(version: "12.4", adminPassword: SecretValue("admin"))
      let token = other.makeToken(named: "sluice", role: .admin)
      try world.folder.write(token.revealed, to: "secrets/monitoring/second/token")
      try await world.push(["h.yaml": Self.manifest(other.url)], message: "second")
      let run = try await world.sluice("apply")
      #expect(run.status == .success, "\(run.output)\(run.errors)")
    }

    static func manifest(_ url: String) -> String {
      """
      apiVersion: grafana.integreatly.org/v1beta1
      kind: Grafana
      metadata: {name: second, namespace: monitoring, labels: {grafana: prod}}
      spec:
        external:
          url: \(url)
          apiKey: {name: second, key: token}
        client: {timeout: 120}
      """
    }

    func note() async throws -> String {
      try await world.repository.bareGit("notes", "--ref=sluice", "show", "main")
    }
  }

  private func left(_ pair: Pair) -> String {
    "no Grafana manifest names \(pair.other.url) any more, the last was in "
  }

  @Test(arguments: [false, true]) func planAndApplyAndStatusTellTheSame(isSecretGone: Bool) async throws {
    let pair = try await Pair()
    pair.other.stop()
    if isSecretGone {
      try FileManager.default.removeItem(atPath: pair.world.folder.file("secrets/monitoring/second/token"))
    }
    try await pair.world.push(["h.yaml": nil], message: "without the second")
    let reason =
      isSecretGone ? "there is no value for key token of Secret monitoring/second" : "GET /api/health: "
    let plan = try await pair.world.sluice("plan")
    #expect(plan.status == .success, "\(plan.output)\(plan.errors)")
    let apply = try await pair.world.sluice("apply")
    #expect(apply.status == .success, "\(apply.output)\(apply.errors)")
    for text in [plan.output, apply.output] {
      #expect(text.contains("warning: \(left(pair))"), "\(text)")
      #expect(text.contains("and it cannot be asked: ") && text.contains(reason), "\(text)")
      #expect(text.contains("Sluice-Forget-Workspace: \(pair.other.url)"), "\(text)")
      #expect(!text.contains("error:") && !text.contains("held back"), "\(text)")
    }
    let status = try await pair.world.sluice("status")
    #expect(status.output.contains("ready"), "\(status.output)")
    #expect(status.output.contains("\nprod: \(left(pair))"), "\(status.output)")
    let note = try await pair.note()
    #expect(note.hasPrefix("success · prod · 1 equal"), "\(note)")
    #expect(note.contains("\nwarning   \(left(pair))"), "\(note)")
    // What is to be written elsewhere decides.
    try await pair.world.push(["dashboard.yaml": Workspace.dashboard("Other")], message: "change")
    #expect(try await pair.world.sluice("plan").status == .different)
  }

  @Test func forgettingIsNotedOnceAndNothingIsCalledMended() async throws {
    let pair = try await Pair()
    pair.other.stop()
    let away = try await pair.world.sluice("apply")
    #expect(away.status == .failure)
    try await pair.world.push(["h.yaml": nil], message: "without the second")
    #expect(try await pair.world.sluice("apply").status == .success)
    try await pair.world.push(
      ["other.txt": "x"], message: "gone\n\nSluice-Forget-Workspace: \(pair.other.url)")
    let text = "\(pair.other.url) is forgotten, as was asked for: 1 object in it was made from here"
    let apply = try await pair.world.sluice("apply")
    #expect(apply.output.contains("warning: \(text)"), "\(apply.output)")
    let note = try await pair.note()
    #expect(note.contains("\nwarning   \(text)"), "\(note)")
    let again = try await pair.world.sluice("apply")
    #expect(!again.output.contains("warning"), "\(again.output)")
    #expect(try await pair.note() == note)
    let events = try await pair.world.sluice("events")
    #expect(!events.output.contains("can be worked with again"), "\(events.output)")
  }

  @Test func whatCannotBeForgottenIsSaid() async throws {
    let pair = try await Pair()
    let slip = pair.other.url + "1"
    try await pair.world.push(
      ["h.yaml": Pair.manifest(pair.other.url)], message: "slip\n\nSluice-Forget-Workspace: \(slip)")
    let text =
      "warning: \"Sluice-Forget-Workspace: \(slip)\" forgets nothing: the environment prod never had a workspace of "
      + "that URL, did you mean \(pair.other.url)?\n  no workspace is there to be forgotten\n"
    for _ in 0..<2 {
      let apply = try await pair.world.sluice("apply")
      #expect(apply.status == .success && apply.output.contains(text), "\(apply.output)")
    }
    #expect(try await pair.note().contains("\nwarning   \"Sluice-Forget-Workspace: \(slip)\" forgets"))
    let status = try await pair.world.sluice("status")
    #expect(status.output.contains("\nprod: \"Sluice-Forget-Workspace: \(slip)\" forgets nothing"))
    // Over with the next revision.
    try await pair.world.push(["other.txt": "x"], message: "later")
    #expect(try await pair.world.sluice("apply").output.contains("forgets nothing") == false)

    let named = try await pair.world.sluice("apply", "--forget-workspace", pair.other.url)
    #expect(
      named.output.contains(
        "warning: \"--forget-workspace \(pair.other.url)\" forgets nothing: the workspace is still named by h.yaml:1\n"
      ), "\(named.output)")
    let unknown = try await pair.world.sluice("apply", "--forget-workspace", "http://127.0.0.1:9")
    #expect(
      unknown.output.contains(
        "\"--forget-workspace http://127.0.0.1:9\" forgets nothing: the environment prod"),
      "\(unknown.output)")
  }

  /// One cause that holds many objects back is told with one remedy.
  @Test func anotherNameForTheEnvironmentIsToldOnce() async throws {
    let world = try await Workspace()
    var files: [String: String?] = [:]
    for name in ["a", "b", "c", "d"] {
      files["\(name).yaml"] = Workspace.dashboard(name.uppercased()).replacing("nodes", with: name)
    }
    try await world.push(files, message: "more")
    func apply(_ environment: String) async throws -> CommandRun {
      await CommandRun.of([
        "apply", "--url", world.repository.fileURL, "--state", world.folder.file("both"), "--environment",
        environment, "--secrets", world.folder.file("secrets"), "--timeout", "2m",
      ])
    }
    #expect(try await apply("default").status == .success)
    let prod = try await apply("prod")
    #expect(prod.status == .failure)
    #expect(!prod.output.contains("does not have it yet"), "\(prod.output)")
    #expect(prod.output.split(separator: "remove its directory").count == 2, "\(prod.output)")
    #expect(
      prod.output.contains(
        "\n  and 4 objects more of the same environment: GrafanaDashboard monitoring/b (b.yaml:1), "
          + "GrafanaDashboard monitoring/c (c.yaml:1), GrafanaDashboard monitoring/d (d.yaml:1) and 1 more\n"),
      "\(prod.output)")
  }
}
