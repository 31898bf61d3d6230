import Base
import Documents
import GrafanaEmulator
import Platform
import Reconcile
import Report
import TestSupport
import Testing

/// A token that works is not taken away before its successor stands, and a value is never taken for another one's.
@Suite struct AccountTokensEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let versions = ["9.3", "10.1", "12.4"]

  /// With its token in a Secret of one name whatever the account is called.
  private static func renamed(_ name: String, tokens: String = "{name: deploy, secretName: shared}") -> String
  {
    Manifest.account("name: \(name)\nrole: Editor\ntokens: [\(tokens)]")
  }

  private static let shared = "monitoring/shared"

  private func refuseTokens(
    _ world: World, named name: String = "*", message: String = "no", times: Int? = nil
  ) {
    var rule = FaultRule(
      method: "POST", path: "/api/serviceaccounts/*/tokens", .status(400, message: message))
    if name != "*" { rule.bodyText = "\"name\":\"\(name)" }
    rule.times = times
    world.workspace.use(FaultPlan([rule]))
  }

  // MARK: What stands in the way

  @Test(arguments: versions)
  func aTokenStaysUntilItsSuccessorIsPossible(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(["ci.yaml": Manifest.account()])
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    let token = world.tokenValue()
    let theirs = try world.folder.write("theirs", to: "secrets/monitoring/other/token")
    try await world.push([
      "ci.yaml": Manifest.account("role: Viewer\ntokens: [{name: deploy, secretName: other}, {name: read}]")
    ])
    for _ in 0..<2 {
      let report = await daemon.cycle()
      #expect(
        report.problemMessages == [
          "monitoring/other/token, the place of the token \"deploy\", was not written by Sluice: there is no "
            + ".sluice-token.json beside it"
        ])
      #expect(report.findings.map(\.code) == ["in-the-way"])
      #expect(report.counts.updated == 0)
    }
    #expect(world.tokenValue() == token)
    #expect(try await world.takesToken())
    #expect(try world.tokenNames() == ["deploy"])
    #expect(world.tokenValue("monitoring/other") == "theirs")
    // Once it is gone the next cycle goes on, without a push.
    _ = try FileSystem.remove(theirs)
    #expect(await daemon.cycle().problemMessages == [])
    #expect(world.tokenValue() == nil)
    #expect(try await world.takesToken("monitoring/other"))
    #expect(try world.accountTokens().count == 2)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  @Test func aFileOfOthersIsNotOverwritten() async throws {
    let world = try await World()
    try world.folder.write("theirs", to: "secrets/\(Manifest.tokenPlace)/token")
    try await world.push(["ci.yaml": Manifest.account()])
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(
      report.problemMessages == [
        "\(Manifest.tokenPlace)/token, the place of the token \"deploy\", was not written by Sluice: there is no "
          + ".sluice-token.json beside it"
      ])
    #expect(report.findings.map(\.remedy) == ["write another secretName, or remove that file"])
    #expect(world.tokenValue() == "theirs")
    #expect(try world.serviceAccount() == nil)
    await daemon.stop()
  }

  @Test func aRecordThatSaysNothingIsNotOverwritten() async throws {
    let world = try await World()
    let path = try world.folder.write("{}", to: "secrets/\(Manifest.tokenPlace)/.sluice-token.json")
    try await world.push(["ci.yaml": Manifest.account()])
    let daemon = try await world.start()
    #expect(
      await daemon.cycle().problemMessages == [
        "\(Manifest.tokenPlace)/.sluice-token.json, the place of the token \"deploy\", cannot be understood"
      ])
    #expect(try FileSystem.read(path, limit: 100) == Array("{}".utf8))
    await daemon.stop()
  }

  // MARK: Another name

  @Test(arguments: versions)
  func anAccountIsRenamedBehindItsSecret(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(["ci.yaml": Self.renamed("old"), "team.yaml": Manifest.folder()])
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    let former = world.tokenValue(Self.shared)
    try await world.push(["ci.yaml": Self.renamed("new")])
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.created == 1)
    #expect(report.counts.deleted == 1)
    #expect(try world.serviceAccount("old") == nil)
    #expect(try world.accountTokens("new").count == 1)
    #expect(world.tokenValue(Self.shared) != former)
    #expect(try await world.takesToken(Self.shared))
    #expect(await daemon.cycle().isQuiet)
    // And back.
    try await world.push(["ci.yaml": Self.renamed("old")])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try world.serviceAccount("new") == nil)
    #expect(try await world.takesToken(Self.shared))
    await daemon.stop()
  }

  /// The old account goes only after the tokens of the new one stand.
  @Test(arguments: versions)
  func theOldAccountWorksUntilTheNewOneDoes(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(["ci.yaml": Self.renamed("old"), "team.yaml": Manifest.folder()])
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    let former = world.tokenValue(Self.shared)
    refuseTokens(world, times: 1)
    try await world.push(["ci.yaml": Self.renamed("new")])
    let report = await daemon.cycle()
    #expect(report.counts.deleted == 0)
    #expect(report.problemMessages.count == 1)
    #expect(world.tokenValue(Self.shared) == former)
    #expect(try await world.takesToken(Self.shared))
    #expect(try world.tokenNames("old") == ["deploy"])
    // A revert leaves everything as it was, and takes the new account away again.
    try await world.push(["ci.yaml": Self.renamed("old")])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(world.tokenValue(Self.shared) == former)
    #expect(try world.serviceAccount("new") == nil)
    try await world.push(["ci.yaml": Self.renamed("new")])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try world.serviceAccount("old") == nil)
    #expect(try await world.takesToken(Self.shared))
    await daemon.stop()
  }

  /// Tokens that somebody made on the old account keep it; ours goes all the same.
  @Test func whatOthersMadeOnTheOldAccountKeepsIt() async throws {
    let world = try await World()
    try await world.push(["ci.yaml": Self.renamed("old"), "team.yaml": Manifest.folder()])
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    let id = try #require(try world.serviceAccount("old")?["id"]?.intValue)
    #expect(world.act("POST", "/api/serviceaccounts/\(id)/tokens", ["name": "theirs"]) == 200)
    try await world.push(["ci.yaml": Self.renamed("new")])
    #expect(await daemon.cycle().problemMessages.count == 1)
    #expect(try world.tokenNames("old") == ["theirs"])
    #expect(try world.accountTokens("new").count == 1)
    #expect(try await world.takesToken(Self.shared))
    await daemon.stop()
  }

  // MARK: Several programs and one directory

  @Test(arguments: [true, false])
  func twoProgramsLeaveEachOtherAlone(isSameWorkspace: Bool) async throws {
    let world = try await World()
    try await world.push(["ci.yaml": Manifest.account(), "team.yaml": Manifest.folder()])
    let first = try await world.start { $0.verificationRounds = 1 }
    #expect(await first.cycle().problemMessages == [])
    let value = world.tokenValue()
    let second: Daemon
    let elsewhere = isSameWorkspace ? world : try await World()
    if isSameWorkspace {
      var settings = try world.settings()
      settings.name = "staging"
      second = try await Daemon(
        settings, statePath: world.statePath + "-2", log: Log(to: world.log, minimumLevel: .debug))
    } else {
      // Another workspace, the same repository but for its address.
      try world.folder.write(
        try #require(elsewhere.tokenValue("monitoring/grafana")), to: "secrets/monitoring/second/token")
      try await elsewhere.push([
        "ci.yaml": Manifest.account(),
        "grafana.yaml": elsewhere.instance.replacing("name: grafana, key", with: "name: second, key"),
      ])
      var settings = try elsewhere.settings()
      settings.secretsDirectory = world.secretsPath
      second = try await Daemon(
        settings, statePath: world.statePath + "-2", log: Log(to: world.log, minimumLevel: .debug))
    }
    for _ in 0..<2 {
      let problems = await second.cycle().findings.filter { $0.severity == .error }
      #expect(
        problems.map(\.message) == [
          "\(Manifest.tokenPlace), the place of the token \"deploy\", belongs to the service account \"ci\" of "
            + "\(world.workspace.url) (GrafanaServiceAccount monitoring/ci, environment prod), as "
            + "\(Manifest.tokenPlace)/.sluice-token.json says"
        ])
      #expect(await first.cycle().problemMessages == [])
      #expect(world.tokenValue() == value)
      #expect(try world.tokenNames() == ["deploy"])
    }
    #expect(try await world.takesToken())
    await first.stop()
    await second.stop()
  }

  /// A manifest moves to the directory of another environment: its token stays, and is known there from then on.
  @Test(arguments: [true, false])
  func aMoveToAnotherEnvironmentTakesTheTokensAlong(formerGoesFirst: Bool) async throws {
    let world = try await World()
    let neighbourhood = Neighbourhood()
    let instances: [String: String?] = ["ea/grafana.yaml": world.instance, "eb/grafana.yaml": world.instance]
    try await world.push(instances.merging(["ea/ci.yaml": Manifest.account()]) { file, _ in file })
    let first = try await world.start("ea", beside: neighbourhood)
    let second = try await world.start("eb", beside: neighbourhood)
    #expect(await first.cycle().problemMessages == [])
    #expect(await second.cycle().problemMessages == [])
    let value = world.tokenValue()
    try await world.push(["ea/ci.yaml": nil, "eb/ci.yaml": Manifest.account()])
    let order = formerGoesFirst ? [first, second] : [second, first]
    for _ in 0..<2 { for daemon in order { #expect(await daemon.cycle().counts.deleted == 0) } }
    for daemon in order { #expect(await daemon.cycle().problemMessages == []) }
    #expect(world.tokenValue() == value)
    #expect(try world.tokenNames() == ["deploy"])
    // It is the other one's now, tokens and all.
    try await world.push([
      "eb/ci.yaml": Manifest.account("role: Editor\ntokens: [{name: rollout, secretName: prod-ci-deploy}]")
    ])
    #expect(await second.cycle().problemMessages == [])
    #expect(try world.tokenNames() == ["rollout"])
    await first.stop()
    await second.stop()
  }

  // MARK: Half a write

  /// What was made before something was refused is ours: it is gone on from there, and nothing is made twice.
  @Test(arguments: versions)
  func halfAWriteIsGoneOnFrom(version: String) async throws {
    let world = try await World(version: version)
    refuseTokens(world, named: "read", times: 1)
    try await world.push([
      "ci.yaml": Manifest.account("role: Editor\ntokens: [{name: deploy}, {name: read}]"),
      "team.yaml": Manifest.folder(),
    ])
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages.count == 1)
    let id = try world.serviceAccount()?["id"]
    let first = world.tokenValue()
    #expect(try world.tokenNames() == ["deploy"])
    #expect(await daemon.cycle().problemMessages.count == 1)
    await daemon.stop()
    // A start tries it once more.
    let next = try await world.start()
    let report = await next.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.updated == 1)
    #expect(try world.serviceAccount()?["id"] == id)
    #expect(world.tokenValue() == first)
    #expect(try world.tokenNames() == ["deploy", "read"])
    #expect(await next.cycle().isQuiet)
    await next.stop()
  }

  @Test(arguments: versions, [true, false])
  func halfAWriteGoesWithItsManifest(version: String, wasThere: Bool) async throws {
    let world = try await World(version: version)
    if wasThere {
      #expect(world.act("POST", "/api/serviceaccounts", ["name": "ci", "role": "Viewer"]) == 201)
    }
    refuseTokens(world, named: "read")
    try await world.push([
      "ci.yaml": Manifest.account("role: Editor\ntokens: [{name: deploy}, {name: read}]"),
      "team.yaml": Manifest.folder(),
    ])
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages.count == 1)
    #expect(world.tokenValue() != nil)
    try await world.push(["ci.yaml": nil])
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.deleted == 1)
    #expect(try world.serviceAccount() == nil)
    #expect(world.tokenValue() == nil)
    #expect(try FileSystem.entry(at: "\(world.secretsPath)/\(Manifest.tokenPlace)") == nil)
    await daemon.stop()
  }

  /// A refused successor leaves the token and what is known of it as they were.
  @Test func aRefusedSuccessorLeavesNoTrace() async throws {
    let world = try await World()
    try await world.push(["ci.yaml": Manifest.account(lifetime: "720h")])
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    let record = "\(world.secretsPath)/\(Manifest.tokenPlace)/.sluice-token.json"
    let known = try FileSystem.read(record, limit: 10_000)
    refuseTokens(world, message: "Number of seconds before expiration is greater than the global limit")
    try await world.push(["ci.yaml": Manifest.account(lifetime: "1440h")])
    #expect(
      await daemon.cycle().problemMessages == [
        "make the token deploy of ci answered 400: Number of seconds before expiration is greater than the global "
          + "limit; write a shorter time to the annotation sluice.dev/token-lifetime, with 720h where the workspace is "
          + "Amazon's, whose tokens live thirty days at most"
      ])
    #expect(try FileSystem.read(record, limit: 10_000) == known)
    #expect(try await world.takesToken())
    try await world.push(["ci.yaml": Manifest.account(lifetime: "720h")])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }
}
