import Base
import Documents
import Foundation
import GrafanaEmulator
import Report
import TestSupport
import Testing

/// Promise 9: a silent or slow peer never stops the rest.
@Suite struct Promise09SlowPeers {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  @Test func silentWorkspaceDelaysNoOther() async throws {
    let world = try await World()
    let silent = try GrafanaEmulator(
      version: "12.4", adminPassword: SecretValue("admin"),
      faults: FaultPlan([FaultRule(FaultEffect.latency(milliseconds: 600_000))]))
    defer { silent.stop() }
    let other = world.instance
      .replacingOccurrences(of: world.workspace.url, with: silent.url)
      .replacingOccurrences(of: "name: prod", with: "name: silent")
      .replacingOccurrences(of: "timeout: 120", with: "timeout: 2")
    try await world.push([
      "silent.yaml": other, "team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a"),
    ])
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(world.status("/api/dashboards/uid/a") == 200)
    #expect(report.state == .error)
    let failure = try #require(report.targets.compactMap(\.failure).first)
    #expect(failure.contains("GET /api/health"))
    // Having been slow once it is asked beside the cycles: they go on without it, however long it takes.
    let patient = other.replacing("timeout: 2", with: "timeout: 600")
    try await world.push(["silent.yaml": patient, "b.yaml": Manifest.dashboard("b")])
    for round in 0..<4 {
      // A call that is ended for a newer revision says nothing of the workspace.
      if round > 0 { try await world.push(["round.txt": "\(round)"]) }
      let report = await daemon.cycle()
      #expect(report.targets.compactMap(\.failure) == [failure])
      #expect(world.status("/api/dashboards/uid/b") == 200)
    }
    // It answers again, though not to this token: that is told instead.
    silent.use(FaultPlan())
    _ = silent.releaseAnswers()
    let isBack = await eventually {
      await daemon.cycle().targets.compactMap(\.failure).first?.contains("401") == true
    }
    #expect(isBack)
    await daemon.stop()
  }

  /// What is under way beside the cycles ends with the program.
  @Test func aSilentWorkspaceDoesNotHoldUpTheEnd() async throws {
    let world = try await World()
    world.workspace.use(FaultPlan([FaultRule(.latency(milliseconds: 600_000))]))
    try await world.push(["grafana.yaml": world.instance.replacing("timeout: 120", with: "timeout: 2")])
    let daemon = try await world.start()
    #expect(await daemon.cycle().state == .error)
    try await world.push(["grafana.yaml": world.instance.replacing("timeout: 120", with: "timeout: 600")])
    #expect(await daemon.cycle().state == .error)
    await daemon.stop()
  }

  @Test func expiredTokenLeavesEverythingAndNamesTheRemedy() async throws {
    let world = try await World()
    try await world.push(["team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a")])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    world.workspace.expireTokens()
    try await world.push(["a.yaml": nil, "b.yaml": Manifest.dashboard("b")])
    let report = await daemon.cycle()
    #expect(report.state == .error)
    #expect(world.status("/api/dashboards/uid/a") == 200)
    let token = world.workspace.makeToken(named: "renewed", role: .admin)
    try world.folder.write(token.revealed, to: "secrets/monitoring/grafana/token")
    let healed = await daemon.cycle()
    #expect(healed.state == .success)
    #expect(world.status("/api/dashboards/uid/a") == 404)
    #expect(world.status("/api/dashboards/uid/b") == 200)
    await daemon.stop()
  }

  @Test(arguments: ["9.3", "12.4"])
  func passingTroubleIsWaitedFor(version: String) async throws {
    let world = try await World(version: version)
    world.workspace.use(
      FaultPlan([
        rule("POST", WritePath.dashboards(version), times: 1, .tooManyRequests(retryAfterSeconds: 1)),
        rule("POST", "/api/datasources", times: 1, .badGatewayPage),
        rule("POST", WritePath.folders(version), times: 1, .cutAfter),
      ]))
    try await world.push([
      "team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a"), "s.yaml": Manifest.datasource("amp"),
    ])
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(report.state == .success)
    #expect(report.counts.created == 3)
    #expect(try world.dashboard("a")["meta"]?["version"] == 1)
    await daemon.stop()
  }

  @Test func driftIsRepairedWhileTheGitHostIsAway() async throws {
    let world = try await World()
    try await world.push(["team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a")])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    try FileManager.default.moveItem(atPath: world.repository.bare, toPath: world.repository.bare + ".away")
    #expect(world.act("DELETE", "/api/dashboards/uid/a") == 200)
    let report = await daemon.cycle()
    #expect(report.state == .error)
    #expect(report.sourceFailure != nil)
    #expect(world.status("/api/dashboards/uid/a") == 200)
    await daemon.stop()
  }

  @Test func newerRevisionEndsTheWaitForASlowPeer() async throws {
    let world = try await World()
    try await world.push(["team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a")])
    world.workspace.use(
      FaultPlan([rule("POST", WritePath.dashboards, times: 1, .latency(milliseconds: 600_000))]))
    let daemon = try await world.start {
      $0.interval = .milliseconds(200)
      $0.timeout = .seconds(600)
    }
    let running = Task { await daemon.loop.run() }
    let isReached = await eventually {
      world.workspace.requests.contains { $0.target == WritePath.dashboards }
        || world.status("/api/folders/team") == 200
    }
    #expect(isReached)
    try await world.push(["b.yaml": Manifest.dashboard("b")])
    let isDone = await eventually {
      world.status("/api/dashboards/uid/b") == 200 && world.status("/api/dashboards/uid/a") == 200
    }
    #expect(isDone)
    running.cancel()
    await running.value
  }

  @Test func silentHostOfAContentDelaysNothingAndIsNotAskedInEveryCycle() async throws {
    let world = try await World()
    let silent = try LoopbackServer { _ in [.silence] }
    var files = ["team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a")]
    // One after the other they would take more than three hours, and again with every cycle.
    for number in 1...20 {
      files["url\(number).yaml"] = """
        apiVersion: grafana.integreatly.org/v1beta1
        kind: GrafanaDashboard
        metadata: {name: url\(number), namespace: monitoring}
        spec:
          instanceSelector: {matchLabels: {grafana: prod}}
          folder: General
          url: \(silent.url)/\(number).json
        """
    }
    try await world.push(files)
    let daemon = try await world.start {
      $0.timeout = .seconds(600)
      $0.contentPatience = .milliseconds(200)
      $0.allowedAddresses = CIDR("127.0.0.0/8").map { [$0] } ?? []
    }
    let clock = ContinuousClock()
    let begun = clock.now
    let first = await daemon.cycle()
    for _ in 0..<3 { _ = await daemon.cycle() }
    // A single one of them takes ten minutes; a machine that is busy may take its time over the rest.
    #expect(clock.now - begun < .seconds(600))
    #expect(world.status("/api/dashboards/uid/a") == 200)
    #expect(first.state == .failure)
    #expect(first.heldBackCount == 20)
    #expect(silent.connectionCount <= 2)
    await daemon.stop()
  }

  private func rule(_ method: String, _ path: String, times: Int, _ effect: FaultEffect) -> FaultRule {
    var rule = FaultRule(method: method, path: path, effect)
    rule.times = times
    return rule
  }
}
