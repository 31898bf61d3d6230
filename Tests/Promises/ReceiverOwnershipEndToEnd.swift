import Documents
import Report
import TestSupport
import Testing

/// Which receivers of a contact point are ours, through whatever becomes of its manifest.
@Suite struct ReceiverOwnershipEndToEnd {
  private typealias Written = NotificationManifest
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let versions = ["10.4", "12.4"]
  private static let slack = "- {type: slack, settings: {recipient: \"#ops\", token: xoxb}}"
  private static let hand: JSON = [
    "uid": "hand", "name": "ops", "type": "email", "settings": ["addresses": "hand@example.org"],
    "disableResolveMessage": false,
  ]

  private static func start(_ receivers: String, extra: String = "") -> [String: String] {
    Written.company.merging(["ops.cp.yaml": Written.contactPoint(receivers, extra: extra)]) { first, _ in
      first
    }
  }

  private func rows(_ world: World, _ name: String = "ops") throws -> [JSON] {
    try world.get("\(Written.contactPointPath)?name=\(name)").arrayValue ?? []
  }

  /// `type address` by uid.
  private func receivers(_ world: World, _ name: String = "ops") throws -> [String: String] {
    Dictionary(
      try rows(world, name).map { row in
        (
          row["uid"]?.stringValue ?? "",
          "\(row["type"]?.stringValue ?? "") \(row["settings"]?["addresses"]?.stringValue ?? "-")"
        )
      }, uniquingKeysWith: { first, _ in first })
  }

  /// What is written in front of others does not become one of them.
  @Test(arguments: Self.versions)
  func aReceiverInFrontLeavesTheOthersAsTheyAre(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(Self.start(Written.mail()))
    let daemon = try await world.start()
    _ = await daemon.cycle()
    let before = try receivers(world)
    try await world.push(Self.start(Self.slack + "\n" + Written.mail()))
    world.workspace.clearLog()
    #expect(await daemon.cycle().problemMessages == [])
    #expect(world.workspace.totals.writes == 1)
    #expect(try receivers(world).merging(before) { first, _ in first } == receivers(world))
    #expect(try receivers(world).count == 2)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  @Test(arguments: Self.versions)
  func anOrderThatIsRefusedInPartLosesNoReceiver(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(Self.start(Written.mail() + "\n" + Self.slack))
    let daemon = try await world.start()
    _ = await daemon.cycle()
    let before = try receivers(world)
    try await world.push(Self.start(Self.slack + "\n- {type: email, settings: {}}"))
    #expect(await daemon.cycle().problemMessages.count == 1)
    #expect(try receivers(world) == before)
    await daemon.stop()
  }

  /// One that cannot be made keeps another from becoming something else.
  @Test(arguments: Self.versions)
  func aTypeChangesOnlyWhenTheRestIsThere(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(Self.start(Written.mail()))
    let daemon = try await world.start()
    _ = await daemon.cycle()
    let before = try receivers(world)
    try await world.push(Self.start(Self.slack + "\n- {type: pagerduty, settings: {class: x}}"))
    #expect(await daemon.cycle().problemMessages.count == 1)
    #expect(try receivers(world) == before)
    await daemon.stop()
  }

  /// Also where the contact point that holds it is ours.
  @Test func aReceiverOfSomebodyElseUnderOurNameIsNotTakenAway() async throws {
    let world = try await World()
    try await world.push(Self.start(Written.mail()))
    let daemon = try await world.start()
    _ = await daemon.cycle()
    #expect(world.act("POST", Written.contactPointPath, Self.hand) == 202)
    _ = await daemon.cycle()
    try await world.push([
      "two.yaml": Written.contactPoint(
        Written.mail("two@example.org", uid: "hand"), named: "two", manifest: "two")
    ])
    #expect(
      await daemon.cycle().problemMessages == [
        "the uid hand belongs to the contact point \"ops\", which has it from somebody else than this repository"
      ])
    #expect(try receivers(world)["hand"] == "email hand@example.org")
    await daemon.stop()
  }

  /// A manifest of another name for the same contact point is answerable for what the old one made.
  @Test(arguments: Self.versions, [true, false])
  func aManifestOfAnotherNameGoesOnWithItsReceivers(version: String, isChanged: Bool) async throws {
    let world = try await World(version: version)
    try await world.push(Self.start(Written.mail() + "\n" + Self.slack))
    let daemon = try await world.start()
    _ = await daemon.cycle()
    let before = try receivers(world)
    let rest = isChanged ? Written.mail() : Written.mail() + "\n" + Self.slack
    try await world.push(["ops.cp.yaml": Written.contactPoint(rest, manifest: "ops-new")])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try receivers(world) == (isChanged ? before.filter { $0.value != "slack -" } : before))
    #expect(await daemon.cycle().isQuiet)
    try await world.push(["ops.cp.yaml": nil])
    #expect(await daemon.cycle().counts.deleted == 1)
    #expect(try receivers(world) == [:])
    await daemon.stop()
  }

  private static func rules(_ title: String) -> String {
    Written.object(
      "GrafanaAlertRuleGroup", "nodes",
      """
      name: Nodes
      folderRef: team
      interval: 1m
      rules:
        - {uid: down, title: \(title), condition: A, noDataState: NoData, execErrState: Error, for: 5m,
           data: [{refId: A, datasourceUid: amp, relativeTimeRange: {from: 600, to: 0}, model: {expr: up}}]}
      """)
  }

  /// What Git changes is no edit of somebody's, and what people did is not pushed out by copies of our own.
  @Test(arguments: ["9.3", "10.4", "12.4"])
  func whatGitChangesIsKeptByGit(version: String) async throws {
    let world = try await World(version: version)
    func files(_ word: String, wait: String) -> [String: String] {
      Self.start(Written.mail("\(word)@example.org")).merging([
        "nights.yaml": Written.muteTiming(weekdays: word == "a" ? "monday" : "tuesday"),
        "slack.yaml": Written.template("Rec \(word)"), "rules.yaml": Self.rules(word),
        "policy.yaml": Written.policy("group_wait: \(wait)"),
      ]) { first, _ in first }
    }
    try await world.push(files("a", wait: "1m"))
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    let copies = try await daemon.state.store.copies(named: nil).count
    try await world.push(files("b", wait: "2m"))
    #expect(await daemon.cycle().counts.updated == 5)
    #expect(try await daemon.state.store.copies(named: nil).count == copies)
    try await world.push(
      files("c", wait: "3m").merging(["nights.yaml": Written.muteTiming(weekdays: "friday")]) { $1 })
    #expect(await daemon.cycle().counts.updated == 5)
    #expect(try await daemon.state.store.copies(named: nil).count == copies)
    // An edit between two commits is kept.
    #expect(
      world.act(
        "PUT", "\(Written.templatePath)/slack", ["template": "by hand"]) == 202)
    try await world.push(["slack.yaml": Written.template("Rec d")])
    #expect(await daemon.cycle().counts.updated == 1)
    #expect(try await daemon.state.store.copies(named: "slack").count == 1)
    try await world.push(["slack.yaml": nil, "ops.cp.yaml": nil, "policy.yaml": nil])
    // What is deleted can be restored, whoever wrote it.
    #expect(await daemon.cycle().counts.deleted == 3)
    #expect(try await daemon.state.store.copies(named: nil).count == copies + 1 + 3)
    await daemon.stop()
  }

  /// Without `editable` people are kept from editing in the workspace, also what was there before.
  @Test(arguments: Self.versions)
  func whatWasOpenIsLocked(version: String) async throws {
    let world = try await World(version: version)
    let made = world.workspace.perform(
      "POST", Written.contactPointPath, body: JSONWriter.string(Self.hand),
      headers: ["X-Disable-Provenance": "true"], as: "alice", role: .admin)
    #expect(made.status == 202)
    try await world.push(Self.start(Written.mail("hand@example.org", uid: "hand")))
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.updated == 1)
    #expect(try rows(world).map { $0["provenance"] } == ["api"])
    #expect(await daemon.cycle().isQuiet)
    // Somebody's own receiver beside it is not ours to lock.
    let other = Self.hand.merging(patch: ["uid": "other"])
    let added = world.workspace.perform(
      "POST", Written.contactPointPath, body: JSONWriter.string(other),
      headers: ["X-Disable-Provenance": "true"], as: "alice", role: .admin)
    #expect(added.status == 202)
    #expect(await daemon.cycle().counts.updated == 0)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  /// What no copy can bring back is told before it is overwritten.
  @Test func aSecretOfSomebodyElseIsToldBeforeItIsLost() async throws {
    let world = try await World()
    let pager: JSON = [
      "uid": "theirs", "name": "ops", "type": "pagerduty", "settings": ["integrationKey": "THEIRS"],
    ]
    #expect(world.act("POST", Written.contactPointPath, pager) == 202)
    try await world.push(Self.start("- {type: pagerduty, settings: {integrationKey: NEWKEY}}"))
    let daemon = try await world.start()
    let told =
      "receiver #1 (pagerduty): its secrets in the workspace are overwritten for good, no copy can hold them"
    let plan = try await daemon.reconciler.plan()
    #expect(PlanText.render(plan, details: .full, now: plan.started).contains(told))
    let report = await daemon.cycle()
    #expect(report.targets.flatMap(\.outcomes).flatMap(\.action.changes).map(\.summary).contains(told))
    // From then on the secrets are ours.
    try await world.push(Self.start("- {type: pagerduty, settings: {integrationKey: NEXT}}"))
    let next = await daemon.cycle()
    #expect(next.counts.updated == 1)
    #expect(!next.targets.flatMap(\.outcomes).flatMap(\.action.changes).map(\.summary).contains(told))
    await daemon.stop()
  }

  /// Two contact points that exchange their receivers: neither is deleted on the way.
  @Test(arguments: Self.versions)
  func receiversAreExchanged(version: String) async throws {
    let world = try await World(version: version)
    func files(_ first: String, _ second: String) -> [String: String?] {
      [
        "a.yaml": Written.contactPoint(
          Written.mail("\(first)@example.org", uid: first), named: "ops", manifest: "a"),
        "b.yaml": Written.contactPoint(
          Written.mail("\(second)@example.org", uid: second), named: "night", manifest: "b"),
      ]
    }
    try await world.push(files("r1", "r2"))
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    try await world.push(files("r2", "r1"))
    world.workspace.clearLog()
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try receivers(world) == ["r2": "email r2@example.org"])
    #expect(try receivers(world, "night") == ["r1": "email r1@example.org"])
    // One write for each: nothing was deleted or made anew.
    #expect(world.workspace.totals.writes == 2)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }
}
