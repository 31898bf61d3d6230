import Base
import Documents
import GrafanaEmulator
import Reconcile
import Report
import TestSupport
import Testing

/// Rules that take each other's places: each keeps its number, state and history, or says why it cannot.
@Suite struct RuleExchangesEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let versions = ["9.4", "10.4", "12.4"]

  /// - Parameter rules: uids and titles.
  private static func group(
    _ name: String, _ rules: [(uid: String, title: String)], extra: String = "", ruleExtra: String = ""
  ) -> String {
    let written = rules.map { rule in
      """
          - uid: \(rule.uid)
            title: \(rule.title)
            condition: A
            noDataState: NoData
            execErrState: Error
            for: 5m
            \(ruleExtra)
            data:
              - refId: A
                datasourceUid: amp
                relativeTimeRange: {from: 600, to: 0}
                model: {expr: up, refId: A, instant: true}
      """
    }
    return """
      apiVersion: grafana.integreatly.org/v1beta1
      kind: GrafanaAlertRuleGroup
      metadata: {name: \(name.lowercased()), namespace: monitoring}
      spec:
        instanceSelector: {matchLabels: {grafana: prod}}
        name: \(name)
        folderRef: team
        interval: 1m
        \(extra)
        rules:
      \(written.joined(separator: "\n"))
      """
  }

  private static let base = ["team.yaml": Manifest.folder(), "amp.yaml": Manifest.datasource("amp")]

  private static func with(_ groups: [String: String]) -> [String: String?] {
    base.merging(groups) { first, _ in first }
  }

  private func started(_ version: String, _ groups: [String: String]) async throws -> (World, Daemon) {
    let world = try await World(version: version)
    try await world.push(Self.with(groups))
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    #expect(await daemon.cycle().isQuiet)
    return (world, daemon)
  }

  private func rule(_ uid: String, _ world: World) throws -> JSON {
    try world.get("/api/v1/provisioning/alert-rules/\(uid)")
  }

  private func members(_ group: String, _ world: World) throws -> [String] {
    let rules = try world.get("/api/v1/provisioning/folder/team/rule-groups/\(group)")["rules"]?.arrayValue
    return (rules ?? []).compactMap { $0["uid"]?.stringValue }.sorted()
  }

  @Test(arguments: versions)
  func rulesThatAreExchangedStayThemselves(version: String) async throws {
    let (world, daemon) = try await started(
      version,
      [
        "a.yaml": Self.group("A", [("a1", "One")]), "b.yaml": Self.group("B", [("b1", "Two")]),
        "c.yaml": Self.group("C", [("c1", "Three")]),
      ])
    let numbers = try ["a1", "b1", "c1"].map { try rule($0, world)["id"] }
    let titles = ["a1": "One", "b1": "Two", "c1": "Three"]
    // Two that swap theirs, then a ring of three.
    for order in [["b1", "a1", "c1"], ["c1", "b1", "a1"]] {
      let files = zip(["A", "B", "C"], order).map { group, uid in
        ("\(group.lowercased()).yaml", Self.group(group, [(uid, titles[uid] ?? "")]))
      }
      try await world.push(Dictionary(uniqueKeysWithValues: files.map { ($0.0, $0.1 as String?) }))
      #expect(await daemon.cycle().problemMessages == [])
      #expect(try ["A", "B", "C"].map { try members($0, world) } == order.map { [$0] })
      #expect(await daemon.cycle().isQuiet)
    }
    #expect(try ["a1", "b1", "c1"].map { try rule($0, world)["id"] } == numbers)
    await daemon.stop()
  }

  /// Up to 10.4 a folder has each title once, and the one that leaves still has it.
  @Test(arguments: versions)
  func aRuleIsReplacedUnderItsTitle(version: String) async throws {
    let (world, daemon) = try await started(
      version, ["a.yaml": Self.group("A", [("old", "Same"), ("other", "Other")])])
    try await world.push(["a.yaml": Self.group("A", [("new", "Same"), ("other", "Other")])])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try members("A", world) == ["new", "other"])
    #expect(try rule("new", world)["title"] == "Same")
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  /// Up to 10.4 the old one goes before the group is written: when that is refused, the new one is all there is.
  @Test func aRefusedReplacementLeavesARule() async throws {
    let (world, daemon) = try await started("10.4", ["a.yaml": Self.group("A", [("old", "Same")])])
    world.workspace.use(
      FaultPlan([
        FaultRule(
          method: "PUT", path: "/api/v1/provisioning/folder/team/rule-groups/*",
          .status(400, message: "refused"))
      ]))
    try await world.push(["a.yaml": Self.group("A", [("new", "Same")])])
    #expect(await daemon.cycle().problemMessages.count == 1)
    #expect(try members("A", world) == ["new"])
    world.workspace.use(FaultPlan())
    // What was refused waits for a change.
    try await world.push(["a.yaml": Self.group("A", [("new", "Same")], extra: "editable: true")])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try rule("new", world)["title"] == "Same")
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  /// A group is asked for what it took; what it is about to hand over is not its own any more.
  @Test func exchangedRulesStayPaused() async throws {
    let paused = "isPaused: true"
    let (world, daemon) = try await started(
      "12.4",
      [
        "a.yaml": Self.group("A", [("a1", "One")], ruleExtra: paused),
        "b.yaml": Self.group("B", [("b1", "Two")], ruleExtra: paused),
      ])
    try await world.push([
      "a.yaml": Self.group("A", [("b1", "Two")], ruleExtra: paused),
      "b.yaml": Self.group("B", [("a1", "One")], ruleExtra: paused),
    ])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try members("A", world) == ["b1"])
    #expect(try ["a1", "b1"].map { try rule($0, world)["isPaused"] } == [true, true])
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  /// Two rules of a group that swap their titles, and a third one that takes the title of one that leaves.
  @Test(arguments: versions)
  func titlesAreSwapped(version: String) async throws {
    let (world, daemon) = try await started(
      version, ["a.yaml": Self.group("A", [("r1", "One"), ("r2", "Two"), ("r3", "Three"), ("r4", "Four")])])
    try await world.push(["a.yaml": Self.group("A", [("r1", "Two"), ("r2", "One"), ("r3", "Four")])])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try ["r1", "r2", "r3"].map { try rule($0, world)["title"] } == ["Two", "One", "Four"])
    #expect(try members("A", world) == ["r1", "r2", "r3"])
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  /// Before 11.6 new rules are added one by one: a group of which one is refused does not stay half written.
  @Test func halfAGroupIsTakenBack() async throws {
    let (world, daemon) = try await started("10.4", ["a.yaml": Self.group("A", [("a1", "One")])])
    #expect(
      world.act(
        "POST", "/api/v1/provisioning/alert-rules",
        [
          "uid": "hand", "title": "Taken", "condition": "A", "folderUID": "team", "ruleGroup": "Hand",
          "noDataState": "NoData", "execErrState": "Error", "for": "1m",
          "data": [
            [
              "refId": "A", "datasourceUid": "amp", "relativeTimeRange": ["from": 600, "to": 0],
              "model": ["refId": "A", "expr": "up"],
            ]
          ],
        ]) == 201)
    try await world.push(["a.yaml": Self.group("A", [("a1", "One"), ("a2", "Two"), ("a3", "Taken")])])
    #expect(await daemon.cycle().problemMessages.count == 1)
    #expect(try members("A", world) == ["a1"])
    #expect(try members("Hand", world) == ["hand"])
    await daemon.stop()
  }

  /// A manifest with an error keeps what its object has.
  @Test(arguments: ["10.4", "12.4"])
  func whatIsHeldBackIsNotRobbed(version: String) async throws {
    let (world, daemon) = try await started(
      version, ["a.yaml": Self.group("A", [("r1", "One"), ("r2", "Two")])])
    try await world.push([
      "a.yaml": Self.group("A", [("r1", "One"), ("r2", "Two")], extra: "misspelt: true"),
      "b.yaml": Self.group("B", [("r2", "Two")]),
    ])
    let messages = await daemon.cycle().problemMessages
    #expect(
      messages.contains(
        "the uid r2 belongs to the alert rule group \"A\" of GrafanaAlertRuleGroup monitoring/a (a.yaml:1), "
          + "which cannot be applied now and keeps what it has"))
    #expect(try members("A", world) == ["r1", "r2"])
    await daemon.stop()
  }

  /// A rule finds data sources by their uids only.
  @Test func aDataSourceIsNotNamedByItsName() async throws {
    let world = try await World()
    var files = Self.with(["a.yaml": Self.group("A", [("r1", "One")])])
    files["amp.yaml"] = Manifest.datasource("amp", uid: "amp-uid")
    try await world.push(files)
    let daemon = try await world.start()
    #expect(
      await daemon.cycle().problemMessages == [
        "rule \"One\", query A names the datasource amp, which is a name; the workspace looks for the uid only"
      ])
    await daemon.stop()
  }

  /// As upstream: what Git has is locked unless it says otherwise.
  @Test(arguments: ["10.4", "12.4"])
  func whatIsNotEditableIsLocked(version: String) async throws {
    let (world, daemon) = try await started(
      version, ["a.yaml": Self.group("A", [("r1", "One")], extra: "editable: true")])
    #expect(try rule("r1", world)["provenance"] ?? "" == "")
    try await world.push(["a.yaml": Self.group("A", [("r1", "One")])])
    #expect(await daemon.cycle().counts.updated == 1)
    #expect(try rule("r1", world)["provenance"] == "api")
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  /// A group that people made and could edit comes back as one that they can edit.
  @Test(arguments: ["10.4", "12.4"])
  func whatWasOpenComesBackOpen(version: String) async throws {
    let (world, daemon) = try await started(version, [:])
    let rule: JSON = [
      "uid": "hand", "title": "By hand", "condition": "A", "folderUID": "team", "ruleGroup": "A",
      "noDataState": "NoData", "execErrState": "Error", "for": "1m",
      "data": [
        [
          "refId": "A", "datasourceUid": "amp", "relativeTimeRange": ["from": 600, "to": 0],
          "model": ["refId": "A", "expr": "up"],
        ]
      ],
    ]
    let made = world.workspace.perform(
      "POST", "/api/v1/provisioning/alert-rules", body: JSONWriter.string(rule),
      headers: ["X-Disable-Provenance": "true"], as: "alice", role: .admin)
    #expect(made.status == 201)
    try await world.push(["a.yaml": Self.group("A", [("r1", "One")])])
    #expect(await daemon.cycle().problemMessages == [])
    try await world.push(["a.yaml": nil])
    #expect(await daemon.cycle().counts.deleted == 1)
    let copies = try await daemon.state.store.copies(named: "team/A")
    let first = try #require(copies.last)
    try await daemon.reconciler.restore(copy: first.id)
    #expect(try members("A", world) == ["hand"])
    #expect(try self.rule("hand", world)["provenance"] ?? "" == "")
    await daemon.stop()
  }

  /// A manifest moves to the directory of another environment, with another name for its group.
  @Test(arguments: [true, false])
  func aRuleChangesItsEnvironment(formerGoesFirst: Bool) async throws {
    let world = try await World()
    let neighbourhood = Neighbourhood()
    let group = Self.group("Nodes", [("r1", "One")])
    try await world.push([
      "ea/grafana.yaml": world.instance, "eb/grafana.yaml": world.instance, "ea/team.yaml": Manifest.folder(),
      "ea/amp.yaml": Manifest.datasource("amp"), "ea/nodes.yaml": group,
    ])
    let first = try await world.start("ea", beside: neighbourhood)
    let second = try await world.start("eb", beside: neighbourhood)
    for daemon in [first, second] { #expect(await daemon.cycle().problemMessages == []) }
    let number = try rule("r1", world)["id"]
    try await world.push([
      "ea/nodes.yaml": nil,
      "eb/nodes.yaml": group.replacing("name: Nodes", with: "name: Hosts")
        .replacing("folderRef: team", with: "folderUID: team"),
    ])
    for daemon in [first, second] { await daemon.reconciler.prepare() }
    let order = formerGoesFirst ? [first, second] : [second, first]
    for daemon in order + order { _ = await daemon.cycle() }
    #expect(try rule("r1", world)["id"] == number)
    #expect(try members("Hosts", world) == ["r1"])
    for daemon in order { #expect(await daemon.cycle().isQuiet) }
    for daemon in order { await daemon.stop() }
  }
}
