import Base
import Documents
import Foundation
import GrafanaEmulator
import Platform
import Report
import Store
import TestSupport
import Testing

/// Promise 8: secrets are not in logs, plans, notes, statuses, errors or the database in clear. Drift of a secret is found
/// by a keyed digest.
@Suite struct Promise08SecretsNeverLeave {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let password = "correct-horse-battery-staple"
  private static let header = "Zm9vYmFyYmF6-header"

  private func datasource(url: String = "http://prometheus.example.org:9090") -> String {
    Manifest.datasource(
      "amp",
      extra: """
        jsonData: {httpHeaderName1: "X-Key", customQueryParameters: "key=${header}"}
        secureJsonData: {basicAuthPassword: "${password}"}
        """,
      values: """
        valuesFrom:
          - targetPath: secureJsonData.basicAuthPassword
            valueFrom: {secretKeyRef: {name: db, key: password}}
          - targetPath: jsonData.customQueryParameters
            valueFrom: {secretKeyRef: {name: db, key: header}}
        """
    ).replacingOccurrences(of: "http://prometheus.example.org:9090", with: url)
  }

  @Test(arguments: ["9.3", "12.4"])
  func secretsAreNowhereButWhereTheyBelong(version: String) async throws {
    let world = try await World(version: version)
    try world.folder.write(Self.password, to: "secrets/monitoring/db/password")
    try world.folder.write(Self.header, to: "secrets/monitoring/db/header")
    let token = try String(contentsOfFile: world.secretsPath + "/monitoring/grafana/token", encoding: .utf8)
    try await world.push(["s.yaml": datasource(), "agent.yaml": agent])
    let daemon = try await world.start { $0.verificationRounds = 1 }
    var reports = [await daemon.cycle()]
    #expect(reports[0].findings == [])
    // An edit, a refusal and a rotation: each tells what changes, none what the secret is.
    world.act("PUT", "/api/datasources/uid/amp", try edited(world))
    reports.append(await daemon.cycle())
    #expect(reports[1].counts.repaired == 1)
    try await world.push(["s.yaml": datasource(url: "http://[::bad")])
    reports.append(await daemon.cycle())
    try world.folder.write("rotated-" + Self.password, to: "secrets/monitoring/db/password")
    try await world.push(["s.yaml": datasource()])
    reports.append(await daemon.cycle())
    // The data source, and the two files that the agent reads the password from.
    #expect(reports[3].counts.updated == 3)

    var texts = world.log.lines
    texts += reports.map { JSONWriter.string(CycleJSON.document($0)) }
    texts += reports.map { CycleText.render($0, now: $0.started) }
    texts.append(try await world.note())
    texts.append(contentsOf: try await daemon.state.store.events(about: nil, limit: 1000).map(\.message))
    for secret in [Self.password, Self.header, token] {
      for text in texts { #expect(!text.contains(secret)) }
      for form in [secret, Base64.encode(Array(secret.utf8))] {
        for file in try stateFiles(world) { #expect(!contains(file, form), "\(file) holds a secret") }
      }
    }
    await daemon.stop()
  }

  @Test func serverThatQuotesASecretIsNotQuoted() async throws {
    let world = try await World()
    try world.folder.write(Self.password, to: "secrets/monitoring/db/password")
    try world.folder.write(Self.header, to: "secrets/monitoring/db/header")
    let token = try String(contentsOfFile: world.secretsPath + "/monitoring/grafana/token", encoding: .utf8)
    try await world.push(["s.yaml": datasource()])
    let words = "bad value \(Self.password) in \(Self.header), sent with \(token)"
    var rule = FaultRule(method: "POST", path: "/api/datasources", .status(400, message: words))
    rule.times = 1
    world.workspace.use(FaultPlan([rule]))
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(report.counts.failed == 1)
    var texts = world.log.lines + [JSONWriter.string(CycleJSON.document(report)), try await world.note()]
    texts += try await daemon.state.store.events(about: nil, limit: 1000).map(\.message)
    #expect(texts.contains { $0.contains("bad value (secret) in (secret), sent with (secret)") })
    for secret in [Self.password, Self.header, token] {
      for text in texts { #expect(!text.contains(secret)) }
      for file in try stateFiles(world) { #expect(!contains(file, secret), "\(file) holds a secret") }
    }
    await daemon.stop()
  }

  @Test func rotatedSecretIsWrittenAnewAndAnUnchangedOneIsNot() async throws {
    let world = try await World()
    try world.folder.write(Self.password, to: "secrets/monitoring/db/password")
    try world.folder.write(Self.header, to: "secrets/monitoring/db/header")
    try await world.push(["s.yaml": datasource()])
    let daemon = try await world.start { $0.verificationRounds = 1 }
    _ = await daemon.cycle()
    #expect(await daemon.cycle().cost.writes == 0)
    try world.folder.write("another", to: "secrets/monitoring/db/password")
    let report = await daemon.cycle()
    #expect(report.counts.updated == 1)
    #expect(report.targets[0].outcomes[0].action.changes.map(\.summary) == ["secrets (changed)"])
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  @Test func agentFilesAreForTheirOwnerOnly() async throws {
    let world = try await World()
    try world.folder.write(Self.password, to: "secrets/monitoring/db/password")
    try await world.push(["agent.yaml": agent])
    let daemon = try await world.start()
    #expect(await daemon.cycle().findings == [])
    let files = try FileManager.default.subpathsOfDirectory(atPath: world.agentPath).filter {
      try FileSystem.entry(at: world.agentPath + "/" + $0)?.kind == .file
    }
    #expect(files.count == 2)
    for file in files { #expect(try FileSystem.entry(at: world.agentPath + "/" + file)?.mode == 0o600) }
    await daemon.stop()
  }

  private var agent: String {
    AgentManifest.whole + """

            basicAuth:
              username: {name: db, key: password}
              password: {name: db, key: password}
      """
  }

  private func edited(_ world: World) throws -> JSON {
    try world.get("/api/datasources/uid/amp").merging(patch: ["url": "http://elsewhere.example.org"])
  }

  /// All files below the state directory, but the key of the digests.
  private func stateFiles(_ world: World) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: world.statePath)
      .filter { $0 != "key" && !$0.contains("copies/") }
      .map { world.statePath + "/" + $0 }
      .filter { try FileSystem.entry(at: $0)?.kind == .file }
  }

  private func contains(_ file: String, _ text: String) -> Bool {
    guard let bytes = FileManager.default.contents(atPath: file) else { return false }
    return bytes.range(of: Data(text.utf8)) != nil
  }
}
