import Documents
import GrafanaEmulator
import Reconcile
import Report
import TestSupport
import Testing

/// The tree of notification policies, from Git to the workspace and back.
@Suite struct NotificationPoliciesEndToEnd {
  private typealias Written = NotificationManifest
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let routes = """
    group_by: [grafana_folder, alertname]
    group_wait: 60s
    repeat_interval: 24h
    routes:
      - receiver: ops
        object_matchers: [[zone, "=", a], [area, "=~", "b|c"]]
        continue: true
        mute_time_intervals: [nights]
        matchers: [{name: team, value: x, isEqual: false}]
        routes: [{match_re: {deep: "d.*"}, group_by: ["..."]}]
    """

  private static func start(_ policy: String) -> [String: String] {
    Written.company.merging([
      "cp.yaml": Written.contactPoint(Written.mail(uid: "mail")), "nights.yaml": Written.muteTiming(),
      "policy.yaml": policy,
    ]) { first, _ in first }
  }

  private func tree(_ world: World) throws -> JSON { try world.get(Written.policyPath) }

  /// The first receivers below the root.
  private func receivers(_ world: World) throws -> [String] {
    (try tree(world)["routes"]?.arrayValue ?? []).compactMap { $0["receiver"]?.stringValue }
  }

  @Test(arguments: NotificationManifest.versions)
  func comesIntoBeingAndStaysSilent(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(Self.start(Written.policy(Self.routes)))
    let daemon = try await world.start()
    let first = await daemon.cycle()
    #expect(first.problemMessages == [])
    #expect(first.counts.created == 6)
    #expect(first.counts.updated == 1)
    let tree = try tree(world)
    #expect(tree["receiver"] == "ops")
    #expect(tree["repeat_interval"] == "1d")
    #expect(
      tree["routes"]?[0]?["object_matchers"] == [
        ["area", "=~", "b|c"], ["team", "!=", "x"], ["zone", "=", "a"],
      ])
    #expect(tree["routes"]?[0]?["routes"]?[0]?["object_matchers"] == [["deep", "=~", "d.*"]])
    #expect(await daemon.cycle().isQuiet)
    world.workspace.clearLog()
    #expect(await daemon.cycle().isQuiet)
    #expect(world.workspace.totals.writes == 0)
    await daemon.stop()
  }

  @Test(arguments: NotificationManifest.versions)
  func anEditInTheWorkspaceIsPutBackAndKept(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(Self.start(Written.policy(Self.routes)))
    let daemon = try await world.start()
    _ = await daemon.cycle()
    let edited = try tree(world).merging(patch: ["group_wait": "2m", "provenance": .null])
    #expect(world.act("PUT", Written.policyPath, edited) == 202)
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.repaired == 1)
    #expect(try tree(world)["group_wait"] == "1m")
    let copy = try #require(try await daemon.state.store.copies(named: "tree").first)
    try await daemon.reconciler.restore(copy: copy.id)
    #expect(try tree(world)["group_wait"] == "2m")
    #expect(await daemon.cycle().counts.repaired == 1)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  /// What people had made before comes back when the policy leaves Git, after however many changes and restarts.
  @Test(arguments: NotificationManifest.versions)
  func theTreeFromBeforeComesBack(version: String) async throws {
    let world = try await World(version: version)
    let hand: JSON = [
      "uid": "hand", "name": "hand", "type": "email", "settings": ["addresses": "hand@example.org"],
    ]
    #expect(world.act("POST", Written.contactPointPath, hand) == 202)
    let before: JSON = [
      "receiver": "hand", "group_by": ["theirs"],
      "routes": [["receiver": "hand", "object_matchers": [["theirs", "=", "yes"]]]],
    ]
    let put = world.workspace.perform(
      "PUT", Written.policyPath, body: JSONWriter.string(before), headers: ["X-Disable-Provenance": "true"],
      as: "alice",
      role: .admin)
    #expect(put.status == 202)
    let former = try tree(world)
    try await world.push(Self.start(Written.policy(Self.routes)))
    var daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    try await world.push(["policy.yaml": Written.policy("group_wait: 2m")])
    #expect(await daemon.cycle().counts.updated == 1)
    try await world.push(["policy.yaml": Written.policy("group_wait: 3m", extra: "editable: false")])
    #expect(await daemon.cycle().counts.updated == 1)
    #expect(try tree(world)["provenance"] == "api")
    await daemon.stop()
    daemon = try await world.start()
    try await world.push(["policy.yaml": nil, "cp.yaml": nil])
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.deleted == 2)
    #expect(try tree(world) == former)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  /// Also a tree that was as wanted, and so was never written.
  @Test func anEqualTreeIsTakenOverAndStaysWhenItLeavesGit() async throws {
    let world = try await World()
    try await world.push(
      Written.company.merging(["cp.yaml": Written.contactPoint(Written.mail())]) { first, _ in first })
    let daemon = try await world.start()
    _ = await daemon.cycle()
    #expect(world.act("PUT", Written.policyPath, ["receiver": "ops", "group_wait": "1m"]) == 202)
    let former = try tree(world)
    try await world.push(["policy.yaml": Written.policy("group_wait: 60s")])
    #expect(await daemon.cycle().counts.adopted == 1)
    try await world.push(["policy.yaml": Written.policy("group_wait: 3m")])
    #expect(await daemon.cycle().counts.updated == 1)
    try await world.push(["policy.yaml": nil])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try tree(world) == former)
    await daemon.stop()
  }

  @Test(arguments: NotificationManifest.versions)
  func theTreeOfANewWorkspaceComesBack(version: String) async throws {
    let world = try await World(version: version)
    let former = try tree(world)
    try await world.push(Self.start(Written.policy(Self.routes)))
    let daemon = try await world.start()
    _ = await daemon.cycle()
    try await world.push(["policy.yaml": nil])
    #expect(await daemon.cycle().counts.deleted == 1)
    #expect(try tree(world) == former)
    try await world.push(["policy.yaml": Written.policy(Self.routes)])
    #expect(await daemon.cycle().counts.updated == 1)
    #expect(try receivers(world) == ["ops"])
    await daemon.stop()
  }

  /// Also where the policy went from one environment to another.
  @Test func theTreeFromBeforeComesBackAfterAHandover() async throws {
    let world = try await World()
    let neighbourhood = Neighbourhood()
    let point = Written.contactPoint(Written.mail(uid: "mail"))
    try await world.push([
      "ea/grafana.yaml": world.instance, "eb/grafana.yaml": world.instance, "ea/cp.yaml": point,
      "eb/team.yaml": Manifest.folder(), "eb/ops.yaml": Manifest.folder("ops", title: "Ops"),
    ])
    let first = try await world.start("ea", beside: neighbourhood)
    let second = try await world.start("eb", beside: neighbourhood)
    #expect(await first.cycle().problemMessages == [])
    #expect(await second.cycle().problemMessages == [])
    #expect(world.act("PUT", Written.policyPath, ["receiver": "ops", "group_wait": "9m"]) == 202)
    let former = try tree(world)
    try await world.push(["ea/policy.yaml": Written.policy("group_wait: 1m")])
    #expect(await first.cycle().problemMessages == [])
    try await world.push(["ea/policy.yaml": nil, "eb/policy.yaml": Written.policy("group_wait: 2m")])
    for daemon in [first, second] { await daemon.reconciler.prepare() }
    _ = await first.cycle()
    #expect(await second.cycle().problemMessages == [])
    #expect(await first.cycle().problemMessages == [])
    #expect(try tree(world)["group_wait"] == "2m")
    try await world.push(["eb/policy.yaml": nil])
    #expect(await first.cycle().problemMessages == [])
    #expect(await second.cycle().counts.deleted == 1)
    #expect(try tree(world) == former)
    await first.stop()
    await second.stop()
  }

  @Test func aTreeThatCannotComeBackIsToldWithTheReason() async throws {
    let world = try await World()
    let hand: JSON = [
      "uid": "hand", "name": "hand", "type": "email", "settings": ["addresses": "hand@example.org"],
    ]
    #expect(world.act("POST", Written.contactPointPath, hand) == 202)
    #expect(world.act("PUT", Written.policyPath, ["receiver": "hand", "group_wait": "9m"]) == 202)
    try await world.push(Self.start(Written.policy(Self.routes)))
    let daemon = try await world.start()
    _ = await daemon.cycle()
    #expect(world.act("DELETE", "\(Written.contactPointPath)/hand") == 202)
    try await world.push(["policy.yaml": nil])
    #expect(
      await daemon.cycle().problemMessages == [
        "PUT /api/v1/provisioning/policies answered 400: the tree that was there before cannot be put back: Invalid format "
          + "of the submitted route: receiver 'hand' does not exist. Correct the payload and try again.; make a contact "
          + "point \"hand\" in the workspace, and the tree comes back with the next try; or give the tree up with "
          + "DELETE /api/v1/provisioning/policies as an administrator, after which it is left as it then is"
      ])
    #expect(try receivers(world) == ["ops"])
    await daemon.stop()
  }

  // MARK: Routes

  @Test func routesComeInTheOrderOfTheirNames() async throws {
    let world = try await World()
    func point(_ name: String) -> String {
      Written.contactPoint(Written.mail(uid: name), named: name, manifest: name)
    }
    try await world.push(
      Self.start(Written.policy("routeSelector: {matchExpressions: [{key: tree, operator: Exists}]}"))
        .merging([
          "points.yaml": ["a", "b", "c"].map(point).joined(separator: "\n---\n"),
          "z.yaml": Written.route("first", "receiver: a\nrouteSelector: {matchLabels: {below: first}}"),
          "y.yaml": Written.route("second", "receiver: b"),
          "x.yaml": Written.route("third", labels: "below: first", "receiver: c"),
          "w.yaml": Written.route("elsewhere", namespace: "other", "receiver: b"),
        ]) { first, _ in first })
    let daemon = try await world.start()
    #expect(
      await daemon.cycle().problemMessages == [
        "no GrafanaNotificationPolicy selects this route, so that it has no effect"
      ])
    #expect(try receivers(world) == ["a", "b"])
    #expect(try tree(world)["routes"]?[0]?["routes"]?[0]?["receiver"] == "c")
    try await world.push(["y.yaml": nil])
    _ = await daemon.cycle()
    #expect(try receivers(world) == ["a"])
    // One that is misspelt holds the tree back, which keeps its routes.
    try await world.push(["z.yaml": Written.route("first", "reciever: a")])
    #expect(
      await daemon.cycle().problemMessages.contains(
        "the tree of policies cannot be put together: GrafanaNotificationPolicyRoute monitoring/first (z.yaml:1), which "
          + "may belong to it, is held back"))
    #expect(try receivers(world) == ["a"])
    await daemon.stop()
  }

  // MARK: What is refused

  @Test func twoPoliciesAreAnErrorOfBoth() async throws {
    let world = try await World()
    try await world.push(
      Self.start(Written.policy(Self.routes)).merging([
        "second.yaml": Written.policy("group_wait: 1m", name: "second")
      ]) {
        first, _ in first
      })
    let daemon = try await world.start()
    let problem = "two manifests are the same notification policy tree: policy.yaml:1 and second.yaml:1"
    #expect(await daemon.cycle().problemMessages == [problem, problem])
    #expect(try receivers(world) == [])
    await daemon.stop()
  }

  @Test func whatIsNotThereIsNamed() async throws {
    let world = try await World()
    try await world.push(
      Self.start(
        Written.policy(
          "routes: [{receiver: opps}, {routes: [{mute_time_intervals: [days]}]}]", receiver: "empty")))
    let daemon = try await world.start()
    #expect(
      await daemon.cycle().problemMessages == [
        "route #1 names the contact point opps, which is neither in the workspace nor in this repository, did you mean ops?",
        "route #2.1 names the mute timing days, which is neither in the workspace nor in this repository",
      ])
    await daemon.stop()
  }

  /// What the policy names stays, whether its manifest goes or gets another name.
  @Test func whatTheTreeNamesStays() async throws {
    let world = try await World()
    try await world.push(Self.start(Written.policy(Self.routes)))
    let daemon = try await world.start()
    _ = await daemon.cycle()
    try await world.push([
      "cp.yaml": Written.contactPoint(Written.mail(uid: "mail"), named: "duty"), "nights.yaml": nil,
    ])
    world.workspace.clearLog()
    #expect(
      await daemon.cycle().problemMessages == [
        "the contact point \"ops\" is no longer in Git under this name, but GrafanaNotificationPolicy monitoring/tree "
          + "(policy.yaml:1) names it: the root route; it stays as it is",
        "the mute timing \"nights\" is no longer in Git under this name, but GrafanaNotificationPolicy monitoring/tree "
          + "(policy.yaml:1) names it: route #1; it stays as it is",
      ])
    #expect(world.workspace.totals.writes == 0)
    try await world.push(["policy.yaml": Written.policy("group_wait: 1m", receiver: "duty")])
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(try tree(world)["receiver"] == "duty")
    #expect(world.status("\(Written.muteTimingPath)/nights") == 404)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  @Test func aMatcherThatTheServerCannotReadIsTold() async throws {
    let world = try await World()
    try await world.push(Self.start(Written.policy("routes: [{object_matchers: [[a, \"=~\", \"(\"]]}]")))
    let daemon = try await world.start()
    #expect(
      await daemon.cycle().problemMessages == [
        "PUT /api/v1/provisioning/policies answered 400: bad request data; Grafana does not say which: most likely the "
          + "regular expression of a matcher"
      ])
    await daemon.stop()
  }

  // MARK: Trouble

  /// Somebody else wrote into the same document in between.
  @Test(arguments: [409, 500])
  func aDocumentThatChangedMeanwhileIsWrittenAgain(status: Int) async throws {
    let world = try await World(version: "9.3")
    var rule = FaultRule(
      method: "PUT", path: Written.policyPath,
      .status(status, message: "could not find object using provided id and hash"))
    rule.times = 2
    world.workspace.use(FaultPlan([rule]))
    try await world.push(Self.start(Written.policy(Self.routes)))
    let daemon = try await world.start(time: UnhurriedTime())
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try receivers(world) == ["ops"])
    await daemon.stop()
  }

  /// A workspace in which a tree with `continue` on its root has been put answers nothing any more that has to do with
  /// notifications: that is told, and nothing is repaired. The rest goes on.
  @Test func aConfigurationThatTheWorkspaceCannotReadIsToldAsThat() async throws {
    let world = try await World()
    try await world.push(Self.start(Written.policy(Self.routes)))
    try await world.push(["slack.yaml": Written.template()])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    #expect(world.act("PUT", Written.policyPath, ["receiver": "empty", "continue": true]) == 202)
    #expect(world.status(Written.policyPath) == 500)
    world.workspace.clearLog()
    try await world.push(["more.yaml": Manifest.folder("more", title: "More"), "slack.yaml": nil])
    let report = await daemon.cycle()
    let problem =
      "the workspace cannot read its own alerting configuration: Current Alertmanager configuration in the storage is "
      + "corrupted. Reset the configuration or rollback to a recent valid one. cannot have continue in root route"
    #expect(report.problemMessages == [problem, problem, problem])
    #expect(report.findings.allSatisfy { $0.remedy?.contains("DELETE /api/alertmanager/grafana") == true })
    #expect(report.counts.created == 1)
    #expect(world.workspace.totals.writes == 1)
    #expect(world.act("DELETE", "/api/alertmanager/grafana/config/api/v1/alerts") == 202)
    let healed = await daemon.cycle()
    #expect(healed.problemMessages == [])
    #expect(try receivers(world) == ["ops"])
    await daemon.stop()
  }
}
