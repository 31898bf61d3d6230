import Base
import Documents
import Platform
import Reconcile
import Report
import TestSupport
import Testing

/// Service accounts, from Git to the workspace and back, and the values of their tokens in the directory of values.
@Suite struct ServiceAccountsEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let versions = ["9.3", "10.1", "12.4"]

  @Test(arguments: versions)
  func comesIntoBeingChangesAndGoes(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(["ci.yaml": Manifest.account(), "team.yaml": Manifest.folder()])
    let daemon = try await world.start()
    let first = await daemon.cycle()
    #expect(first.problemMessages == [])
    #expect(first.counts.created == 2)
    #expect(try world.serviceAccount()?["role"] == "Editor")
    #expect(try world.tokenNames() == ["deploy"])
    let token = try #require(world.tokenValue())
    #expect(token.hasPrefix("glsa_"))
    #expect(try FileSystem.entry(at: "\(world.secretsPath)/\(Manifest.tokenPlace)/token")?.mode == 0o600)
    #expect(await daemon.cycle().isQuiet)
    #expect(world.tokenValue() == token)

    try await world.push(["ci.yaml": Manifest.account("role: Viewer\ntokens: [{name: deploy}, {name: read}]")]
    )
    let second = await daemon.cycle()
    #expect(second.problemMessages == [])
    #expect(second.counts.updated == 1)
    #expect(try world.serviceAccount()?["role"] == "Viewer")
    #expect(try world.tokenNames() == ["deploy", "read"])
    #expect(world.tokenValue() == token)

    // A token that leaves Git goes, with the file that holds its value.
    try await world.push(["ci.yaml": Manifest.account("role: Viewer\ntokens: [{name: read}]")])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try world.tokenNames() == ["read"])
    #expect(world.tokenValue() == nil)

    try await world.push(["ci.yaml": nil])
    #expect(await daemon.cycle().counts.deleted == 1)
    #expect(try world.serviceAccount() == nil)
    #expect(world.tokenValue("monitoring/prod-ci-read") == nil)
    // A revert brings the account back, with new tokens.
    try await world.push(["ci.yaml": Manifest.account()])
    #expect(await daemon.cycle().counts.created == 1)
    #expect(world.tokenValue() != nil)
    #expect(world.tokenValue() != token)
    await daemon.stop()
    let kept = try daemonText(world)
    #expect(!kept.contains(token))
    #expect(!world.log.lines.contains { $0.contains("glsa_") })
  }

  /// The value goes where it went before, and the token that it was goes.
  @Test(arguments: versions)
  func aTokenIsRenamedBehindItsSecret(version: String) async throws {
    let world = try await World(version: version)
    func push(_ name: String) async throws {
      try await world.push([
        "ci.yaml": Manifest.account("role: Editor\ntokens: [{name: \(name), secretName: prod-ci-deploy}]")
      ])
    }
    try await push("deploy")
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    let former = try #require(world.tokenValue())
    try await push("rollout")
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.updated == 1)
    #expect(try world.tokenNames() == ["rollout"])
    #expect(try #require(world.tokenValue()) != former)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  /// All bytes of the state directory as text.
  private func daemonText(_ world: World) throws -> String {
    var text = ""
    var folders = [world.statePath]
    while let folder = folders.popLast() {
      for name in try FileSystem.list(folder) {
        let path = "\(folder)/\(name)"
        switch try FileSystem.entry(at: path)?.kind {
        case .directory: folders.append(path)
        case .file: text += String(decoding: try FileSystem.read(path, limit: 64 << 20), as: UTF8.self)
        default: break
        }
      }
    }
    return text
  }

  @Test(arguments: versions)
  func whatIsLostIsMadeAnew(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(["ci.yaml": Manifest.account()])
    let daemon = try await world.start { $0.verificationRounds = 1 }
    _ = await daemon.cycle()
    let first = try #require(world.tokenValue())
    let id = try #require(try world.serviceAccount()?["id"]?.intValue)
    // The token goes in the workspace.
    let token = try #require(try world.accountTokens().first?["id"]?.intValue)
    #expect(world.act("DELETE", "/api/serviceaccounts/\(id)/tokens/\(token)") == 200)
    #expect(await daemon.cycle().counts.repaired == 1)
    let second = try #require(world.tokenValue())
    #expect(second != first)
    #expect(try world.accountTokens().count == 1)
    // The file goes.
    _ = try FileSystem.remove("\(world.secretsPath)/\(Manifest.tokenPlace)/token")
    let report = await daemon.cycle()
    #expect(report.counts.repaired == 1)
    #expect(world.tokenValue() != nil)
    #expect(world.tokenValue() != second)
    #expect(try world.accountTokens().count == 1)
    // The role changes.
    #expect(world.act("PATCH", "/api/serviceaccounts/\(id)", ["role": "Admin"]) == 200)
    #expect(await daemon.cycle().counts.repaired == 1)
    #expect(try world.serviceAccount()?["role"] == "Editor")
    await daemon.stop()
  }

  @Test(arguments: versions)
  func anAccountOfTheNameIsTakenOverAndTokensOfOthersStay(version: String) async throws {
    let world = try await World(version: version)
    #expect(world.act("POST", "/api/serviceaccounts", ["name": "ci", "role": "Viewer"]) == 201)
    let id = try #require(try world.serviceAccount()?["id"]?.intValue)
    #expect(world.act("POST", "/api/serviceaccounts/\(id)/tokens", ["name": "deploy"]) == 200)
    try await world.push(["ci.yaml": Manifest.account()])
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.updated == 1)
    #expect(try world.serviceAccount()?["id"]?.intValue == id)
    // The name is taken, so ours has another one.
    #expect(try world.tokenNames().count == 2)
    #expect(try world.tokenNames().first == "deploy")
    #expect(world.tokenValue() != nil)
    #expect(await daemon.cycle().isQuiet)
    // Disabled, the account loses what is ours, and the other one is told.
    try await world.push([
      "ci.yaml": Manifest.account("role: Editor\nisDisabled: true\ntokens: [{name: deploy}]")
    ]
    )
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try world.serviceAccount()?["isDisabled"] == true)
    #expect(try world.tokenNames() == ["deploy"])
    #expect(world.tokenValue() == nil)
    await daemon.stop()
  }

  /// The new token is there before the one before it goes.
  @Test func isReplacedBeforeItEnds() async throws {
    let world = try await World()
    try await world.push(["ci.yaml": Manifest.account(lifetime: "3h")])
    let time = ManualTime(at: SystemTime().now)
    let daemon = try await world.start(time: time) { $0.verificationRounds = 1 }
    #expect(await daemon.cycle().problemMessages == [])
    let first = try #require(world.tokenValue())
    time.advance(by: .seconds(3600))
    #expect(await daemon.cycle().isQuiet)
    #expect(world.tokenValue() == first)
    time.advance(by: .seconds(3700))
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.targets.flatMap(\.outcomes).map(\.action.reason) == ["the time of its tokens has come"])
    #expect(world.tokenValue() != first)
    #expect(try world.accountTokens().count == 1)
    await daemon.stop()
  }

  @Test func anEndOfTheManifestIsKeptAndTold() async throws {
    let world = try await World()
    let end = Timestamp(secondsSinceEpoch: SystemTime().now.secondsSinceEpoch + 3 * 24 * 3600 + 600)
    try await world.push([
      "ci.yaml": Manifest.account("role: Viewer\ntokens: [{name: deploy, expires: \"\(end)\"}]")
    ])
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(
      report.problemMessages == ["token \"deploy\" of the service account \"ci\" ends in 3 days, at \(end)"])
    let shown = try #require(
      try world.accountTokens().first?["expiration"]?.stringValue.flatMap { Timestamp($0) })
    #expect(shown - end <= .seconds(2) && end - shown <= .seconds(2))
    let first = world.tokenValue()
    let later = end + .seconds(30 * 24 * 3600)
    try await world.push([
      "ci.yaml": Manifest.account("role: Viewer\ntokens: [{name: deploy, expires: \"\(later)\"}]")
    ])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(world.tokenValue() != first)
    #expect(try world.accountTokens().count == 1)
    await daemon.stop()
  }

  @Test func whatIsMissingIsNamed() async throws {
    let old = try await World(version: "8.5")
    try await old.push(["ci.yaml": Manifest.account()])
    let daemon = try await old.start()
    #expect(
      await daemon.cycle().problemMessages == ["Grafana 8.5.9 has no service accounts; 9.0 and newer have"])
    await daemon.stop()
    let world = try await World()
    try await world.push(["ci.yaml": Manifest.account().replacing("prod\n", with: "other\n")])
    let other = try await world.start()
    #expect(
      await other.cycle().problemMessages == [
        "spec.instanceName names no Grafana: other in namespace monitoring"
      ])
    await other.stop()
  }

  /// An account with tokens of others is somebody's; here it is the one that the program itself works with.
  @Test(arguments: ["9.3", "12.4"])
  func whatOthersWorkWithIsNeitherLoweredNorDeleted(version: String) async throws {
    let world = try await World(version: version)
    func account(_ role: String) -> String {
      """
      apiVersion: grafana.integreatly.org/v1beta1
      kind: GrafanaServiceAccount
      metadata: {name: own, namespace: monitoring}
      spec: {instanceName: prod, name: sluice, role: \(role)}
      """
    }
    let reason =
      "the service account has tokens that are not from Git (sluice), so that somebody works with it: "
    try await world.push([
      "own.yaml": account("Viewer"), "board.yaml": Manifest.dashboard("board", folder: nil),
    ])
    let daemon = try await world.start()
    let lowered = await daemon.cycle()
    #expect(lowered.problemMessages.filter { $0.contains(reason + "its role stays") }.count == 1)
    #expect(lowered.counts.created == 1)
    try await world.push(["own.yaml": account("Admin")])
    #expect(await daemon.cycle().problemMessages == [])
    try await world.push(["own.yaml": nil], message: "go\n\nSluice-Allow-Prune: yes")
    let deleted = await daemon.cycle()
    #expect(deleted.problemMessages.filter { $0.contains(reason + "it stays") }.count == 1)
    #expect(try world.get("/api/serviceaccounts/search?query=sluice")["totalCount"] == 1)
    await daemon.stop()
  }
}
