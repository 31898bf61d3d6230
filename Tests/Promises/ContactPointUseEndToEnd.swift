import Documents
import Report
import TestSupport
import Testing

/// What the workspace itself leads to a contact point goes on reaching it, whatever leaves Git.
@Suite struct ContactPointUseEndToEnd {
  private typealias Written = NotificationManifest
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let versions = ["9.3", "10.4", "12.4"]
  private static let pager = "- {uid: pager, type: pagerduty, settings: {integrationKey: k}}"
  private static let both = Written.mail(uid: "mail") + "\n" + pager

  private static func start(_ files: [String: String]) -> [String: String] {
    Written.company.merging(files) { first, _ in first }
  }

  private func uids(_ world: World, _ name: String = "ops") throws -> Set<String> {
    let rows = try world.get("\(Written.contactPointPath)?name=\(name)").arrayValue ?? []
    return Set(rows.compactMap { $0["uid"]?.stringValue })
  }

  private static func byHand(_ uid: String, _ name: String) -> JSON {
    [
      "uid": .string(uid), "name": .string(name), "type": "email",
      "settings": ["addresses": "hand@example.org"], "disableResolveMessage": false,
    ]
  }

  private func make(_ world: World, _ uid: String, _ name: String) {
    #expect(world.act("POST", Written.contactPointPath, Self.byHand(uid, name)) == 202)
  }

  private func route(_ world: World, to receiver: String, _ below: String? = nil) {
    var tree: JSON = ["receiver": .string(receiver)]
    if let below { tree = tree.merging(patch: ["routes": [["receiver": .string(below)]]]) }
    #expect(world.act("PUT", Written.policyPath, tree) == 202)
  }

  private func root(_ world: World) throws -> String? {
    try world.get(Written.policyPath)["receiver"]?.stringValue
  }

  /// Servers refuse only the last receiver of a contact point that a policy names: the others would be gone.
  @Test(arguments: Self.versions)
  func whatATreeByHandNamesKeepsAllItsReceivers(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(Self.start(["cp.yaml": Written.contactPoint(Self.both)]))
    let daemon = try await world.start()
    _ = await daemon.cycle()
    route(world, to: "ops", "ops")
    try await world.push(["cp.yaml": nil])
    world.workspace.clearLog()
    #expect(
      await daemon.cycle().problemMessages == [
        "the contact point \"ops\" is no longer in Git under this name, but the notification policies of the workspace "
          + "name it: the root route; it stays as it is"
      ])
    #expect(try uids(world) == ["mail", "pager"])
    #expect(world.workspace.totals.writes == 0)
    #expect(world.act("DELETE", Written.policyPath) == 202)
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.deleted == 1)
    #expect(try uids(world) == [])
    await daemon.stop()
  }

  @Test func whatARuleByHandNamesStays() async throws {
    let world = try await World()
    try await world.push(Self.start(["cp.yaml": Written.contactPoint(Self.both)]))
    let daemon = try await world.start()
    _ = await daemon.cycle()
    let rule: JSON = [
      "uid": "byhand", "title": "By hand", "folderUID": "team", "ruleGroup": "Theirs", "condition": "A",
      "noDataState": "NoData", "execErrState": "Error", "for": "5m",
      "data": [
        [
          "refId": "A", "datasourceUid": "amp", "relativeTimeRange": ["from": 600, "to": 0],
          "model": ["expr": "up", "refId": "A"],
        ]
      ], "notification_settings": ["receiver": "ops"],
    ]
    #expect(world.act("POST", "/api/v1/provisioning/alert-rules", rule) == 201)
    try await world.push(["cp.yaml": nil])
    #expect(
      await daemon.cycle().problemMessages == [
        "the contact point \"ops\" is no longer in Git under this name, but the alert rule group \"Theirs\" of the "
          + "workspace names it: rule \"By hand\"; it stays as it is"
      ])
    #expect(try uids(world) == ["mail", "pager"])
    await daemon.stop()
  }

  /// A tree that comes back may name what leaves Git in the same commit.
  @Test(arguments: Self.versions)
  func whatTheTreeFromBeforeNamesStays(version: String) async throws {
    let world = try await World(version: version)
    make(world, "mail", "ops")
    make(world, "pager", "ops")
    route(world, to: "ops")
    let point = Written.contactPoint(
      Written.mail(uid: "mail") + "\n" + Written.mail("b@example.org", uid: "pager"))
    try await world.push(Self.start(["cp.yaml": point, "policy.yaml": Written.policy("group_wait: 2m")]))
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    try await world.push(["cp.yaml": nil, "policy.yaml": nil])
    let report = await daemon.cycle()
    #expect(
      report.problemMessages == [
        "DELETE contact point/ops: the notification policies of the workspace name it: the root route; none of its "
          + "receivers was deleted: name another contact point there, or bring the manifest back"
      ])
    #expect(try root(world) == "ops")
    #expect(try uids(world) == ["mail", "pager"])
    #expect(world.act("DELETE", Written.policyPath) == 202)
    #expect(await daemon.cycle().counts.deleted == 1)
    #expect(try uids(world) == [])
    await daemon.stop()
  }

  /// Nothing is taken from a tree that could not be changed.
  @Test(arguments: Self.versions)
  func aTreeThatCannotComeBackKeepsItsContactPoints(version: String) async throws {
    let world = try await World(version: version)
    make(world, "old", "old")
    route(world, to: "old")
    try await world.push(
      Self.start([
        "cp.yaml": Written.contactPoint(Self.both), "policy.yaml": Written.policy("group_wait: 2m"),
      ]))
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    #expect(world.act("DELETE", "\(Written.contactPointPath)/old") == 202)
    try await world.push(["cp.yaml": nil, "policy.yaml": nil])
    let messages = await daemon.cycle().problemMessages
    #expect(messages.count == 1)
    #expect(
      messages[0].hasSuffix(
        "make a contact point \"old\" in the workspace, and the tree comes back with the next try; or give the tree up "
          + "with DELETE /api/v1/provisioning/policies as an administrator, after which it is left as it then is"
      ),
      "\(messages)")
    #expect(try root(world) == "ops")
    #expect(try uids(world) == ["mail", "pager"])
    // Neither is it where the same is not sent again for a while.
    #expect(await daemon.cycle().counts.deleted == 0)
    #expect(try uids(world) == ["mail", "pager"])
    make(world, "old", "old")
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.deleted == 2)
    #expect(try root(world) == "old")
    #expect(try uids(world) == [])
    await daemon.stop()
  }

  @Test(arguments: Self.versions)
  func aTreeThatWasResetByHandIsLetGo(version: String) async throws {
    let world = try await World(version: version)
    let reset = try root(world)
    make(world, "old", "old")
    route(world, to: "old")
    try await world.push(
      Self.start([
        "cp.yaml": Written.contactPoint(Self.both), "policy.yaml": Written.policy("group_wait: 2m"),
      ]))
    let daemon = try await world.start()
    _ = await daemon.cycle()
    #expect(world.act("DELETE", "\(Written.contactPointPath)/old") == 202)
    try await world.push(["cp.yaml": nil, "policy.yaml": nil])
    _ = await daemon.cycle()
    #expect(world.act("DELETE", Written.policyPath) == 202)
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.deleted == 2)
    #expect(try root(world) == reset)
    #expect(try uids(world) == [])
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  // MARK: Another name

  /// The tree would go on naming what is left under the old name, and no longer reach ours.
  @Test(arguments: Self.versions)
  func aNameThatIsSharedAndNamedIsKept(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(Self.start(["cp.yaml": Written.contactPoint(Self.both)]))
    let daemon = try await world.start()
    _ = await daemon.cycle()
    make(world, "hand", "ops")
    route(world, to: "ops")
    _ = await daemon.cycle()
    try await world.push(["cp.yaml": Written.contactPoint(Self.both, named: "duty")])
    world.workspace.clearLog()
    let problem =
      "the contact point \"ops\" cannot become \"duty\": the receiver hand, which is not from Git, stays under the old "
      + "name, and the notification policies of the workspace name that: the root route; all stays as it is"
    let plan = try await daemon.reconciler.plan()
    #expect(PlanText.render(plan, details: .full, now: plan.started).contains(problem))
    #expect(await daemon.cycle().problemMessages == [problem])
    #expect(try uids(world) == ["mail", "pager", "hand"])
    #expect(world.workspace.totals.writes == 0)
    #expect(world.act("DELETE", "\(Written.contactPointPath)/hand") == 202)
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try uids(world, "duty") == ["mail", "pager"])
    #expect(try root(world) == "duty")
    await daemon.stop()
  }

  @Test func aNameThatIsOnlySharedIsLeftToTheOthers() async throws {
    let world = try await World()
    try await world.push(Self.start(["cp.yaml": Written.contactPoint(Self.both)]))
    let daemon = try await world.start()
    _ = await daemon.cycle()
    make(world, "hand", "ops")
    _ = await daemon.cycle()
    try await world.push(["cp.yaml": Written.contactPoint(Self.both, named: "duty")])
    let plan = try await daemon.reconciler.plan()
    #expect(
      PlanText.render(plan, details: .full, now: plan.started).contains(
        "receiver hand is not from Git; it stays"))
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try uids(world) == ["hand"])
    #expect(try uids(world, "duty") == ["mail", "pager"])
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  /// What is given up with the old name keeps nobody from following.
  @Test(arguments: Self.versions)
  func aNewNameWithFewerReceiversIsFollowed(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(Self.start(["cp.yaml": Written.contactPoint(Self.both)]))
    let daemon = try await world.start()
    _ = await daemon.cycle()
    route(world, to: "ops")
    try await world.push(["cp.yaml": Written.contactPoint(Written.mail(uid: "mail"), named: "duty")])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try uids(world) == [])
    #expect(try uids(world, "duty") == ["mail"])
    #expect(try root(world) == "duty")
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  /// No receiver leaves the name that the tree leads to before all can.
  @Test(arguments: Self.versions)
  func aNewNameThatIsRefusedInPartIsRefusedAsAWhole(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(Self.start(["cp.yaml": Written.contactPoint(Self.both)]))
    let daemon = try await world.start()
    _ = await daemon.cycle()
    route(world, to: "ops")
    try await world.push([
      "cp.yaml": Written.contactPoint(
        Written.mail(uid: "mail") + "\n- {uid: pager, type: pagerduty, settings: {class: x}}", named: "duty")
    ])
    #expect(await daemon.cycle().problemMessages.count == 1)
    #expect(try uids(world) == ["mail", "pager"])
    #expect(try root(world) == "ops")
    try await world.push(["cp.yaml": Written.contactPoint(Self.both, named: "duty")])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try uids(world) == [])
    #expect(try root(world) == "duty")
    await daemon.stop()
  }
}
