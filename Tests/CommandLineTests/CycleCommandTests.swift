import HTTP
import Platform
import Synchronization
import TestSupport
import Testing

@testable import CommandLine

/// `plan`, `apply`, `run` and what they leave behind, against a repository and a workspace.
@Suite struct CycleCommandTests {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  /// A stand-in that is overloaded until it is told to recover.
  private final class GitHub: Sendable {
    private let isUp = Mutex(false)

    func serve() throws -> LoopbackServer {
      try LoopbackServer { [self] _ in [isUp.withLock { $0 } ? .answer(201, "{}") : .answer(503, "{}")] }
    }

    /// Not in the test itself: the compiler of Swift 6.0 crashes over a mutex that is locked in a function with `async let`.
    func recover() { isUp.withLock { $0 = true } }
  }

  @Test func planAndApplyTellByTheirStatus() async throws {
    let world = try await Workspace()
    let before = try await world.sluice("plan", "--details", "none")
    #expect(before.status == .different, "\(before.errors)")
    #expect(before.output.contains("  + dashboard   Nodes   dashboard.yaml:1\n"))
    #expect(world.title() == "")
    let apply = try await world.sluice("apply")
    #expect(apply.status == .success, "\(apply.errors)")
    #expect(apply.output.contains("1 changed: 1 created."))
    #expect(world.title() == "Nodes")
    let after = try await world.sluice("plan", "-o", "json")
    #expect(after.status == .success, "\(after.errors)")
    #expect(after.output.contains("\"verdict\": \"equal\""))
    #expect(after.output.hasPrefix("{\n  \"version\": 1,\n  \"environment\": \"prod\","))
  }

  @Test func whatIsSkippedIsNamedWhereSomebodyAsks() async throws {
    let world = try await Workspace()
    try await world.push(
      ["web.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n"], message: "add web")
    let line = "web.yaml:1: Deployment web of apps/v1 is skipped, Sluice does not read it"
    let full = try await world.sluice("plan", "--details", "full")
    #expect(full.output.contains("\n\n\(line)\n\n1 change: "), "\(full.output)")
    let short = try await world.sluice("plan")
    #expect(!short.output.contains(line))
    #expect(short.output.contains("1 document of other kinds skipped."))
    let quiet = try await world.sluice("apply")
    #expect(quiet.status == .success && !quiet.errors.contains(line))
    let told = try await world.sluice("apply", "--log-level", "debug")
    #expect(
      told.errors.contains("level=debug msg=skipped environment=prod document=\"\(line)\""), "\(told.errors)")
  }

  @Test func errorsEndWithOneAndNameTheLastGoodRevision() async throws {
    let world = try await Workspace()
    let first = try await world.sluice("apply")
    #expect(first.status == .success, "\(first.errors)")
    try await world.push(
      ["dashboard.yaml": Workspace.dashboard("Nodes").replacing("spec:", with: "spec:\n  jsn: x")],
      message: "break")
    for command in ["plan", "apply"] {
      let run = try await world.sluice(command)
      #expect(run.status == .failure)
      #expect(run.output.contains("unknown field jsn, did you mean json?"))
      #expect(run.output.contains("held back: the workspace keeps it as of main@sha1:"))
    }
    let why = try await world.sluice("why", "dashboard/nodes")
    #expect(why.output.hasPrefix("Nodes is held back: its manifest cannot be applied as it is written.\n"))
    let status = try await world.sluice("status")
    #expect(status.output.contains("failing"))
  }

  @Test func anUnreachableSourceIsAnError() async throws {
    let world = try await Workspace()
    let run = try await world.sluice("plan", "--url", "file:///nowhere/at/all.git")
    #expect(run.status == .failure && run.output.isEmpty)
    #expect(run.errors.hasPrefix("error: prod: "))
  }

  @Test func severalEnvironmentsMakeAList() async throws {
    let world = try await Workspace()
    try world.sources(["one": "prune: true", "two": "prune: true, suspend: true"])
    let sources = world.folder.file("sources.yaml")
    let plan = try await world.sluice("plan", "--sources", sources, "--environment", "one", "-o", "json")
    #expect(plan.status == .different, "\(plan.errors)")
    #expect(
      plan.output.hasPrefix("{\n  \"version\": 1,\n  \"environments\": [\n    {\n      \"version\": 1,"))
    let unknown = try await world.sluice("plan", "--sources", sources, "--environment", "thre")
    #expect(unknown.errors == "error: \(sources) has no Kustomization thre\n  it has one, two\n")
    // The file of options names an environment, which a flag or nothing at all would answer.
    let apply = await CommandRun.of([
      "apply", "--sources", sources, "--state", world.folder.file("several"), "--secrets",
      world.folder.file("secrets"),
    ])
    #expect(apply.status == .success, "\(apply.errors)")
    #expect(apply.errors == "two is suspended\n")
    let status = await CommandRun.of(["status", "--state", world.folder.file("several")])
    #expect(status.output.contains("one          config main  main@sha1:"))
  }

  @Test func aRunFollowsTheSourceUntilItIsStopped() async throws {
    let world = try await Workspace()
    let signals = SignalSource()
    let file = try world.configuration("interval: 1h")
    let errors = CapturedText()
    async let run = CommandRun.of(["run", "--config", file], signals: signals, errors: errors)
    #expect(await eventually { world.title() == "Nodes" })
    let second = try await world.sluice("run")
    #expect(second.status == .failure)
    #expect(second.errors.contains("is held by process"))
    try await world.push(["dashboard.yaml": Workspace.dashboard("Machines")], message: "rename")
    signals.send(.hangup)
    #expect(await eventually { world.title() == "Machines" })
    let plan = try await world.sluice("plan")
    #expect(plan.status == .success, "\(plan.output)")
    let status = try await world.sluice("status", "-o", "json")
    #expect(status.output.contains("\"what\": \"poll\""))
    signals.send(.terminate)
    #expect(await run.status == .success)
    let lines = errors.text.split(separator: "\n")
    #expect(lines.first?.contains("msg=started environment=prod") ?? false)
    #expect(lines.contains { $0.hasSuffix("msg=stopping signal=SIGTERM") })
    #expect(lines.last?.hasSuffix("msg=stopped") ?? false)
    #expect(signals.immediateExits.isEmpty)
  }

  @Test func aRunShowsItsHealth() async throws {
    let world = try await Workspace()
    let signals = SignalSource()
    let file = try world.configuration("interval: 1h\nlisten: 127.0.0.1:0")
    let errors = CapturedText()
    async let run = CommandRun.of(["run", "--config", file], signals: signals, errors: errors)
    #expect(await eventually { world.title() == "Nodes" })
    let url = errors.text.firstRange(of: "msg=listening url=").map { range in
      String(errors.text[range.upperBound...].prefix { $0 != "\n" })
    }
    let client = HTTPClient()
    for (path, part) in [("/healthz", "\"alive\":true"), ("/metrics", "sluice_")] {
      let response = try await client.send(HTTPRequest(.get, try HTTPURL(try #require(url) + path)))
      #expect(response.status == 200)
      #expect(String(decoding: response.body, as: UTF8.self).contains(part))
    }
    let ready = await eventually {
      let page = try? HTTPURL((url ?? "") + "/readyz")
      guard let page, let response = try? await client.send(HTTPRequest(.get, page)) else { return false }
      return response.status == 200
    }
    #expect(ready)
    let second = await CommandRun.of([
      "run", "--config", file, "--environment", "other", "--listen", String((url ?? "").dropFirst(7)),
    ])
    #expect(second.status == .failure && second.errors.contains("the address is in use"))
    signals.send(.interrupt)
    #expect(await run.status == .success)
  }

  /// What the outbox waits for, and what it delivers, is on the page that alerts are made from.
  @Test func aRunMeasuresItsDeliveries() async throws {
    let world = try await Workspace()
    let gitHub = GitHub()
    let host = try gitHub.serve()
    try world.folder.write("ghp_secret", to: "secrets/sluice/github/token")
    try world.folder.write(host.url + "/octo/config", to: "secrets/sluice/github/address")
    let signals = SignalSource()
    let file = try world.configuration(
      "interval: 1h\nlisten: 127.0.0.1:0\nstatus-secret: sluice/github")
    let errors = CapturedText()
    async let run = CommandRun.of(["run", "--config", file], signals: signals, errors: errors)
    defer { signals.send(.terminate) }
    let client = HTTPClient()
    func page() async -> String {
      guard let range = errors.text.firstRange(of: "msg=listening url=") else { return "" }
      let url = String(errors.text[range.upperBound...].prefix { $0 != "\n" })
      guard let page = try? HTTPURL(url + "/metrics"),
        let response = try? await client.send(HTTPRequest(.get, page))
      else { return "" }
      return String(decoding: response.body, as: UTF8.self)
    }
    let deliveries = "sluice_deliveries_total{environment=\"prod\",kind=\"github-status\",result="
    let isWaiting = await eventually {
      let page = await page()
      return page.contains("sluice_outbox_waiting{environment=\"prod\"} 1\n")
        && page.contains("\(deliveries)\"postponed\"} ")
    }
    #expect(isWaiting, "\(errors.text)")
    // A newer status takes the place of one that waits, and is then tried itself.
    let isTold = await eventually {
      let status = await CommandRun.of(["status", "--config", file]).output
      return status.contains("prod: 1 commit status waits: octo/config on 127.0.0.1")
        && status.contains(" answered 503; tried again ")
    }
    #expect(isTold)
    gitHub.recover()
    let isDelivered = await eventually {
      let page = await page()
      return page.contains("sluice_outbox_waiting{environment=\"prod\"} 0\n")
        && page.contains("\(deliveries)\"delivered\"} 1\n")
    }
    #expect(isDelivered, "\(errors.text)")
    let delivered = await CommandRun.of(["status", "--config", file])
    #expect(!delivered.output.contains("wait"), "\(delivered.output)")
    signals.send(.terminate)
    #expect(await run.status == .success)
    #expect(!errors.text.contains("ghp_secret"))
  }

  @Test func whatWasOverwrittenComesBack() async throws {
    let world = try await Workspace()
    _ = try await world.sluice("apply")
    let none = try await world.sluice("restore", "dashboard/nodes")
    #expect(none.status == .failure)
    #expect(none.errors.hasPrefix("error: no copy of dashboard/nodes is kept\n"))
    world.edit("Mine")
    let repair = try await world.sluice("apply")
    #expect(repair.status == .success, "\(repair.errors)")
    #expect(world.title() == "Nodes")
    let dry = try await world.sluice("restore", "dashboard/nodes", "--dry-run")
    #expect(dry.status == .success, "\(dry.errors)")
    #expect(dry.output.hasSuffix("copy 1 would be put back\n"))
    #expect(world.title() == "Nodes")
    let restore = try await world.sluice("restore", "GrafanaDashboard/monitoring/nodes")
    #expect(restore.status == .success, "\(restore.errors)")
    #expect(
      restore.output == """
        put back copy 1 of dashboard "Mine" (nodes) in \(world.grafana.url)
          what it replaced is kept as copy 2
          Git still has it: the next cycle makes it what dashboard.yaml:1 says; commit the change to keep it

        """)
    #expect(world.title() == "Mine")
    // What it replaced was kept, so going back is one more restore.
    let back = try await world.sluice("restore", "dashboard/nodes", "-o", "json")
    #expect(back.status == .success, "\(back.errors)")
    #expect(back.output.contains("\"copy\": 2"))
    #expect(world.title() == "Nodes")
    let unknown = try await world.sluice("restore", "dashboard/nodes", "--copy", "99")
    #expect(unknown.errors.hasPrefix("error: there is no copy 99 of dashboard/nodes\n"))
  }

  @Test func eventsAndWhyAnswerFromTheMemory() async throws {
    let world = try await Workspace()
    let nothing = try await world.sluice("events")
    #expect(nothing.errors.hasPrefix("error: nothing was ever run with the state directory"))
    _ = try await world.sluice("apply")
    let events = try await world.sluice("events", "dashboard/nodes", "--limit", "5")
    #expect(events.status == .success, "\(events.errors)")
    #expect(events.output.contains("GrafanaDashboard/monitoring/nodes  create: new in Git\n"))
    for word in [
      "dashboard/nodes", "GrafanaDashboard/monitoring/nodes", "dashboard/Nodes", "grafanadashboard/nodes",
    ] {
      let why = try await world.sluice("why", word)
      #expect(why.output.hasPrefix("Nodes is as committed.\n"), "\(word): \(why.errors)")
      #expect(why.output.contains("written in  dashboard.yaml:1, last changed by Ada in "))
    }
    let unknown = try await world.sluice("why", "dashboard/node")
    #expect(
      unknown.errors.hasPrefix(
        "error: no object dashboard/node is known, did you mean GrafanaDashboard/monitoring/nodes?\n"))
    let shapeless = try await world.sluice("why", "nodes")
    #expect(shapeless.errors == "error: nodes names no object\n  write KIND/NAME: \(ObjectWord.forms)\n")
  }

  @Test func twoObjectsOfOneTitleAreListed() async throws {
    let world = try await Workspace()
    let other = Workspace.dashboard("Nodes").replacing("name: nodes", with: "name: other")
      .replacing("\"uid\": \"nodes\"", with: "\"uid\": \"other\"").replacing(
        "folder: General", with: "folder: Team")
    try await world.push(["other.yaml": other], message: "second")
    let apply = try await world.sluice("apply")
    #expect(apply.status == .success, "\(apply.output)")
    for command in ["why", "events"] {
      let run = try await world.sluice(command, "dashboard/Nodes")
      #expect(run.status == .failure)
      #expect(
        run.errors == """
          error: dashboard/Nodes means 2 objects: GrafanaDashboard/monitoring/nodes in prod, GrafanaDashboard/monitoring/other in prod
            write one of these paths, and --environment NAME where several have it

          """)
    }
  }
}
