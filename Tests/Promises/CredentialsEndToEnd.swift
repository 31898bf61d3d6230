import Base
import Documents
import Foundation
import Platform
import Report
import TestSupport
import Testing

/// A workspace that cannot be called is told with the manifest and the Secret that have to be mended.
@Suite struct CredentialsEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private func failingCycle(_ world: World, _ files: [String: String] = [:]) async throws -> CycleReport {
    try await world.push(files.merging(["team.yaml": Manifest.folder()]) { given, _ in given })
    let daemon = try await world.start()
    let report = await daemon.cycle()
    await daemon.stop()
    #expect(report.state == .error)
    return report
  }

  @Test func aTokenThatIsNotKnown() async throws {
    let world = try await World()
    try world.folder.write("glsa_wrong", to: "secrets/monitoring/grafana/token")
    let report = try await failingCycle(world)
    let remedy =
      "renew the token in the Secret monitoring/grafana, key token (\(world.secretsPath)/monitoring/grafana/token)"
    let text = CycleText.render(report, now: report.started)
    #expect(text.contains("      Grafana monitoring/prod (grafana.yaml:1)\n      \(remedy)\n"), "\(text)")
    let line = try #require(world.log.lines.first { $0.contains("msg=\"not converged\" workspace=") })
    #expect(
      line.contains(" object=Grafana/monitoring/prod file=grafana.yaml line=1 ")
        && line.contains("remedy=\"\(remedy)\""), "\(line)")
    let note = try await world.note()
    #expect(note.contains(" (Grafana monitoring/prod, grafana.yaml:1); \(remedy)"), "\(note)")
    let target = try #require(CycleJSON.document(report)["targets"]?.arrayValue?.first)
    #expect(target["remedy"] == .string(remedy))
    #expect(target["manifest"]?["name"] == "prod")
    #expect(target["file"] == "grafana.yaml")
    #expect(target["line"]?.intValue == 1)
  }

  @Test func theSecretIsNamedWhereItStandsInGit() async throws {
    let world = try await World()
    let secret = """
      apiVersion: v1
      kind: Secret
      metadata: {name: grafana, namespace: monitoring}
      stringData: {user: admin, password: wrong}
      """
    let basic = world.instance.replacingOccurrences(
      of: "apiKey: {name: grafana, key: token}",
      with: "adminUser: {name: grafana, key: user}\n    adminPassword: {name: grafana, key: password}")
    let report = try await failingCycle(world, ["secret.yaml": secret, "grafana.yaml": basic])
    #expect(
      report.targets.first?.remedy
        == "mend the user in the Secret monitoring/grafana, key user (secret.yaml:1), or the password in the "
        + "Secret monitoring/grafana, key password (secret.yaml:1)")
  }

  @Test(
    arguments: [
      ("", "is empty", "put the token there"), (" \n", "is empty", "put the token there"),
      (
        "glsa_a\nglsa_b", "has a line break or another control character inside",
        "put the token there alone, on one line"
      ),
    ])
  func aTokenThatCannotBeOne(value: String, what: String, remedy: String) async throws {
    let world = try await World()
    try world.folder.write(value, to: "secrets/monitoring/grafana/token")
    let report = try await failingCycle(world)
    let place = "\(world.secretsPath)/monitoring/grafana/token"
    #expect(
      report.targets.first?.failure
        == "the token in the Secret monitoring/grafana, key token (\(place)) \(what)")
    #expect(report.targets.first?.remedy == remedy)
    #expect(world.workspace.requests.isEmpty)
  }

  /// Without the authority that is named, every authority of the machine would be trusted.
  @Test func anAuthorityThatCannotBeReadIsNotLeftOut() async throws {
    let world = try await World()
    for name in ["ca.crt/is-a-directory", "tls.crt", "tls.key"] {
      try world.folder.write("x", to: "secrets/monitoring/ca/" + name)
    }
    let instance = world.instance.replacingOccurrences(
      of: "client: {timeout: 120}", with: "client: {timeout: 120, tls: {certSecretRef: {name: ca}}}")
    let report = try await failingCycle(world, ["grafana.yaml": instance])
    let failure = try #require(report.problemMessages.first ?? report.targets.first?.failure)
    #expect(failure.hasPrefix("key ca.crt of Secret monitoring/ca: cannot read "), "\(failure)")
    #expect(world.workspace.requests.isEmpty)
  }
}
