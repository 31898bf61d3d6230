import Base
import GrafanaEmulator
import Plan
import Report
import TestSupport
import Testing

/// A listing that the workspace does not give concerns the objects that it would show, and no others.
@Suite struct UnlistedObjectsEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let account = """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: GrafanaServiceAccount
    metadata: {name: ci, namespace: monitoring}
    spec: {instanceName: prod, role: Viewer}
    """
  private static let files = [
    "team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a"), "ci.yaml": account,
  ]
  private static let accounts = "/api/serviceaccounts/search"

  private func refuse(_ world: World, _ path: String, _ status: Int = 403) {
    world.workspace.use(
      FaultPlan([FaultRule(method: "GET", path: path, .status(status, message: "not for you"))]))
  }

  @Test(arguments: ["9.4", "12.4"])
  func onlyItsObjectsWait(version: String) async throws {
    let world = try await World(version: version)
    refuse(world, Self.accounts)
    try await world.push(Self.files)
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(report.counts.created == 2)
    #expect(world.status("/api/dashboards/uid/a") == 200)
    let finding = try #require(report.findings.first)
    #expect(report.findings.count == 1)
    #expect(finding.subject?.name == "ci")
    #expect(finding.location?.file == "ci.yaml")
    #expect(
      finding.message.hasPrefix(
        "the workspace does not list its service accounts: GET /api/serviceaccounts/search"))
    #expect(finding.message.hasSuffix("answered 403: not for you; what it has of them stays as it is"))
    #expect(finding.remedy == "give the token's service account the role Admin")
    world.workspace.use(FaultPlan())
    let next = await daemon.cycle()
    #expect(next.state == .success)
    #expect(next.counts.created == 1)
    await daemon.stop()
  }

  /// What left Git meanwhile is neither forgotten nor taken for gone.
  @Test func whatIsOursIsRemembered() async throws {
    let world = try await World()
    try await world.push(Self.files)
    let daemon = try await world.start()
    #expect(await daemon.cycle().state == .success)
    refuse(world, Self.accounts, 500)
    try await world.push(["ci.yaml": nil])
    let report = await daemon.cycle()
    #expect(report.findings.map(\.subject?.name) == ["ci"])
    #expect(report.findings.first?.severity == .error)
    #expect(report.targets.flatMap(\.outcomes).isEmpty)
    #expect(try world.get(Self.accounts + "?query=ci")["serviceAccounts"]?.arrayValue?.count == 1)
    world.workspace.use(FaultPlan())
    let next = await daemon.cycle()
    #expect(next.state == .success)
    #expect(next.counts.deleted == 1)
    #expect(try world.get(Self.accounts + "?query=ci")["serviceAccounts"]?.arrayValue?.isEmpty == true)
    await daemon.stop()
  }

  /// Also beside others of its kind that stay wanted.
  @Test func eachThatLeftIsNamed() async throws {
    let world = try await World()
    let other = Self.account.replacing("name: ci", with: "name: backup")
    try await world.push(Self.files.merging(["backup.yaml": other]) { first, _ in first })
    let daemon = try await world.start()
    #expect(await daemon.cycle().state == .success)
    refuse(world, Self.accounts, 500)
    try await world.push(["ci.yaml": nil])
    #expect(await daemon.cycle().findings.compactMap(\.subject?.name).sorted() == ["backup", "ci"])
    await daemon.stop()
  }

  /// Trouble that may pass is its own matter too, until it meets a second listing.
  @Test func oneThatIsOverloadedKeepsNothingElse() async throws {
    let world = try await World()
    refuse(world, Self.accounts, 503)
    try await world.push(Self.files)
    let daemon = try await world.start()
    #expect(await daemon.cycle().counts.created == 2)
    world.workspace.use(
      FaultPlan(
        [Self.accounts, "/api/datasources"].map {
          FaultRule(method: "GET", path: $0, .status(503, message: "later"))
        }))
    try await world.push(["more.yaml": Manifest.folder("more", title: "More")])
    let report = await daemon.cycle()
    #expect(report.targets.first?.failure != nil)
    #expect(report.counts.created == 0)
    await daemon.stop()
  }

  /// Data sources are looked at for the sake of those who name them: what does not, goes on without them.
  @Test func namesOfDatasourcesPassUnchecked() async throws {
    let world = try await World()
    refuse(world, "/api/datasources")
    try await world.push(["team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a")])
    let daemon = try await world.start()
    for round in 0..<2 {
      let report = await daemon.cycle()
      #expect(report.counts.created == (round == 0 ? 2 : 0))
      #expect(report.findings.map(\.severity) == [.warning])
      #expect(report.findings.first?.message.contains("does not list its datasources") == true)
    }
    world.workspace.use(FaultPlan())
    #expect(await daemon.cycle().findings.isEmpty)
    await daemon.stop()
  }

  /// A kind that a workspace stops serving for a while does not make its objects count as gone.
  @Test func kindsThatAreNotServedStay() async throws {
    let world = try await World()
    let wall = NotificationManifest.object(
      "GrafanaManifest", "wall",
      """
      template:
        apiVersion: dashboard.grafana.app/v1beta1
        kind: Dashboard
        metadata: {name: wall}
        spec: {title: Wall}
      """)
    try await world.push(["team.yaml": Manifest.folder(), "wall.yaml": wall])
    var daemon = try await world.start()
    #expect(await daemon.cycle().state == .success)
    await daemon.stop()
    refuse(world, "/apis/dashboard.grafana.app", 404)
    daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(
      report.findings.map(\.message) == [
        "the workspace does not list its objects of the kind Dashboard (dashboard.grafana.app): "
          + "GET /apis/dashboard.grafana.app: it serves no kind Dashboard there, GET /apis lists what it serves; what "
          + "it has of them stays as it is"
      ])
    try await world.push(["wall.yaml": nil])
    #expect(await daemon.cycle().targets.flatMap(\.outcomes).isEmpty)
    world.workspace.use(FaultPlan())
    #expect(await daemon.cycle().counts.deleted == 1)
    #expect(world.status("/api/dashboards/uid/wall") == 404)
    await daemon.stop()
  }
}
