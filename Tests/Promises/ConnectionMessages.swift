import GrafanaEmulator
import Report
import TestSupport
import Testing

/// What is said of a workspace that cannot be called because of its own manifest, and of an object that cannot be read.
@Suite struct ConnectionMessages {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let tls = "client: {timeout: 120, tls: {certSecretRef: {name: tls}}}"

  /// - Parameter files: of the Secret with the certificates.
  private func told(_ files: [String: String]) async throws -> [String] {
    let world = try await World()
    for (name, text) in files { try world.folder.write(text, to: "secrets/monitoring/tls/\(name)") }
    let instance = world.instance.replacing("client: {timeout: 120}", with: Self.tls)
    try await world.push(["grafana.yaml": instance, "team.yaml": Manifest.folder()])
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(report.state == .error)
    await daemon.stop()
    return report.targets.map {
      "\($0.failure ?? ""); \($0.remedy ?? "") (\($0.manifest?.origin.file ?? ""))"
    }
  }

  @Test func halfAnIdentityIsNone() async throws {
    #expect(
      try await told(["tls.crt": "-----BEGIN CERTIFICATE-----"]) == [
        "Secret monitoring/tls has only one of tls.crt and tls.key; give both, or neither (grafana.yaml)"
      ])
  }

  @Test func aSecretWithoutCertificates() async throws {
    #expect(
      try await told(["other": "x"]) == [
        "Secret monitoring/tls has neither ca.crt nor tls.crt and tls.key; put the certificates there (grafana.yaml)"
      ])
  }

  /// What cannot be read is neither written nor taken for gone, and the rest goes on.
  @Test func anObjectThatCannotBeReadStaysAsItIs() async throws {
    let world = try await World()
    let files = ["team.yaml": Manifest.folder(), "a.yaml": Manifest.dashboard("a")]
    try await world.push(files)
    let daemon = try await world.start()
    #expect(await daemon.cycle().state == .success)
    world.workspace.use(
      FaultPlan([
        FaultRule(method: "GET", path: "/api/dashboards/uid/a", .status(500, message: "out of order"))
      ]))
    try await world.push([
      "a.yaml": Manifest.dashboard("a", panel: "Load"), "b.yaml": Manifest.dashboard("b"),
    ])
    let report = await daemon.cycle()
    #expect(
      report.findings.map { "\($0.location?.fileAndLine ?? "") \($0.message)" } == [
        "a.yaml:1 dashboard \"a\" cannot be read: GET /api/dashboards/uid/a answered 500: out of order"
      ])
    #expect(report.counts.created == 1)
    world.workspace.use(FaultPlan())
    #expect(try world.dashboard("a")["dashboard"]?["panels"]?[0]?["title"] == "CPU")
    #expect(await daemon.cycle().state == .success)
    #expect(try world.dashboard("a")["dashboard"]?["panels"]?[0]?["title"] == "Load")
    await daemon.stop()
  }
}
