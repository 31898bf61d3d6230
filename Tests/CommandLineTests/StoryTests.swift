import GrafanaEmulator
import Platform
import TestSupport
import Testing

@testable import CommandLine

/// What `why` and `status` say of objects that are not simply as committed, and of how they were made.
@Suite struct StoryTests {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static func dashboard(_ fields: String = "", annotations: String = "") -> String {
    Workspace.dashboard("Nodes")
      .replacing("  folder: General", with: "  folder: General" + fields)
      .replacing("namespace: monitoring}", with: "namespace: monitoring\(annotations)}")
  }

  private func expectBeginning(_ beginning: String, of world: Workspace) async throws {
    let text = try await world.why()
    #expect(text.hasPrefix(beginning), "\(text)")
  }

  @Test func aRefusedCreationIsNoFaultOfTheManifest() async throws {
    let world = try await Workspace()
    var rule = FaultRule(method: "POST", path: WritePath.dashboards, .status(400, message: "no way"))
    // A run by hand tries it once more each time.
    rule.times = 2
    world.grafana.use(FaultPlan([rule]))
    for _ in 0..<2 {
      let apply = try await world.sluice("apply")
      #expect(apply.status == .failure)
      let status = try await world.sluice("status")
      #expect(status.output.contains("prod: 1 object "), "\(status.output)")
      #expect(
        status.output.hasSuffix(
          "; sluice events tells which\nprod: no daemon runs with this state directory now\n"))
      let text = try await world.why()
      #expect(text.hasPrefix("Nodes could not be applied: "), "\(text)")
      #expect(text.contains("no way"))
      #expect(
        text.contains(
          "  next        it is sent again when the manifest, what it needs, the credentials or the server change, "
        ),
        "\(text)")
      #expect(text.contains("  written in  dashboard.yaml:1, last changed by Ada in "), "\(text)")
      #expect(!text.contains("commit mends the manifest"))
    }
  }

  @Test func aSuspendedObjectSaysSo() async throws {
    let world = try await Workspace()
    #expect(try await world.sluice("apply").status == .success)
    try await world.push(["dashboard.yaml": Self.dashboard("\n  suspend: true")], message: "stop")
    #expect(try await world.sluice("apply").status == .success)
    try await expectBeginning("Nodes is suspended: it is neither written nor deleted.\n", of: world)
  }

  @Test func driftThatIsLeftAloneIsTheStateUntilItEnds() async throws {
    let world = try await Workspace()
    let manifest = Self.dashboard(annotations: ", annotations: {sluice.dev/drift: report}")
    try await world.push(["dashboard.yaml": manifest], message: "only tell")
    #expect(try await world.sluice("apply").status == .success)
    world.edit("Mine")
    for _ in 0..<2 {
      #expect(try await world.sluice("apply").status == .success)
      let text = try await world.why()
      #expect(text.hasPrefix("Nodes is not as committed: edited in Grafana by alice at "), "\(text)")
      #expect(text.hasSuffix("  next        it is left as it is, by its policy\n"))
    }
    let status = try await world.sluice("status")
    #expect(
      status.output.contains("prod: 1 object edited and left alone, by policy; sluice events tells which\n"))
    world.edit("Nodes")
    #expect(try await world.sluice("apply").status == .success)
    try await expectBeginning("Nodes is as committed.\n", of: world)
  }

  @Test func howItIsMadeAndWhatItNeedsIsTold() async throws {
    let world = try await Workspace()
    let datasource = """
      apiVersion: grafana.integreatly.org/v1beta1
      kind: GrafanaDatasource
      metadata: {name: amp, namespace: monitoring}
      spec:
        instanceSelector: {matchLabels: {grafana: prod}}
        uid: amp
        valuesFrom:
          - targetPath: secureJsonData.basicAuthPassword
            valueFrom: {secretKeyRef: {name: db, key: password}}
        datasource:
          {name: amp-prod, type: prometheus, access: proxy, url: "http://p:9090", secureJsonData: {basicAuthPassword: "${password}"}}
      """
    let manifest = Self.dashboard(
      """

        datasources: [{inputName: DS, datasourceName: amp}]
        variables: [{name: env, value: prod}]
      """
    ).replacing(
      "\"panels\": []",
      with: """
        "templating": {"list": [{"name": "env", "type": "custom", "query": "prod,test"}]}, "panels": [{"id": 1, "type": "timeseries", "title": "CPU", "gridPos": {"h": 8, "w": 12, "x": 0, "y": 0}, "datasource": {"type": "prometheus", "uid": "${DS}"}, "targets": [{"refId": "A", "expr": "up"}]}]
        """)
    try world.folder.write("hunter2", to: "secrets/monitoring/db/password")
    try await world.push(["amp.yaml": datasource, "dashboard.yaml": manifest], message: "show it")
    let apply = try await world.sluice("apply")
    #expect(apply.status == .success, "\(apply.output)")
    let text = try await world.why()
    #expect(text.contains("  rendered    input DS is amp; variable env=prod\n"), "\(text)")
    #expect(text.contains("  needs       datasource amp-prod (ready)\n"), "\(text)")
    let source = try await world.why("datasource/amp")
    #expect(
      source.contains(
        "  rendered    secureJsonData.basicAuthPassword from Secret monitoring/db, key password\n"),
      "\(source)")
    #expect(!source.contains("hunter2"))

    // A need that has gone bad shows, and so does how much is wrong.
    try await world.push(
      ["amp.yaml": datasource.replacing("access: proxy", with: "access: sideways")], message: "x")
    #expect(try await world.sluice("apply").status == .failure)
    let broken = try await world.why()
    #expect(broken.contains("  needs       datasource amp-prod (not ready)\n"), "\(broken)")
  }

  @Test func statusSaysThatARevisionIsBeingApplied() async throws {
    let world = try await Workspace()
    world.grafana.use(
      FaultPlan([FaultRule(method: "POST", path: WritePath.dashboards, .latency(milliseconds: 60_000))]))
    let signals = SignalSource()
    let file = try world.configuration("interval: 1h")
    async let run = CommandRun.of(["run", "--config", file], signals: signals)
    defer { signals.send(.terminate) }
    let isReached = await eventually {
      world.grafana.requests.contains { $0.target == WritePath.dashboards }
    }
    #expect(isReached)
    let during = try await world.sluice("status")
    #expect(during.output.contains("applying"), "\(during.output)\(during.errors)")
    signals.send(.terminate)
    #expect(await run.status == .success)
    // The process is gone, so nothing is being applied.
    let status = try await world.sluice("status")
    #expect(status.output.contains("starting"), "\(status.output)")
  }
}
