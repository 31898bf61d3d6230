import Base
import Documents
import GrafanaEmulator
import Reconcile
import Report
import Store
import TestSupport
import Testing

/// Promises 4 and 10 between environments that share a workspace: none takes, overwrites or deletes what is another's.
@Suite struct Promise04Neighbours {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private func push(_ world: World, _ files: [String: String?]) async throws {
    try await world.push(
      files.merging(["ea/grafana.yaml": world.instance, "eb/grafana.yaml": world.instance]) { file, _ in file
      })
  }

  /// Names of the manifests whose objects an environment owns.
  private func owned(_ daemon: Daemon, _ environment: String, _ world: World) async throws -> [String] {
    let target = TargetName(environment: environment, name: world.workspace.url)
    return try await daemon.state.store.inventory(of: target).values.map(\.reference.name).sorted()
  }

  private func version(_ world: World, _ uid: String) throws -> Int? {
    try world.dashboard(uid)["dashboard"]?["version"]?.intValue
  }

  @Test func whoHadItFirstKeepsIt() async throws {
    let world = try await World()
    let neighbourhood = Neighbourhood()
    try await push(world, ["ea/x.yaml": Manifest.dashboard("x", title: "Ours", folder: nil)])
    let first = try await world.start("ea", beside: neighbourhood)
    let second = try await world.start("eb", beside: neighbourhood)
    #expect(await first.cycle().state == .success)
    try await push(world, ["eb/w.yaml": Manifest.dashboard("w", uid: "x", title: "Theirs", folder: nil)])
    for _ in 0..<3 {
      let report = await second.cycle()
      #expect(report.state == .failure)
      let finding = try #require(report.findings.first { $0.severity == .error })
      #expect(
        finding.message == "the dashboard \"Theirs\" (uid x) is the one of environment ea: "
          + "GrafanaDashboard monitoring/x (ea/x.yaml:1)")
      #expect(await first.cycle().state == .success)
    }
    #expect(try world.dashboard("x")["dashboard"]?["title"] == "Ours")
    #expect(try version(world, "x") == 1)
    // Nor is it deleted when the other one gives up.
    try await push(world, ["eb/w.yaml": nil])
    #expect(await second.cycle().counts.deleted == 0)
    #expect(try version(world, "x") == 1)
    await first.stop()
    await second.stop()
  }

  /// The memory of an environment that does not run here counts as well.
  @Test func whatAnAbsentOneOwnsIsLeftAlone() async throws {
    let world = try await World()
    try await push(world, ["ea/x.yaml": Manifest.dashboard("x", title: "Ours", folder: nil)])
    let first = try await world.start("ea", beside: Neighbourhood())
    #expect(await first.cycle().state == .success)
    let store = first.state.store
    let second = try await world.start("eb", beside: Neighbourhood(absent: { ["ea": store] }))
    try await push(world, ["eb/w.yaml": Manifest.dashboard("w", uid: "x", title: "Theirs", folder: nil)])
    #expect(await second.cycle().findings.map(\.code) == ["other-environment"])
    #expect(try world.dashboard("x")["dashboard"]?["title"] == "Ours")
    await first.stop()
    await second.stop()
  }

  /// A manifest moves to the directory of another environment: the object stays, with its history.
  @Test(arguments: [true, false], [true, false])
  func aMoveIsNoDeletion(formerGoesFirst: Bool, hasUID: Bool) async throws {
    let world = try await World()
    let neighbourhood = Neighbourhood()
    let manifest = Manifest.dashboard("x", title: "Ours", folder: nil)
      .replacing("\"uid\": \"x\",", with: hasUID ? "\"uid\": \"x\"," : "")
    try await push(world, ["ea/x.yaml": manifest, "ea/z.yaml": Manifest.dashboard("z", folder: nil)])
    let first = try await world.start("ea", beside: neighbourhood)
    let second = try await world.start("eb", beside: neighbourhood)
    _ = await first.cycle()
    _ = await second.cycle()
    let before = try world.get("/api/search?query=Ours")
    try await push(world, ["ea/x.yaml": nil, "eb/x.yaml": manifest])
    for daemon in [first, second] { await daemon.reconciler.prepare() }
    for daemon in formerGoesFirst ? [first, second] : [second, first] {
      let report = await daemon.cycle()
      #expect(report.state == .success && report.counts.deleted == 0 && report.counts.created == 0)
    }
    // What left is let go when the other one has it.
    #expect(await first.cycle().state == .success)
    #expect(try world.get("/api/search?query=Ours") == before)
    let target = TargetName(environment: "eb", name: world.workspace.url)
    let taken = try #require(try await second.state.store.inventory(of: target).values.first)
    #expect(!taken.isAdopted)
    let history = try await second.state.store.history(of: taken.key, in: target, limit: 9)
    #expect(history.map(\.verb) == [.create])
    #expect(try await owned(second, "eb", world) == ["x"])
    #expect(try await owned(first, "ea", world) == ["z"])
    await first.stop()
    await second.stop()
  }

  /// Running by themselves, they wait for each other at a new revision.
  @Test func loopsMeetAtANewRevision() async throws {
    let world = try await World()
    let neighbourhood = Neighbourhood()
    let manifest = Manifest.dashboard("x", title: "Ours", folder: nil)
    try await push(world, ["ea/x.yaml": manifest, "ea/z.yaml": Manifest.dashboard("z", folder: nil)])
    let first = try await world.start("ea", beside: neighbourhood)
    let second = try await world.start("eb", beside: neighbourhood)
    let running = [first, second].map { daemon in Task { await daemon.loop.run() } }
    #expect(await eventually { (try? version(world, "z")) == 1 && (try? version(world, "x")) == 1 })
    try await push(world, ["ea/x.yaml": nil, "eb/x.yaml": manifest])
    first.loop.wake()
    let isMoved = await eventually {
      (try? await owned(second, "eb", world)) == ["x"]
    }
    #expect(isMoved, "\(world.log.lines)")
    #expect(try version(world, "x") == 1)
    for task in running {
      task.cancel()
      await task.value
    }
    await first.state.close()
    await second.state.close()
  }

  /// Two environments put dashboards into one folder by its title: the folder stays as long as one of them does.
  @Test func aFolderByTitleIsShared() async throws {
    let world = try await World()
    let neighbourhood = Neighbourhood()
    try await push(
      world,
      [
        "ea/x.yaml": Manifest.dashboard("x", folder: "folder: Shared"),
        "eb/w.yaml": Manifest.dashboard("w", folder: "folder: Shared"),
        "ea/z.yaml": Manifest.dashboard("z", folder: nil),
      ])
    let first = try await world.start("ea", beside: neighbourhood)
    let second = try await world.start("eb", beside: neighbourhood)
    #expect(await first.cycle().state == .success)
    #expect(await second.cycle().state == .success)
    try await push(world, ["ea/x.yaml": nil])
    for daemon in [first, second] { await daemon.reconciler.prepare() }
    #expect(await first.cycle().counts.deleted == 1)
    #expect(await second.cycle().state == .success)
    #expect(world.status("/api/dashboards/uid/w") == 200)
    await first.stop()
    await second.stop()
  }

  /// What a moved or renamed manifest says cannot be used yet, or not be read at all: the object stays until it can.
  @Test(arguments: [0, 1, 2, 3])
  func aMoveIntoAnErrorIsNoDeletion(error: Int) async throws {
    let world = try await World()
    let neighbourhood = Neighbourhood()
    let good = Manifest.dashboard("x", uid: "fixed", title: "Ours", folder: nil)
    let later = [
      Manifest.dashboard("x", uid: "fixed", title: "Ours", folder: "folderRef: nowhere"),
      good.replacing("spec:", with: "spec: ["),
      Manifest.dashboard("renamed", uid: "fixed", title: "Ours", folder: "folderRef: nowhere"),
      Manifest.dashboard("renamed", uid: "other", title: "Ours", folder: nil).replacing("json", with: "jsno"),
    ][error]
    for isElsewhere in [true, false] {
      let place = isElsewhere ? "eb" : "ea"
      try await push(world, ["ea/x.yaml": good, "ea/z.yaml": Manifest.dashboard("z", folder: nil)])
      let first = try await world.start("ea", beside: neighbourhood)
      let second = try await world.start("eb", beside: neighbourhood)
      for daemon in [first, second] { _ = await daemon.cycle() }
      let before = try version(world, "fixed")
      try await push(world, ["ea/x.yaml": nil, "\(place)/moved.yaml": later])
      for daemon in [first, second] { await daemon.reconciler.prepare() }
      let report = await first.cycle()
      #expect(report.counts.deleted == 0)
      #expect(report.findings.contains { $0.code == "in-doubt" } || !isElsewhere && error < 2)
      #expect(try version(world, "fixed") == before)
      // Mended, it goes on with its history.
      try await push(
        world,
        ["\(place)/moved.yaml": Manifest.dashboard("renamed", uid: "fixed", title: "Ours", folder: nil)])
      for daemon in [first, second] { await daemon.reconciler.prepare() }
      for daemon in [first, second, first] { #expect(await daemon.cycle().state == .success) }
      #expect(try version(world, "fixed") == before)
      #expect(try await owned(isElsewhere ? second : first, place, world).contains("renamed"))
      try await push(world, ["\(place)/moved.yaml": nil, "ea/x.yaml": good])
      for daemon in [first, second] { await daemon.reconciler.prepare() }
      for daemon in [first, second, first] { #expect(await daemon.cycle().state == .success) }
      await first.stop()
      await second.stop()
    }
  }

  /// A suspended environment does nothing; what moves to it stays where it is until it takes it over.
  @Test func aMoveToASuspendedEnvironmentIsNoDeletion() async throws {
    let world = try await World()
    let neighbourhood = Neighbourhood()
    let manifest = Manifest.dashboard("x", title: "Ours", folder: nil)
    try await push(world, ["ea/x.yaml": manifest, "ea/z.yaml": Manifest.dashboard("z", folder: nil)])
    let first = try await world.start("ea", beside: neighbourhood)
    let second = try await world.start("eb", beside: neighbourhood) { $0.isSuspended = true }
    let running = Task { await second.loop.run() }
    #expect(await first.cycle().state == .success)
    try await push(world, ["ea/x.yaml": nil, "eb/x.yaml": manifest])
    let report = await first.cycle()
    #expect(report.counts.deleted == 0)
    #expect(try await owned(first, "ea", world) == ["x", "z"])
    #expect(try version(world, "x") == 1)
    running.cancel()
    await running.value
    await first.stop()
    await second.state.close()
  }

  /// Two workspaces with the same dashboards, as of a trial and of production: what is broken in one is no doubt in the
  /// other.
  @Test(arguments: [true, false])
  func anEnvironmentThatWorksElsewhereRaisesNoDoubt(isUnreadable: Bool) async throws {
    let world = try await World()
    let trial = try GrafanaEmulator(version: "12.4", adminPassword: SecretValue("admin"))
    defer { trial.stop() }
    try world.folder.write(
      trial.makeToken(named: "sluice", role: .admin).revealed, to: "secrets/monitoring/trial/token")
    let neighbourhood = Neighbourhood()
    let manifest = Manifest.dashboard("x", title: "Ours", folder: nil)
    let elsewhere = world.instance.replacing(world.workspace.url, with: trial.url)
      .replacing("name: grafana,", with: "name: trial,")
    try await world.push([
      "ea/grafana.yaml": world.instance, "ea/x.yaml": manifest,
      "ea/z.yaml": Manifest.dashboard("z", folder: nil),
      "eb/grafana.yaml": elsewhere, "eb/x.yaml": manifest,
    ])
    let first = try await world.start("ea", beside: neighbourhood)
    let second = try await world.start("eb", beside: neighbourhood)
    for daemon in [first, second] { #expect(await daemon.cycle().state == .success) }
    let broken = isUnreadable ? manifest.replacing("spec:", with: "spec: [") : manifest + "\n  nonsense: 1"
    try await world.push(["ea/x.yaml": nil, "eb/x.yaml": broken])
    for daemon in [first, second] { await daemon.reconciler.prepare() }
    let report = await first.cycle()
    // Where a file cannot be read at all, it may be about any workspace.
    #expect(report.counts.deleted == (isUnreadable ? 0 : 1), "\(report.findings.map(\.message))")
    await first.stop()
    await second.stop()
  }
}
