import Documents
import Report
import TestSupport
import Testing

/// Groups of alert rules, from Git to the workspace and back.
@Suite struct AlertRuleGroupsEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let versions = ["9.3", "9.4", "10.1", "10.4", "12.4"]

  /// - Parameter rules: uids and titles.
  private static func group(
    _ rules: [(uid: String, title: String)], name: String = "Nodes", folder: String = "team",
    interval: String = "1m",
    pending: String = "5m", extra: String = ""
  ) -> String {
    let written = rules.map { rule in
      """
          - uid: \(rule.uid)
            title: \(rule.title)
            condition: B
            noDataState: NoData
            execErrState: Error
            for: \(pending)
            labels: {team: ops}
            annotations: {summary: "\(rule.title)"}
            data:
              - refId: A
                datasourceUid: amp
                relativeTimeRange: {from: 600, to: 0}
                model: {expr: up, refId: A, instant: true}
              - refId: B
                datasourceUid: __expr__
                model: {type: threshold, expression: A, refId: B, conditions: [{evaluator: {type: gt, params: [1]}}]}
      """
    }
    return """
      apiVersion: grafana.integreatly.org/v1beta1
      kind: GrafanaAlertRuleGroup
      metadata: {name: nodes, namespace: monitoring}
      spec:
        instanceSelector: {matchLabels: {grafana: prod}}
        name: \(name)
        folderRef: \(folder)
        interval: \(interval)
      \(extra.isEmpty ? "" : "  " + extra)
        rules:
      \(written.joined(separator: "\n"))
      """
  }

  private static let start = [
    "team.yaml": Manifest.folder(), "amp.yaml": Manifest.datasource("amp"),
    "rules.yaml": group([("down", "Down"), ("full", "Full")]),
  ]

  private static func path(_ name: String = "Nodes", folder: String = "team") -> String {
    "/api/v1/provisioning/folder/\(folder)/rule-groups/\(name)"
  }

  private func titles(_ world: World, _ path: String = path()) throws -> [String] {
    (try world.get(path)["rules"]?.arrayValue ?? []).compactMap { $0["title"]?.stringValue }
  }

  @Test(arguments: versions)
  func comesIntoBeingAndStaysSilent(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(Self.start)
    let daemon = try await world.start()
    let first = await daemon.cycle()
    #expect(first.problemMessages == [])
    #expect(first.counts.created == 3)
    #expect(try titles(world) == ["Down", "Full"])
    #expect(try world.get(Self.path())["interval"] == 60)
    #expect(await daemon.cycle().isQuiet)
    world.workspace.clearLog()
    #expect(await daemon.cycle().isQuiet)
    #expect(world.workspace.totals.writes == 0)
    await daemon.stop()
  }

  @Test(arguments: versions)
  func rulesChangeComeAndGo(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(Self.start)
    let daemon = try await world.start()
    _ = await daemon.cycle()
    try await world.push([
      "rules.yaml": Self.group([("full", "Full"), ("slow", "Slow")], interval: "2m", pending: "10m")
    ])
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.updated == 1)
    #expect(Set(try titles(world)) == ["Full", "Slow"])
    #expect(try world.get(Self.path())["interval"] == 120)
    #expect(await daemon.cycle().isQuiet)
    try await world.push(["rules.yaml": nil])
    #expect(await daemon.cycle().counts.deleted == 1)
    #expect(world.status(Self.path()) == 404)
    // A revert brings the same rules back.
    try await world.push(["rules.yaml": Self.group([("full", "Full"), ("slow", "Slow")])])
    #expect(await daemon.cycle().counts.created == 1)
    #expect(Set(try titles(world)) == ["Full", "Slow"])
    await daemon.stop()
  }

  @Test(arguments: versions)
  func anEditInTheWorkspaceIsPutBackAndKept(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(Self.start)
    let daemon = try await world.start()
    _ = await daemon.cycle()
    var rule = try world.get("/api/v1/provisioning/alert-rules/down")
    rule = rule.merging(patch: ["title": "Down by hand", "for": "1h"])
    #expect(world.act("PUT", "/api/v1/provisioning/alert-rules/down", rule) == 200)
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.repaired == 1)
    #expect(try titles(world) == ["Down", "Full"])
    let copy = try #require(try await daemon.state.store.copies(named: "team/Nodes").first)
    let body = try #require(try await daemon.state.store.body(ofCopy: copy.id))
    #expect(String(decoding: body, as: UTF8.self).contains("Down by hand"))
    try await daemon.reconciler.restore(copy: copy.id)
    #expect(try titles(world) == ["Down by hand", "Full"])
    await daemon.stop()
  }

  /// By their uids the rules stay the same, whatever their group is called and wherever it lies.
  @Test(arguments: versions)
  func aGroupThatGetsAnotherNameOrFolderTakesItsRulesAlong(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(Self.start)
    let daemon = try await world.start()
    _ = await daemon.cycle()
    let before = try world.get("/api/v1/provisioning/alert-rules/down")["id"]
    try await world.push([
      "other.yaml": Manifest.folder("other", title: "Other"),
      "rules.yaml": Self.group([("down", "Down"), ("full", "Full")], name: "Machines", folder: "other"),
    ])
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(try titles(world, Self.path("Machines", folder: "other")) == ["Down", "Full"])
    #expect(world.status(Self.path()) == 404)
    #expect(try world.get("/api/v1/provisioning/alert-rules/down")["id"] == before)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  /// A group of the same folder and name that was there before becomes ours, with a copy of what it was.
  @Test(arguments: ["9.3", "12.4"])
  func aGroupThatIsThereIsTakenOver(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(["team.yaml": Manifest.folder(), "amp.yaml": Manifest.datasource("amp")])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    #expect(world.act("POST", "/api/v1/provisioning/alert-rules", Self.handMade(group: "Nodes")) == 201)
    try await world.push(Self.start)
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.updated == 1)
    #expect(try titles(world) == ["Down", "Full"])
    #expect(try await daemon.state.store.copies(named: "team/Nodes").count == 1)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  private static func handMade(group: String) -> JSON {
    [
      "uid": "down", "title": "Theirs", "ruleGroup": .string(group), "folderUID": "team", "condition": "A",
      "noDataState": "OK", "execErrState": "OK", "for": "1m", "orgID": 1,
      "data": [
        [
          "refId": "A", "datasourceUid": "amp", "relativeTimeRange": ["from": 600, "to": 0],
          "model": ["expr": "up"],
        ]
      ],
    ]
  }

  @Test func aRuleOfAnotherGroupIsNotTakenAway() async throws {
    let world = try await World()
    try await world.push(["team.yaml": Manifest.folder(), "amp.yaml": Manifest.datasource("amp")])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    #expect(world.act("POST", "/api/v1/provisioning/alert-rules", Self.handMade(group: "Hand")) == 201)
    try await world.push(Self.start)
    let report = await daemon.cycle()
    #expect(
      report.problemMessages == [
        "the uid down belongs to the alert rule group \"Hand\", which is not from this repository"
      ])
    #expect(try titles(world, Self.path("Hand")) == ["Theirs"])
    await daemon.stop()
  }

  @Test func whatIsNotThereIsNamed() async throws {
    let world = try await World()
    try await world.push(["team.yaml": Manifest.folder(), "rules.yaml": Self.group([("down", "Down")])])
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(
      report.problemMessages == [
        "rule \"Down\", query A names the datasource amp, which is neither in the workspace nor in this repository"
      ])
    #expect(report.counts.created == 1)
    await daemon.stop()
  }

  @Test(arguments: [
    ("8.5", "has no API for alerting objects; 9 and newer have"),
    ("9.3", "ignores isPaused, so that the rule would fire; 10.0 and newer know it"),
  ])
  func whatTheServerLacksIsNamed(version: String, problem: String) async throws {
    let world = try await World(version: version)
    let paused = Self.group([("down", "Down")]).replacing(
      "condition: B", with: "condition: B\n      isPaused: true")
    try await world.push([
      "team.yaml": Manifest.folder(), "amp.yaml": Manifest.datasource("amp"), "rules.yaml": paused,
    ])
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(report.problemMessages.contains { $0.hasSuffix(problem) })
    #expect(report.counts.created == 2)
    await daemon.stop()
  }
}
