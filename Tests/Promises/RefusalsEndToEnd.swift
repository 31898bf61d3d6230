import Base
import GrafanaEmulator
import Platform
import Report
import Store
import Synchronization
import TestSupport
import Testing

/// What the workspace refuses waits no longer than its cause, and says what to do for as long as it waits.
@Suite struct RefusalsEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let files = ["team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a")]

  /// A world in which every write of a folder meets the fault, so many times.
  private func world(folderFault effect: FaultEffect, times: Int?) async throws -> World {
    let world = try await World()
    var rule = FaultRule(method: "POST", path: WritePath.folders, effect)
    rule.times = times
    world.workspace.use(FaultPlan([rule]))
    try await world.push(Self.files)
    return world
  }

  private func folderWrites(_ world: World) -> Int {
    world.workspace.requests.count { $0.method == "POST" && $0.target == WritePath.folders }
  }

  /// A wall clock that stands still until it is moved; waits take their time.
  private final class WallClock: TimeSource {
    private let moved = Mutex(Duration.zero)
    private let system = SystemTime()

    func move(by duration: Duration) { moved.withLock { $0 += duration } }

    var now: Timestamp { Timestamp(secondsSinceEpoch: 1_795_270_031) + moved.withLock { $0 } }
    var elapsed: Duration { system.elapsed }

    func sleep(for duration: Duration) async throws(CancellationError) {
      try await system.sleep(for: duration)
    }
  }

  /// The waits of each kind of answer: the first and the second.
  @Test(arguments: [(500, [5, 10]), (403, [30, 60]), (422, [600, 1200])])
  func waitsAsLongAsTheAnswerDeserves(status: Int, waits: [Int]) async throws {
    let world = try await world(folderFault: .status(status, message: "no"), times: 2)
    let clock = WallClock()
    let daemon = try await world.start(time: clock)
    #expect(await daemon.cycle().state == .failure)
    for (round, wait) in waits.enumerated() {
      clock.move(by: .seconds(wait - 1))
      #expect(await daemon.cycle().state == .failure)
      #expect(folderWrites(world) == round + 1)
      clock.move(by: .seconds(1))
      #expect(await daemon.cycle().state == (round == 0 ? .failure : .success))
    }
    #expect(folderWrites(world) == 3)
    await daemon.stop()
  }

  @Test func anotherTokenIsTriedAtOnce() async throws {
    let world = try await World()
    let viewer = world.workspace.makeToken(named: "weak", role: .viewer)
    try world.folder.write(viewer.revealed, to: "secrets/monitoring/grafana/token")
    try await world.push(Self.files)
    let daemon = try await world.start(time: WallClock())
    for round in 0..<2 {
      let report = await daemon.cycle()
      #expect(report.state == .failure)
      let text = CycleText.render(report, now: report.started)
      #expect(text.contains("give the token's service account the role Admin"), "round \(round): \(text)")
      #expect(folderWrites(world) == 1, "round \(round)")
    }
    let admin = world.workspace.makeToken(named: "strong", role: .admin)
    try world.folder.write(admin.revealed, to: "secrets/monitoring/grafana/token")
    #expect(await daemon.cycle().state == .success)
    await daemon.stop()
  }

  @Test func isForgottenWithItsManifest() async throws {
    let world = try await world(folderFault: .status(422, message: "no"), times: 1)
    let daemon = try await world.start()
    let target = TargetName(environment: "prod", name: try #require(await daemon.cycle().targets.first).name)
    #expect(try await daemon.state.store.refusals(in: target).count == 1)
    try await world.push(["team.yaml": nil, "a.yaml": nil])
    #expect(await daemon.cycle().state == .success)
    #expect(try await daemon.state.store.refusals(in: target).isEmpty)
    await daemon.stop()
  }

  @Test func isTriedOnceMoreWhenAskedTo() async throws {
    let world = try await world(folderFault: .status(422, message: "no"), times: 4)
    var daemon = try await world.start()
    for _ in 0..<3 { #expect(await daemon.cycle().state == .failure) }
    #expect(folderWrites(world) == 1)
    for asked in 1...2 {
      daemon.loop.wake()
      for _ in 0..<2 { #expect(await daemon.cycle().state == .failure) }
      #expect(folderWrites(world) == 1 + asked)
    }
    // A look at what would be done asks for nothing, and tells why it waits.
    let plan = try await daemon.reconciler.plan()
    #expect(plan.findings.contains { $0.code == "refused-before" })
    await daemon.stop()
    daemon = try await world.start()
    #expect(await daemon.cycle().state == .failure)
    #expect(folderWrites(world) == 4)
    await daemon.stop()
    daemon = try await world.start()
    #expect(await daemon.cycle().state == .success)
    await daemon.stop()
  }

  @Test func whatNeedsItIsNamedByItsTitleAndNeverCalledMended() async throws {
    let world = try await world(folderFault: .status(422, message: "no"), times: 2)
    let daemon = try await world.start()
    let first = await daemon.cycle()
    let cause = "it needs folder \"Team\" (team.yaml:1), which failed"
    #expect(CycleText.render(first, now: first.started).contains("not created: \(cause) (a.yaml:1)"))
    for _ in 0..<2 {
      let report = await daemon.cycle()
      #expect(report.findings.contains { $0.message == cause }, "\(report.findings)")
    }
    daemon.loop.wake()
    _ = await daemon.cycle()
    #expect(world.log.lines.count { $0.contains(cause.split(separator: "\"")[0]) } == 1)
    #expect(!world.log.lines.contains { $0.contains("no longer") }, "\(world.log.lines)")
    daemon.loop.wake()
    #expect(await daemon.cycle().state == .success)
    await daemon.stop()
  }
}
