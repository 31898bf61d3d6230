import Base
import Documents
import Git
import GrafanaEmulator
import Platform
import Reconcile
import Report
import Store
import Synchronization
import TestSupport
import Testing

/// Commit statuses from the push to the host, through the daemon and its outbox.
@Suite struct CommitStatusEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  /// A stand-in for GitHub: it keeps what it takes, as long as it is up.
  private final class Host: Sendable {
    private struct State {
      var isUp = true
      var taken: [LoopbackServer.Request] = []
    }

    private let state = Mutex(State())

    func serve() throws -> LoopbackServer {
      try LoopbackServer { [self] request in
        state.withLock { state in
          guard state.isUp else { return [.answer(503, "{\"message\":\"Down\"}")] }
          state.taken.append(request)
          return [.answer(201, "{\"id\":1}")]
        }
      }
    }

    var taken: [LoopbackServer.Request] { state.withLock { $0.taken } }

    func setUp(_ isUp: Bool) { state.withLock { $0.isUp = isUp } }

    /// What it took about a commit, as `state: description` without the time that the cycle took.
    func told(about commit: String) throws -> [String] {
      try taken.filter { $0.target.hasSuffix(commit) }.map { request in
        let body = try JSONParser.parse(request.body)
        let words = (body["description"]?.stringValue ?? "").split(separator: ", ").filter {
          !$0.hasSuffix(" s")
        }
        return "\(body["state"]?.stringValue ?? ""): \(words.joined(separator: ", "))"
      }
    }
  }

  private let host = Host()

  /// A world whose commits get statuses from the host.
  private func world(_ server: LoopbackServer) async throws -> World {
    let world = try await World()
    try world.folder.write("ghp_secret\n", to: "secrets/sluice/github/token")
    try world.folder.write("\(server.url)/octo/config\n", to: "secrets/sluice/github/address")
    return world
  }

  private func start(_ world: World, interval: Duration = .seconds(3600)) async throws -> Daemon {
    try await world.start { settings in
      settings.interval = interval
      settings.status = try? StatusSettings(
        source: settings.source.url,
        secret: SourceSettings.SecretName(namespace: "sluice", name: "github"),
        secretsDirectory: settings.secretsDirectory, targetURL: "https://sluice.example.org/prod")
    }
  }

  /// `pending` is not sent any more once the outcome is known; so the workspace answers nobody before it was told.
  private func letGo(_ world: World, whenPendingIsToldAbout commits: String...) async {
    for count in [1, 2] {
      let isTold = await eventually {
        if count == 2 { _ = world.workspace.releaseAnswers() }
        return commits.allSatisfy { (try? host.told(about: $0).count) == count }
      }
      #expect(isTold, "\(host.taken.count) statuses")
      world.workspace.use(FaultPlan())
    }
  }

  @Test func pendingThenSuccessOnEveryCommitOfThePush() async throws {
    let silence = FaultPlan([FaultRule(.latency(milliseconds: 600_000))])
    let server = try host.serve()
    let world = try await world(server)
    let first = try await world.push(["team.yaml": Manifest.folder()], message: "first")
    let daemon = try await start(world)
    world.workspace.use(silence)
    let running = Task { await daemon.loop.run() }
    await letGo(world, whenPendingIsToldAbout: first)
    let port = world.workspace.url.split(separator: ":").last ?? ""
    let pending = "pending: applying \(first.prefix(7)) to 127.0.0.1:\(port)"
    #expect(try host.told(about: first) == [pending, "success: 1 changed"])

    let request = try #require(host.taken.last)
    #expect(request.method == "POST")
    #expect(request.target == "/api/v3/repos/octo/config/statuses/\(first)")
    #expect(request["authorization"] == "Bearer ghp_secret")
    #expect(request["accept"] == "application/vnd.github+json")
    #expect(request["x-github-api-version"] == "2022-11-28")
    #expect(request["content-type"] == "application/json")
    #expect(request["user-agent"]?.hasPrefix("sluice") == true)
    let body = try JSONParser.parse(request.body)
    #expect(body.objectValue?.keys == ["state", "target_url", "description", "context"])
    #expect(body["target_url"] == "https://sluice.example.org/prod")
    #expect(body["context"] == "sluice/prod")

    // Two commits in one push, and the newest one is broken.
    try await world.repository.git("commit", "-q", "--allow-empty", "-m", "second")
    let second = try await world.repository.git("rev-parse", "HEAD")
    let broken = Manifest.dashboard("b").replacing("\"panels\"", with: "panels")
    let third = try await world.push(["b.yaml": broken], message: "third")
    world.workspace.use(silence)
    daemon.loop.wake()
    await letGo(world, whenPendingIsToldAbout: second, third)
    let failure = "1 of 3 held back: b.yaml:12 spec.json is not JSON"
    let told = try host.told(about: third)
    #expect(
      told == [
        "pending: applying \(third.prefix(7)) to 127.0.0.1:\(port)", "failure: \(failure)",
      ])
    #expect(
      try host.told(about: second) == [
        "pending: applying \(third.prefix(7)) to 127.0.0.1:\(port)",
        "failure: with \(third.prefix(7)): \(failure)",
      ])
    // Nothing changes, so nothing is told.
    daemon.loop.wake()
    #expect(
      await eventually { world.log.lines.last { $0.contains("converged") }?.contains("level=debug") ?? false }
    )
    #expect(host.taken.count == 6)
    running.cancel()
    await running.value
    await daemon.stop()
    #expect(!world.log.lines.joined().contains("ghp_secret"))
  }

  @Test func aHostThatIsDownIsToldAfterARestartAndDelaysNoCycle() async throws {
    let server = try host.serve()
    let world = try await world(server)
    host.setUp(false)
    let commit = try await world.push(["team.yaml": Manifest.folder()], message: "first")
    let daemon = try await start(world)
    #expect(await daemon.cycle().state == .success)
    #expect(world.status("/api/folders/team") == 200)
    #expect(try await daemon.state.store.waitingMessageCount() == 1)
    #expect(host.taken.isEmpty && !server.requests.isEmpty)
    await daemon.stop()

    host.setUp(true)
    let next = try await start(world)
    let running = Task { await next.loop.run() }
    #expect(await eventually { !host.taken.isEmpty })
    // What was overtaken while the host was down is not told any more.
    #expect(try host.told(about: commit) == ["success: 1 changed"])
    running.cancel()
    await running.value
    await next.stop()
  }

  /// Its cycle waits for a slow workspace, and is given up for a newer push or for SIGTERM.
  @Test(arguments: [false, true])
  func aPushThatIsOvertakenGetsAnOutcome(isRestarted: Bool) async throws {
    let server = try host.serve()
    let world = try await world(server)
    var rule = FaultRule(method: "POST", path: WritePath.dashboards, .latency(milliseconds: 600_000))
    rule.times = 1
    world.workspace.use(FaultPlan([rule]))
    let overtaken = try await world.push(
      ["team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a")], message: "overtaken")
    var daemon = try await start(world, interval: .milliseconds(200))
    var running = Task { [daemon] in await daemon.loop.run() }
    #expect(await eventually { (try? host.told(about: overtaken).count) == 1 })
    #expect(await eventually { world.workspace.requests.contains { $0.target == WritePath.dashboards } })
    if isRestarted {
      running.cancel()
      await running.value
      await daemon.stop()
    }
    let newest = try await world.push(["b.yaml": Manifest.dashboard("b")], message: "newest")
    if isRestarted {
      daemon = try await start(world, interval: .milliseconds(200))
      running = Task { [daemon] in await daemon.loop.run() }
    }
    #expect(await eventually { (try? host.told(about: newest).last?.hasPrefix("success: ")) == true })
    // A delivery that was cut off is made again, so there may be a second `pending` before it.
    let outcome = "success: with \(newest.prefix(7)): "
    #expect(await eventually { (try? host.told(about: overtaken).last?.hasPrefix(outcome)) == true })
    running.cancel()
    await running.value
    await daemon.stop()
  }
}
