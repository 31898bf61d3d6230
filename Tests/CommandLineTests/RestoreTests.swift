import Documents
import GrafanaEmulator
import Platform
import TestSupport
import Testing

@testable import CommandLine

/// `restore` of every kind of object, and what it says of the consequences.
@Suite struct RestoreTests {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let folder = """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: GrafanaFolder
    metadata: {name: team, namespace: monitoring}
    spec:
      instanceSelector: {matchLabels: {grafana: prod}}
      uid: team
      title: Team
    """

  private static let datasource = """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: GrafanaDatasource
    metadata: {name: amp, namespace: monitoring}
    spec:
      instanceSelector: {matchLabels: {grafana: prod}}
      uid: amp
      datasource: {name: amp-prod, type: prometheus, access: proxy, url: "http://prometheus.example.org:9090"}
    """

  private func act(_ world: Workspace, _ method: String, _ path: String, _ body: String = "{}") {
    let answer = world.grafana.perform(method, path, body: body, as: "alice", role: .admin)
    #expect(answer.status == 200, "\(method) \(path): \(String(decoding: answer.body, as: UTF8.self))")
  }

  private func get(_ world: Workspace, _ path: String) throws -> JSON {
    try JSONParser.parse(
      world.grafana.perform("GET", path, as: "admin", role: .admin).body, options: .lenient)
  }

  @Test func aFolderComesBackWithItsTitle() async throws {
    let world = try await Workspace()
    try await world.push(["team.yaml": Self.folder], message: "folder")
    #expect(try await world.sluice("apply").status == .success)
    act(world, "PUT", "/api/folders/team", "{\"title\":\"Ours\",\"version\":1,\"overwrite\":true}")
    #expect(try await world.sluice("apply").status == .success)
    #expect(try get(world, "/api/folders/team")["title"] == "Team")
    // By the title that it had, by the title that Git gives it, by its manifest.
    for word in ["folder/Ours", "folder/Team", "GrafanaFolder/monitoring/team"] {
      let dry = try await world.sluice("restore", word, "--dry-run")
      #expect(
        dry.output.hasPrefix("copies of folder \"Ours\" (team) in \(world.grafana.url):\n"), "\(dry.errors)")
    }
    let run = try await world.sluice("restore", "folder/team")
    #expect(
      run.output == """
        put back copy 1 of folder "Ours" (team) in \(world.grafana.url)
          what it replaced is kept as copy 2
          Git still has it: the next cycle makes it what team.yaml:1 says; commit the change to keep it

        """, "\(run.errors)")
    #expect(try get(world, "/api/folders/team")["title"] == "Ours")
    let apply = try await world.sluice("apply")
    #expect(apply.output.contains(": restored by sluice restore at "), "\(apply.output)")
    #expect(try get(world, "/api/folders/team")["title"] == "Team")
  }

  @Test func aDataSourceThatWasPutBackIsToldSo() async throws {
    let world = try await Workspace()
    try await world.push(["amp.yaml": Self.datasource], message: "source")
    #expect(try await world.sluice("apply").status == .success)
    let wanted = try get(world, "/api/datasources/uid/amp")
    act(
      world, "PUT", "/api/datasources/uid/amp",
      "{\"uid\":\"amp\",\"name\":\"amp-prod\",\"type\":\"prometheus\",\"access\":\"proxy\",\"url\":\"http://mine:9090\"}"
    )
    #expect(try await world.sluice("apply").status == .success)
    #expect(try await world.sluice("restore", "datasource/amp").status == .success)
    #expect(try get(world, "/api/datasources/uid/amp")["url"] == "http://mine:9090")
    let apply = try await world.sluice("apply")
    #expect(apply.output.contains("restored by sluice restore at "), "\(apply.output)")
    #expect(try get(world, "/api/datasources/uid/amp")["url"] == wanted["url"])
  }

  /// They have names of their own beside their data source's.
  @Test func correlationsComeBack() async throws {
    let world = try await Workspace()
    let link =
      #"[{"targetUID": "amp", "label": "Again", "config": {"field": "id", "target": {"expr": "up"}}}]"#
    let manifest = Self.datasource.replacing(
      "namespace: monitoring}",
      with: "namespace: monitoring, annotations: {sluice.dev/correlations: '\(link)'}}")
    try await world.push(["amp.yaml": manifest], message: "source")
    #expect(try await world.sluice("apply").status == .success)
    let path = "/api/datasources/uid/amp/correlations"
    let uid = try #require(try get(world, path)[0]?["uid"]?.stringValue)
    act(world, "PATCH", "\(path)/\(uid)", #"{"description": "mine"}"#)
    let apply = try await world.sluice("apply")
    #expect(apply.output.contains(#"correlation "Again": description"#), "\(apply.output)")
    #expect(try get(world, path)[0]?["description"] == "")
    let source = try await world.sluice("why", "datasource/amp")
    #expect(source.output.hasPrefix("amp-prod is "), "\(source.output)\(source.errors)")
    for word in ["correlations/amp", "GrafanaDatasource/monitoring/amp[correlations]"] {
      let why = try await world.sluice("why", word)
      #expect(why.output.hasPrefix("amp is "), "\(why.output)\(why.errors)")
      #expect(why.output.contains("GrafanaDatasource monitoring/amp[correlations] in prod"), "\(why.output)")
    }
    let none = try await world.sluice("restore", "datasource/amp", "--dry-run")
    #expect(!none.output.contains("copies of correlations"), "\(none.output)")
    let run = try await world.sluice("restore", "correlations/amp")
    #expect(
      run.output.hasPrefix("put back copy 1 of correlations \"amp\" (amp) in \(world.grafana.url)\n"),
      "\(run.output)\(run.errors)")
    #expect(try get(world, path)[0]?["description"] == "mine")
    #expect(try get(world, path)[0]?["uid"]?.stringValue == uid)
  }

  @Test func aDataSourceComesBackWithoutItsSecrets() async throws {
    let world = try await Workspace()
    act(
      world, "POST", "/api/datasources",
      """
      {"uid":"amp","name":"amp-old","type":"prometheus","access":"proxy","url":"http://old:9090",
       "secureJsonData":{"basicAuthPassword":"hunter2","httpHeaderValue1":"x"}}
      """)
    try await world.push(["amp.yaml": Self.datasource], message: "take over")
    #expect(try await world.sluice("apply").status == .success)
    try await world.push(["amp.yaml": nil], message: "remove")
    #expect(try await world.sluice("apply", "--allow-prune").status == .success)
    #expect(world.grafana.perform("GET", "/api/datasources/uid/amp", as: "admin", role: .admin).status == 404)
    let run = try await world.sluice("restore", "datasource/amp", "--copy", "1")
    #expect(
      run.output == """
        put back copy 1 of datasource "amp-old" (amp) in \(world.grafana.url)
          no copy holds its secrets: enter basicAuthPassword, httpHeaderValue1 in the workspace again

        """, "\(run.errors)")
    #expect(try get(world, "/api/datasources/uid/amp")["url"] == "http://old:9090")
  }

  private static let contactPoint = """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: GrafanaContactPoint
    metadata: {name: ops, namespace: monitoring}
    spec:
      instanceSelector: {matchLabels: {grafana: prod}}
      receivers: [{type: pagerduty, settings: {integrationKey: NEWKEY}}]
    """

  /// What the workspace has by then is no longer what the copy was made of, and nobody can see it.
  @Test func aContactPointComesBackWithSecretsThatNobodyKnows() async throws {
    let world = try await Workspace()
    let theirs = world.grafana.perform(
      "POST", "/api/v1/provisioning/contact-points",
      body: """
        {"uid":"theirs","name":"ops","type":"pagerduty","settings":{"integrationKey":"THEIRS","class":"mine"}}
        """, as: "alice", role: .admin)
    #expect(theirs.status == 202)
    try await world.push(["ops.yaml": Self.contactPoint], message: "take over")
    #expect(try await world.sluice("apply").status == .success)
    let run = try await world.sluice("restore", "contactpoint/ops")
    #expect(run.status == .failure)
    #expect(
      run.output == """
        put back copy 1 of contact point "ops" (ops) in \(world.grafana.url)
          what it replaced is kept as copy 2
          no copy holds the secrets of its receivers: theirs (pagerduty) have those of before the restore; where these \
        are not the right ones, enter them in the workspace
          Git still has it: the next cycle makes it what ops.yaml:1 says; commit the change to keep it

        """, "\(run.errors)")
    #expect(
      try get(world, "/api/v1/provisioning/contact-points?name=ops")[0]?["settings"]?["class"] == "mine")
    // Git has it no more, though the workspace would not let it go.
    #expect(
      world.grafana.perform(
        "PUT", "/api/v1/provisioning/policies", body: "{\"receiver\":\"ops\"}", as: "alice", role: .admin
      ).status == 202)
    try await world.push(["ops.yaml": nil], message: "remove")
    #expect(try await world.sluice("apply", "--allow-prune").status == .failure)
    let late = try await world.sluice("restore", "contactpoint/ops", "--copy", "1")
    #expect(
      late.output.contains("  Git has it no more, and the next cycle deletes it again"), "\(late.output)")
    #expect(!late.output.contains("Git still has it"))
  }

  @Test func anAgentFileComesBackWhileADaemonRuns() async throws {
    let world = try await Workspace()
    try await world.push(["agent.yaml": AgentManifest.whole], message: "agent")
    let file = try world.configuration("interval: 1h\nagent-output: \(world.folder.file("agents"))")
    let signals = SignalSource()
    let errors = CapturedText()
    async let run = CommandRun.of(["run", "--config", file], signals: signals, errors: errors)
    // A test that fails must not wait for the program.
    defer { signals.send(.terminate) }
    let name = "monitoring/agent/metrics/agent.yml"
    func text() -> String? {
      (try? FileSystem.read(world.folder.file("agents/" + name), limit: 1 << 20)).map {
        String(decoding: $0, as: UTF8.self)
      }
    }
    #expect(await eventually { errors.text.contains("msg=converged") })
    let written = try #require(text(), "\(errors.text)")
    try AtomicFile.write(Array("server: {}\n".utf8), to: world.folder.file("agents/" + name), mode: 0o600)
    signals.send(.hangup)
    #expect(await eventually { text() == written })
    let restore = await CommandRun.of(
      ["restore", "agentfile/\(name)", "--config", file], environment: ["TMPDIR": world.folder.path])
    #expect(
      restore.output == """
        put back copy 1 of agent file "\(name)" (\(name)) in \(world.folder.file("agents"))
          what it replaced is kept as copy 2
          Git still has it: the next cycle makes it what agent.yaml:1 says; commit the change to keep it

        """, "\(restore.errors)")
    #expect(text() == "server: {}\n")
    signals.send(.hangup)
    #expect(await eventually { text() == written })
    #expect(
      await eventually { errors.text.contains("reason=\"restored by sluice restore at ") }, "\(errors.text)")
    signals.send(.terminate)
    #expect(await run.status == .success)
  }
}
