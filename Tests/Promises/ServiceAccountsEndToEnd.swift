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

  private static func account(
    _ fields: String = "role: Editor\ntokens: [{name: deploy}]", name: String = "ci", lifetime: String? = nil
  ) -> String {
    let annotation = lifetime.map { ", annotations: {sluice.dev/token-lifetime: \($0)}" } ?? ""
    return """
      apiVersion: grafana.integreatly.org/v1beta1
      kind: GrafanaServiceAccount
      metadata: {name: \(name), namespace: monitoring\(annotation)}
      spec:
        instanceName: prod
      \(fields.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))
      """
  }

  private static let secret = "monitoring/prod-ci-deploy"

  private func value(_ world: World, _ place: String = secret) -> String? {
    (try? FileSystem.read("\(world.secretsPath)/\(place)/token", limit: 1000)).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  private func account(_ world: World, _ name: String = "ci") throws -> JSON? {
    try world.get("/api/serviceaccounts/search?query=\(name)")["serviceAccounts"]?.arrayValue?.first {
      $0["name"]?.stringValue == name
    }
  }

  private func tokens(_ world: World, _ name: String = "ci") throws -> [JSON] {
    let id = try #require(try account(world, name)?["id"]?.intValue)
    return try world.get("/api/serviceaccounts/\(id)/tokens").arrayValue ?? []
  }

  private func names(_ world: World, _ name: String = "ci") throws -> [String] {
    try tokens(world, name).compactMap { $0["name"]?.stringValue }.sorted()
  }

  @Test(arguments: versions)
  func comesIntoBeingChangesAndGoes(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(["ci.yaml": Self.account(), "team.yaml": Manifest.folder()])
    let daemon = try await world.start()
    let first = await daemon.cycle()
    #expect(first.problemMessages == [])
    #expect(first.counts.created == 2)
    #expect(try account(world)?["role"] == "Editor")
    #expect(try names(world) == ["deploy"])
    let token = try #require(value(world))
    #expect(token.hasPrefix("glsa_"))
    #expect(try FileSystem.entry(at: "\(world.secretsPath)/\(Self.secret)/token")?.mode == 0o600)
    #expect(await daemon.cycle().isQuiet)
    #expect(value(world) == token)

    try await world.push(["ci.yaml": Self.account("role: Viewer\ntokens: [{name: deploy}, {name: read}]")])
    let second = await daemon.cycle()
    #expect(second.problemMessages == [])
    #expect(second.counts.updated == 1)
    #expect(try account(world)?["role"] == "Viewer")
    #expect(try names(world) == ["deploy", "read"])
    #expect(value(world) == token)

    // A token that leaves Git goes, with the file that holds its value.
    try await world.push(["ci.yaml": Self.account("role: Viewer\ntokens: [{name: read}]")])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try names(world) == ["read"])
    #expect(value(world) == nil)

    try await world.push(["ci.yaml": nil])
    #expect(await daemon.cycle().counts.deleted == 1)
    #expect(try account(world) == nil)
    #expect(value(world, "monitoring/prod-ci-read") == nil)
    // A revert brings the account back, with new tokens.
    try await world.push(["ci.yaml": Self.account()])
    #expect(await daemon.cycle().counts.created == 1)
    #expect(value(world) != nil)
    #expect(value(world) != token)
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
        "ci.yaml": Self.account("role: Editor\ntokens: [{name: \(name), secretName: prod-ci-deploy}]")
      ])
    }
    try await push("deploy")
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    let former = try #require(value(world))
    try await push("rollout")
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.updated == 1)
    #expect(try names(world) == ["rollout"])
    #expect(try #require(value(world)) != former)
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
    try await world.push(["ci.yaml": Self.account()])
    let daemon = try await world.start { $0.verificationRounds = 1 }
    _ = await daemon.cycle()
    let first = try #require(value(world))
    let id = try #require(try account(world)?["id"]?.intValue)
    // The token goes in the workspace.
    let token = try #require(try tokens(world).first?["id"]?.intValue)
    #expect(world.act("DELETE", "/api/serviceaccounts/\(id)/tokens/\(token)") == 200)
    #expect(await daemon.cycle().counts.repaired == 1)
    let second = try #require(value(world))
    #expect(second != first)
    #expect(try tokens(world).count == 1)
    // The file goes.
    _ = try FileSystem.remove("\(world.secretsPath)/\(Self.secret)/token")
    let report = await daemon.cycle()
    #expect(report.counts.repaired == 1)
    #expect(value(world) != nil)
    #expect(value(world) != second)
    #expect(try tokens(world).count == 1)
    // The role changes.
    #expect(world.act("PATCH", "/api/serviceaccounts/\(id)", ["role": "Admin"]) == 200)
    #expect(await daemon.cycle().counts.repaired == 1)
    #expect(try account(world)?["role"] == "Editor")
    await daemon.stop()
  }

  @Test(arguments: versions)
  func anAccountOfTheNameIsTakenOverAndTokensOfOthersStay(version: String) async throws {
    let world = try await World(version: version)
    #expect(world.act("POST", "/api/serviceaccounts", ["name": "ci", "role": "Viewer"]) == 201)
    let id = try #require(try account(world)?["id"]?.intValue)
    #expect(world.act("POST", "/api/serviceaccounts/\(id)/tokens", ["name": "deploy"]) == 200)
    try await world.push(["ci.yaml": Self.account()])
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.updated == 1)
    #expect(try account(world)?["id"]?.intValue == id)
    // The name is taken, so ours has another one.
    #expect(try names(world).count == 2)
    #expect(try names(world).first == "deploy")
    #expect(value(world) != nil)
    #expect(await daemon.cycle().isQuiet)
    // Disabled, the account loses what is ours, and the other one is told.
    try await world.push(["ci.yaml": Self.account("role: Editor\nisDisabled: true\ntokens: [{name: deploy}]")]
    )
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try account(world)?["isDisabled"] == true)
    #expect(try names(world) == ["deploy"])
    #expect(value(world) == nil)
    await daemon.stop()
  }

  /// The new token is there before the one before it goes.
  @Test func isReplacedBeforeItEnds() async throws {
    let world = try await World()
    try await world.push(["ci.yaml": Self.account(lifetime: "3h")])
    let time = ManualTime(at: SystemTime().now)
    let daemon = try await world.start(time: time) { $0.verificationRounds = 1 }
    #expect(await daemon.cycle().problemMessages == [])
    let first = try #require(value(world))
    time.advance(by: .seconds(3600))
    #expect(await daemon.cycle().isQuiet)
    #expect(value(world) == first)
    time.advance(by: .seconds(3700))
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.targets.flatMap(\.outcomes).map(\.action.reason) == ["the time of its tokens has come"])
    #expect(value(world) != first)
    #expect(try tokens(world).count == 1)
    await daemon.stop()
  }

  @Test func anEndOfTheManifestIsKeptAndTold() async throws {
    let world = try await World()
    let end = Timestamp(secondsSinceEpoch: SystemTime().now.secondsSinceEpoch + 3 * 24 * 3600 + 600)
    try await world.push([
      "ci.yaml": Self.account("role: Viewer\ntokens: [{name: deploy, expires: \"\(end)\"}]")
    ])
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(
      report.problemMessages == ["token \"deploy\" of the service account \"ci\" ends in 3 days, at \(end)"])
    let shown = try #require(try tokens(world).first?["expiration"]?.stringValue.flatMap { Timestamp($0) })
    #expect(shown - end <= .seconds(2) && end - shown <= .seconds(2))
    let first = value(world)
    let later = end + .seconds(30 * 24 * 3600)
    try await world.push([
      "ci.yaml": Self.account("role: Viewer\ntokens: [{name: deploy, expires: \"\(later)\"}]")
    ])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(value(world) != first)
    #expect(try tokens(world).count == 1)
    await daemon.stop()
  }

  @Test func aFileOfOthersIsNotOverwritten() async throws {
    let world = try await World()
    try world.folder.write("theirs", to: "secrets/\(Self.secret)/token")
    try await world.push(["ci.yaml": Self.account()])
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(
      report.problemMessages == [
        "write tokens of ci: \(Self.secret)/token is there and was not written by Sluice; write another secretName, "
          + "or remove that file"
      ])
    #expect(value(world) == "theirs")
    #expect(try tokens(world).isEmpty)
    await daemon.stop()
  }

  @Test func whatIsMissingIsNamed() async throws {
    let old = try await World(version: "8.5")
    try await old.push(["ci.yaml": Self.account()])
    let daemon = try await old.start()
    #expect(
      await daemon.cycle().problemMessages == ["Grafana 8.5.9 has no service accounts; 9.0 and newer have"])
    await daemon.stop()
    let world = try await World()
    try await world.push(["ci.yaml": Self.account().replacing("prod\n", with: "other\n")])
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
