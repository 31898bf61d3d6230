import Documents
import Report
import TestSupport
import Testing

/// Contact points, from Git to the workspace and back.
@Suite struct ContactPointsEndToEnd {
  private typealias Written = NotificationManifest
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let hook = """
    - type: slack
      settings: {recipient: "#ops", title: Alert}
      valuesFrom:
        - {targetPath: token, valueFrom: {secretKeyRef: {name: slack, key: token}}}
    """

  private static func start(_ receivers: String) -> [String: String] {
    Written.company.merging(["ops.cp.yaml": Written.contactPoint(receivers)]) { first, _ in first }
  }

  /// `uid type` of the receivers of a contact point.
  private func receivers(_ world: World, _ name: String = "ops") throws -> [String] {
    try rows(world, name).map { "\($0["uid"]?.stringValue ?? "") \($0["type"]?.stringValue ?? "")" }
  }

  private func rows(_ world: World, _ name: String = "ops") throws -> [JSON] {
    try world.get("\(Written.contactPointPath)?name=\(name)").arrayValue ?? []
  }

  private func addresses(_ world: World, _ name: String = "ops") throws -> [String] {
    try rows(world, name).compactMap { $0["settings"]?["addresses"]?.stringValue }
  }

  private static func byHand(_ uid: String, _ name: String = "ops", address: String = "hand@example.org")
    -> JSON
  {
    [
      "uid": .string(uid), "name": .string(name), "type": "email",
      "settings": ["addresses": .string(address)], "disableResolveMessage": false,
    ]
  }

  @Test(arguments: NotificationManifest.versions)
  func comeIntoBeingAndStaySilent(version: String) async throws {
    let world = try await World(version: version)
    try world.folder.write("xoxb-1", to: "secrets/monitoring/slack/token")
    try await world.push(Self.start(Written.mail(uid: "mail") + "\n" + Self.hook))
    let daemon = try await world.start()
    let first = await daemon.cycle()
    #expect(first.problemMessages == [])
    #expect(first.counts.created == 5)
    let rows = try rows(world)
    #expect(rows.count == 2)
    #expect(rows.compactMap { $0["settings"]?["token"] } == ["[REDACTED]"])
    #expect(rows.allSatisfy { $0["provenance"] == "api" })
    #expect(await daemon.cycle().isQuiet)
    world.workspace.clearLog()
    #expect(await daemon.cycle().isQuiet)
    #expect(world.workspace.totals.writes == 0)
    await daemon.stop()
  }

  /// A changed Secret is sent, and nothing shows it.
  @Test(arguments: NotificationManifest.versions)
  func aChangedSecretIsSent(version: String) async throws {
    let world = try await World(version: version)
    try world.folder.write("xoxb-1", to: "secrets/monitoring/slack/token")
    try await world.push(Self.start(Self.hook))
    let daemon = try await world.start()
    _ = await daemon.cycle()
    try world.folder.write("xoxb-2", to: "secrets/monitoring/slack/token")
    let plan = try await daemon.reconciler.plan()
    let text = PlanText.render(plan, details: .full, now: plan.started)
    #expect(text.contains("secrets (changed)"))
    #expect(!text.contains("xoxb"))
    world.workspace.clearLog()
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.updated == 1)
    #expect(world.workspace.totals.writes == 1)
    #expect(await daemon.cycle().isQuiet)
    #expect(!world.log.lines.joined().contains("xoxb"))
    await daemon.stop()
  }

  @Test(arguments: NotificationManifest.versions)
  func receiversChangeComeAndGo(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(
      Self.start(
        Written.mail("a@example.org") + "\n" + Written.mail("b@example.org") + "\n" + Written.mail(uid: "c")))
    let daemon = try await world.start()
    _ = await daemon.cycle()
    let before = Set(try receivers(world))
    #expect(before.count == 3)
    // One changes, one goes: the others keep their uids.
    try await world.push([
      "ops.cp.yaml": Written.contactPoint(
        Written.mail("a@example.org") + "\n" + Written.mail("new@example.org"))
    ])
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.updated == 1)
    #expect(Set(try addresses(world)) == ["a@example.org", "new@example.org"])
    #expect(Set(try receivers(world)).isSubset(of: before))
    #expect(await daemon.cycle().isQuiet)
    try await world.push(["ops.cp.yaml": nil])
    #expect(await daemon.cycle().counts.deleted == 1)
    #expect(try receivers(world) == [])
    try await world.push(Self.start(Written.mail("a@example.org")))
    #expect(await daemon.cycle().counts.created == 1)
    #expect(try receivers(world).allSatisfy { before.contains($0) })
    await daemon.stop()
  }

  @Test(arguments: NotificationManifest.versions)
  func anEditInTheWorkspaceIsPutBackAndKept(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(
      Self.start(Written.mail(uid: "mail") + "\n" + Written.mail("two@example.org", uid: "two")))
    let daemon = try await world.start()
    _ = await daemon.cycle()
    #expect(world.act("PUT", "\(Written.contactPointPath)/mail", Self.byHand("mail")) == 202)
    world.workspace.clearLog()
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.repaired == 1)
    // Only what differs is written.
    #expect(world.workspace.totals.writes == 1)
    #expect(Set(try addresses(world)) == ["ops@example.org", "two@example.org"])
    let copy = try #require(try await daemon.state.store.copies(named: "ops").first)
    try await daemon.reconciler.restore(copy: copy.id)
    #expect(Set(try addresses(world)) == ["hand@example.org", "two@example.org"])
    #expect(await daemon.cycle().counts.repaired == 1)
    #expect(world.act("DELETE", "\(Written.contactPointPath)/two") == 202)
    #expect(await daemon.cycle().counts.repaired == 1)
    #expect(Set(try addresses(world)) == ["ops@example.org", "two@example.org"])
    await daemon.stop()
  }

  /// Somebody's receiver under the same name stays through changes and deletions.
  @Test(arguments: NotificationManifest.versions)
  func aReceiverOfSomebodyElseStays(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(Self.start(Written.mail() + "\n" + Written.mail("two@example.org")))
    let daemon = try await world.start()
    _ = await daemon.cycle()
    #expect(world.act("POST", Written.contactPointPath, Self.byHand("hand")) == 202)
    #expect(await daemon.cycle().problemMessages == [])
    try await world.push(["ops.cp.yaml": Written.contactPoint(Written.mail("new@example.org"))])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(Set(try addresses(world)) == ["new@example.org", "hand@example.org"])
    try await world.push(["ops.cp.yaml": nil])
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.deleted == 1)
    #expect(try receivers(world) == ["hand email"])
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  /// What is there by the name, the type and the order of a receiver becomes ours with its uid.
  @Test(arguments: NotificationManifest.versions)
  func receiversThatAreThereAreTakenOver(version: String) async throws {
    let world = try await World(version: version)
    for (uid, address) in [("x1", "ops@example.org"), ("x2", "old@example.org"), ("x3", "third@example.org")]
    {
      #expect(world.act("POST", Written.contactPointPath, Self.byHand(uid, address: address)) == 202)
    }
    try await world.push(Self.start(Written.mail("new@example.org") + "\n" + Written.mail()))
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.updated == 1)
    #expect(try receivers(world) == ["x1 email", "x2 email", "x3 email"])
    #expect(try addresses(world) == ["ops@example.org", "new@example.org", "third@example.org"])
    #expect(try await daemon.state.store.copies(named: "ops").count == 1)
    #expect(await daemon.cycle().isQuiet)
    try await world.push(["ops.cp.yaml": nil])
    #expect(await daemon.cycle().counts.deleted == 1)
    #expect(try receivers(world) == ["x3 email"])
    await daemon.stop()
  }

  /// Also where nothing had to be written.
  @Test func equalReceiversAreTakenOverWithoutAWrite() async throws {
    let world = try await World()
    #expect(world.act("POST", Written.contactPointPath, Self.byHand("x1", address: "ops@example.org")) == 202)
    try await world.push(Self.start(Written.mail()))
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.adopted == 1)
    #expect(await daemon.cycle().isQuiet)
    try await world.push(["ops.cp.yaml": nil])
    #expect(await daemon.cycle().counts.deleted == 1)
    #expect(try receivers(world) == [])
    await daemon.stop()
  }

  /// The receivers go along, and what names the contact point in the workspace follows.
  @Test(arguments: NotificationManifest.versions)
  func getAnotherName(version: String) async throws {
    let world = try await World(version: version)
    #expect(world.act("POST", Written.contactPointPath, Self.byHand("x1", address: "a@example.org")) == 202)
    try await world.push(
      Self.start(Written.mail("a@example.org") + "\n" + Written.mail("b@example.org", uid: "b")))
    let daemon = try await world.start()
    _ = await daemon.cycle()
    let tree = try world.get(Written.policyPath)
    let named = tree.merging(patch: ["receiver": "ops"])
    #expect(world.act("PUT", Written.policyPath, named) == 202)
    try await world.push([
      "ops.cp.yaml": Written.contactPoint(
        Written.mail("a@example.org") + "\n" + Written.mail("b@example.org", uid: "b"), named: "duty")
    ])
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(try receivers(world) == [])
    #expect(Set(try receivers(world, "duty")) == ["x1 email", "b email"])
    #expect(try world.get(Written.policyPath)["receiver"] == "duty")
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  @Test func aReceiverMovesToAnotherContactPoint() async throws {
    let world = try await World()
    let two = Written.contactPoint(
      Written.mail("s@example.org", uid: "s"), named: "second", manifest: "second")
    try await world.push(
      Self.start(Written.mail(uid: "m") + "\n" + Written.mail("x@example.org", uid: "x"))
        .merging(["two.yaml": two]) { first, _ in first })
    let daemon = try await world.start()
    _ = await daemon.cycle()
    try await world.push([
      "ops.cp.yaml": Written.contactPoint(Written.mail(uid: "m")),
      "two.yaml": Written.contactPoint(
        Written.mail("s@example.org", uid: "s") + "\n" + Written.mail("x@example.org", uid: "x"),
        named: "second", manifest: "second"),
    ])
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(try receivers(world) == ["m email"])
    #expect(Set(try receivers(world, "second")) == ["s email", "x email"])
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  @Test func aReceiverOfSomebodyElseIsNotTakenAway() async throws {
    let world = try await World()
    #expect(world.act("POST", Written.contactPointPath, Self.byHand("x1", "theirs")) == 202)
    try await world.push(Self.start(Written.mail(uid: "x1")))
    let daemon = try await world.start()
    #expect(
      await daemon.cycle().problemMessages == [
        "the uid x1 belongs to the contact point \"theirs\", which is not from this repository"
      ])
    #expect(try receivers(world, "theirs") == ["x1 email"])
    await daemon.stop()
  }

  /// Open receivers stay open, also after changes.
  @Test(arguments: ["10.1", "12.4"])
  func areOpenOrLockedAsTheManifestSays(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(
      Written.company.merging([
        "ops.cp.yaml": Written.contactPoint(Written.mail(), extra: "editable: true")
      ]) { first, _ in first })
    let daemon = try await world.start()
    _ = await daemon.cycle()
    #expect(try rows(world)[0]["provenance"] == nil)
    try await world.push([
      "ops.cp.yaml": Written.contactPoint(Written.mail("b@example.org"), extra: "editable: true")
    ])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try addresses(world) == ["b@example.org"])
    #expect(try rows(world)[0]["provenance"] == nil)
    try await world.push([
      "ops.cp.yaml": Written.contactPoint(Written.mail("b@example.org"), extra: "editable: false")
    ])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try rows(world)[0]["provenance"] == "api")
    try await world.push([
      "ops.cp.yaml": Written.contactPoint(Written.mail("c@example.org"), extra: "editable: true")
    ])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try addresses(world) == ["c@example.org"])
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }
}
