import Base
import Documents
import Foundation
import GrafanaEmulator
import Platform
import Report
import Store
import TestSupport
import Testing

/// Promise 8, of contents that are made with secrets: what is said of them, and what is kept of them.
@Suite struct Promise08SecretContents {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let secret = "correct-horse-battery-staple"

  /// A dashboard with a text in it.
  private static func dashboard(_ content: String, panel: String = "CPU", more: String = "") -> String {
    """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: GrafanaDashboard
    metadata: {name: d, namespace: monitoring, annotations: {sluice.dev/substitute-envs: enabled}}
    spec:
      instanceSelector: {matchLabels: {grafana: prod}}
      folder: General
      envFrom: [{secretKeyRef: {name: db, key: password}}]
      json: |
        {"uid": "d", "title": "D", "panels": [
          {"id": 1, "type": "text", "title": "\(panel)", "gridPos": {"h": 8, "w": 12, "x": 0, "y": 0}\(more),
           "options": {"content": "\(content)"}}]}
    """
  }

  private static let open = dashboard("plain").replacing(
    "  envFrom: [{secretKeyRef: {name: db, key: password}}]\n", with: "")

  private static func datasource(_ value: String, isSecret: Bool) -> String {
    Manifest.datasource(
      "amp", extra: "jsonData: {defaultDatabase: '\(value)'}",
      values: isSecret
        ? """
        valuesFrom:
          - targetPath: jsonData.defaultDatabase
            valueFrom: {secretKeyRef: {name: db, key: password}}
        """ : "")
  }

  private static func channel(_ settings: String) -> String {
    """
    apiVersion: integreatly.org/v1alpha1
    kind: GrafanaNotificationChannel
    metadata: {name: c, namespace: monitoring}
    spec:
      json: '{"uid": "c", "name": "C", "type": "webhook", "settings": {\(settings)}}'
    """
  }

  private func world(version: String = "12.4", alerting: AlertingSystem = .unified) async throws -> World {
    let world = try await World(version: version, alerting: alerting)
    try world.folder.write(Self.secret, to: "secrets/monitoring/db/password")
    return world
  }

  /// Everything that leaves the program in a cycle: plan, report, note, log, events and history.
  private func texts(_ world: World, _ daemon: Daemon, plan: PlanReport, _ report: CycleReport) async throws
    -> [String]
  {
    var texts = [
      JSONWriter.string(PlanJSON.document(plan)), JSONWriter.string(CycleJSON.document(report)),
      PlanText.render(plan, details: .full, now: plan.started),
      CycleText.render(report, details: .full, now: report.started), try await world.note(),
    ]
    texts += try await daemon.state.store.events(about: nil, limit: 1000).map(\.message)
    return texts + world.log.lines
  }

  /// A plan and a cycle of a process that was just started, so that it knows no secret but those that are named now.
  private func cycle(_ world: World) async throws -> (plan: PlanReport, report: CycleReport, texts: [String])
  {
    let daemon = try await world.start { $0.verificationRounds = 1 }
    let plan = try await daemon.reconciler.plan()
    let report = await daemon.cycle()
    let texts = try await texts(world, daemon, plan: plan, report)
    await daemon.stop()
    return (plan, report, texts)
  }

  private func expectNoSecret(
    _ texts: [String], _ world: World, at place: Testing.SourceLocation = #_sourceLocation
  ) throws {
    for text in texts { #expect(!text.contains(Self.secret), "\(text)", sourceLocation: place) }
    for file in try FileManager.default.subpathsOfDirectory(atPath: world.statePath)
    where !file.contains("copies/") {
      guard let bytes = FileManager.default.contents(atPath: world.statePath + "/" + file) else { continue }
      #expect(bytes.range(of: Data(Self.secret.utf8)) == nil, "\(file)", sourceLocation: place)
    }
  }

  private func changes(_ plan: PlanReport) -> [String] {
    plan.targets.flatMap { $0.plan?.actions ?? [] }.flatMap(\.changes).map(\.summary)
  }

  // MARK: Values that leave a manifest

  enum Memory: CaseIterable {
    case kept
    /// The objects become ours a second time, without a write.
    case madeAnew
    /// The notes tell, as to a pipeline that plans.
    case lost
  }

  @Test(arguments: Memory.allCases)
  func valueThatLeavesAManifestIsNotShown(memory: Memory) async throws {
    let world = try await world()
    try await world.push([
      "d.yaml": Self.dashboard("${password}"), "s.yaml": Self.datasource("${password}", isSecret: true),
    ])
    #expect(try await cycle(world).report.problemMessages == [])
    #expect(
      try world.get("/api/datasources/uid/amp")["jsonData"]?["defaultDatabase"]?.stringValue == Self.secret)
    if memory != .kept { try FileManager.default.removeItem(atPath: world.statePath) }
    if memory == .madeAnew { #expect(try await cycle(world).report.cost.writes == 0) }
    try await world.push(["d.yaml": Self.open, "s.yaml": Self.datasource("metrics", isSecret: false)])
    let (plan, report, texts) = try await cycle(world)
    #expect(changes(plan).sorted() == ["content (changed)", "defaultDatabase (changed)"])
    #expect(report.counts.updated == 2)
    try expectNoSecret(texts, world)
    // Somebody brings the old content back, as the version history lets everybody do.
    let model = try world.dashboard("d")["dashboard"]?.merging(patch: [
      "panels": [["id": 1, "type": "text", "options": ["content": .string(Self.secret)]]]
    ])
    #expect(world.act("POST", "/api/dashboards/db", ["dashboard": model ?? .null]) == 200)
    let later = try await cycle(world)
    #expect(later.report.counts.repaired == 1)
    try expectNoSecret(later.texts, world)
  }

  @Test func secretOfAChannelThatLeavesItsManifestIsNotShown() async throws {
    let world = try await world(version: "9.4", alerting: .legacy)
    try await world.push(["c.yaml": Self.channel("\"password\": \"\(Self.secret)\", \"url\": \"http://a\"")])
    #expect(try await cycle(world).report.counts.created == 1)
    try await world.push(["c.yaml": Self.channel("\"url\": \"http://b\"")])
    let (plan, report, texts) = try await cycle(world)
    #expect(changes(plan) == ["settings.password (changed)", "settings.url (changed)"])
    #expect(report.counts.updated == 1)
    // It stands in Git; the manifest of the commit before is in no report.
    try expectNoSecret(texts, world)
  }

  // MARK: Findings

  @Test func findingsOfWhatIsMadeWithSecretsDoNotSayThem() async throws {
    let world = try await world()
    try await world.push([
      "d.yaml": Self.dashboard(
        "x", panel: "for ${password}",
        more: #", "type": "a-${password}", "datasource": {"type": "b-${password}", "uid": "c-${password}"}"#
      )
      .replacing(#""type": "text", "#, with: "")
    ])
    let (_, report, texts) = try await cycle(world)
    #expect(Set(report.findings.map(\.code)) == ["missing-plugin", "missing-reference"])
    try expectNoSecret(texts, world)
  }

  /// Whatever a finding quotes, the report has it no more.
  @Test func reportsAreScrubbed() async throws {
    let world = try await world()
    try await world.push([
      "d.yaml": Manifest.dashboard("cpu", folder: nil, panel: Self.secret).replacing(
        #""expr": "up""#, with: #""datasource": {"uid": "missing"}"#),
      "s.yaml": Self.datasource("${password}", isSecret: true),
    ])
    let (_, report, texts) = try await cycle(world)
    #expect(report.findings.map(\.code) == ["missing-reference"])
    #expect(report.findings.first?.message.hasPrefix("panel \"(secret)\" names") == true)
    #expect(!texts.filter { $0.contains("panel \"(secret)\"") }.isEmpty)
    try expectNoSecret(texts, world)
  }

  @Test func secretThatIsCalledAConfigMapIsNotPrinted() async throws {
    let world = try await world()
    let token = try String(contentsOfFile: world.secretsPath + "/monitoring/grafana/token", encoding: .utf8)
    try await world.push([
      "d.yaml": Manifest.dashboard("d", folder: nil).components(separatedBy: "  json: |")[0]
        + "  configMapRef: {name: grafana, key: token}\n",
      "s.yaml": Self.datasource("${password}", isSecret: true).replacing(
        "secretKeyRef", with: "configMapKeyRef"),
    ])
    let (_, report, texts) = try await cycle(world)
    #expect(report.findings.map(\.code) == ["invalid-json"])
    #expect(report.counts.created == 1)
    for text in texts { #expect(!text.contains(token)) }
    try await world.push(["s.yaml": Self.datasource("metrics", isSecret: false)])
    try expectNoSecret(texts + (try await cycle(world).texts), world)
  }

  // MARK: Copies

  /// What is there already may hold the secret before Sluice ever made it.
  @Test func copiesOfDashboardsAreNotInTheDatabase() async throws {
    let world = try await world()
    let theirs: JSON = ["uid": "d", "title": "D", "description": .string(Self.secret)]
    #expect(world.act("POST", "/api/dashboards/db", ["dashboard": theirs]) == 200)
    try await world.push(["d.yaml": Self.dashboard("${password}")])
    let daemon = try await world.start()
    #expect(await daemon.cycle().counts.updated == 1)
    let copies = try await daemon.state.store.copies(named: "d")
    #expect(copies.count == 1)
    for copy in copies {
      let file = "\(world.statePath)/copies/\(copy.digest)"
      #expect(try FileSystem.entry(at: file)?.mode == 0o600)
      #expect(FileManager.default.contents(atPath: file)?.range(of: Data(Self.secret.utf8)) != nil)
    }
    await daemon.stop()
  }

  /// A change in Git of what is made with secrets is nobody's edit.
  @Test func changeInGitKeepsNoCopyOfWhatCameFromGit() async throws {
    let world = try await world()
    for content in ["${password}", "${password} b", "${password} c"] {
      try await world.push(["d.yaml": Self.dashboard(content)])
      let (_, report, _) = try await cycle(world)
      #expect(report.problemMessages == [])
    }
    let daemon = try await world.start()
    #expect(try await daemon.state.store.copies(named: "d").count == 0)
    await daemon.stop()
  }
}
