import Base
import GrafanaEmulator
import Reconcile
import Report
import TestSupport
import Testing

/// Promise 4: answers to the guards of deletions are heard, once, whenever they come.
@Suite struct Promise04Answers {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let answer = "yes, all of them\n\nSluice-Allow-Prune: yes"
  private static let names = ["a", "b", "c", "d", "e"]

  private func world() async throws -> World {
    let world = try await World()
    var files: [String: String?] = ["team.yaml": Manifest.folder()]
    for name in Self.names { files[name + ".yaml"] = Manifest.dashboard(name) }
    try await world.push(files)
    return world
  }

  private func without(_ names: [String]) -> [String: String?] {
    Dictionary(uniqueKeysWithValues: names.map { ($0 + ".yaml", nil) })
  }

  /// The answer stands in a commit in the middle of a push; the plan says what the cycle does.
  @Test(arguments: [true, false]) func inTheMiddleOfAPush(isRestarted: Bool) async throws {
    let world = try await world()
    var daemon = try await world.start()
    _ = await daemon.cycle()
    try await world.push(without(["a", "b", "c", "d"]), message: Self.answer)
    try await world.push(["other.txt": "later"])
    if isRestarted {
      await daemon.stop()
      daemon = try await world.start()
    }
    let plan = try await daemon.reconciler.plan()
    #expect(plan.targets.flatMap { $0.plan?.actions ?? [] }.count { $0.verb == .delete } == 4)
    let report = await daemon.cycle()
    #expect(report.pruneStops.isEmpty)
    #expect(report.counts.deleted == 4)
    // It was followed, so it answers nothing that comes later.
    try await world.push(["team.yaml": nil, "e.yaml": nil])
    #expect(await daemon.cycle().pruneStops.map(\.cause) == [.emptyRender])
    await daemon.stop()
  }

  /// The workspace took no requests when the answer came.
  @Test func whileTheWorkspaceIsAway() async throws {
    let world = try await world()
    let daemon = try await world.start()
    _ = await daemon.cycle()
    try await world.push(without(["a", "b", "c", "d"]), message: Self.answer)
    world.workspace.use(FaultPlan([FaultRule(.status(401, message: "Invalid API key"))]))
    #expect(await daemon.cycle().state == .error)
    try await world.push(["other.txt": "later"])
    #expect(await daemon.cycle().state == .error)
    world.workspace.use(FaultPlan())
    #expect(await daemon.cycle().counts.deleted == 4)
    await daemon.stop()
  }

  /// A workspace is given up for another one: the old one is told with the way out, and is no fault of the revision.
  @Test(arguments: [true, false]) func aWorkspaceThatIsGoneForGoodIsForgotten(isTrailer: Bool) async throws {
    let world = try await world()
    var daemon = try await world.start()
    _ = await daemon.cycle()
    let former = world.workspace.url
    world.workspace.stop()
    let other = try GrafanaEmulator(version: "12.4", adminPassword: SecretValue("admin"))
    defer { other.stop() }
    try world.folder.write(
      other.makeToken(named: "sluice", role: .admin).revealed, to: "secrets/monitoring/grafana/token")
    let instance = world.instance.replacing(former, with: other.url)
    try await world.push(["grafana.yaml": instance], message: "move")
    for _ in 0..<2 {
      let report = await daemon.cycle()
      #expect(report.state == .success)
      let left = try #require(report.findings.first)
      #expect(left.code == "workspace-left" && left.severity == .warning)
      #expect(left.message.hasPrefix("no Grafana manifest names \(former) any more, the last was in "))
      #expect(left.message.contains("6 objects in it were made from here, and it cannot be asked: "))
      #expect(left.remedy?.contains("Sluice-Forget-Workspace: \(former)") == true)
    }
    if isTrailer {
      try await world.push(
        ["grafana.yaml": instance], message: "it is gone\n\nSluice-Forget-Workspace: \(former)/")
    } else {
      await daemon.stop()
      daemon = try await world.start { $0.forgottenWorkspaces = [former] }
    }
    let report = await daemon.cycle()
    #expect(
      report.findings.map(\.message) == [
        "\(former) is forgotten, as was asked for: 6 objects in it were made from here and stay as they are"
      ])
    let note = try await world.note()
    #expect(note.contains("\nwarning   \(former) is forgotten, as was asked for: "), "\(note)")
    let last = await daemon.cycle()
    #expect(try await world.note() == note)
    #expect(last.findings.isEmpty && last.targets.count == 1 && last.state == .success)
    await daemon.stop()
  }

  /// What left after the commit that answers was not meant by it.
  @Test func whatLeftLaterIsAskedFor() async throws {
    let world = try await world()
    let daemon = try await world.start()
    _ = await daemon.cycle()
    try await world.push(without(["a"]), message: Self.answer)
    try await world.push(without(["b", "c", "d", "e"]).merging(["team.yaml": nil]) { first, _ in first })
    let report = await daemon.cycle()
    #expect(report.counts.deleted == 1)
    #expect(report.pruneStops.map(\.candidates.count) == [5])
    #expect(world.status("/api/dashboards/uid/a") == 404)
    #expect(world.status("/api/dashboards/uid/b") == 200)
    #expect(await daemon.cycle().counts.deleted == 0)
    await daemon.stop()
  }
}
