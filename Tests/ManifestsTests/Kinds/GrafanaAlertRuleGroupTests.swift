import Base
import Documents
import Manifests
import Testing

@Suite struct GrafanaAlertRuleGroupTests {
  private static let query =
    "{refId: A, datasourceUid: prom, relativeTimeRange: {from: 600, to: 0}, model: {expr: up}}"
  private static let rule =
    "uid: r-1, title: Down, condition: A, noDataState: NoData, execErrState: Error, data: [\(query)]"

  private func group(_ spec: String) -> String {
    manifest("GrafanaAlertRuleGroup", "spec: {instanceSelector: {}, \(spec)}")
  }

  private func read(_ rule: String) async throws -> AlertRule {
    let set = try await load(group("folderRef: f, interval: 1m, rules: [{\(rule)}]"))
    #expect(set.diagnostics.map(\.message) == [])
    return try #require((set.items.first?.spec as? GrafanaAlertRuleGroup)?.rules.first)
  }

  @Test func readsAGroup() async throws {
    let set = try await load(
      group("folderUID: ops, interval: 1m30s, editable: true, name: Nodes, rules: [{\(Self.rule)}]"))
    let group = try #require(set.items.first?.spec as? GrafanaAlertRuleGroup)
    #expect(group.name == "Nodes")
    #expect(group.folder == .uid("ops"))
    #expect(group.intervalSeconds == 90)
    #expect(group.isEditable == true)
    #expect(group.rules.map(\.uid) == ["r-1"])
  }

  @Test func readsARule() async throws {
    let rule = try await read(
      """
      \(Self.rule), for: 1d, keepFiringFor: 90s, isPaused: true, labels: {team: a}, annotations: {summary: s},
      missingSeriesEvalsToResolve: 3, record: {from: A, metric: m, targetDatasourceUid: t},
      notificationSettings: {receiver: ops, group_by: [team], group_wait: 30s, group_interval: 5m, repeat_interval: 4h,
      mute_time_intervals: [night], active_time_intervals: [day]}
      """)
    #expect(rule.pending == .seconds(86400))
    #expect(rule.keepFiringFor == .seconds(90))
    #expect(rule.isPaused)
    #expect(rule.record?.targetDatasourceUID == "t")
    #expect(rule.notification?.receiver == "ops")
    #expect(rule.notification?.repeatInterval == .seconds(4 * 3600))
    #expect(rule.queries[0].timeRange?.from == 600)
    #expect(rule.missingSeriesEvaluations == 3)
  }

  private static let wrongGroups: [(String, [String])] = [
    ("interval: 1m, rules: [{\(rule)}]", ["spec.folderRef is missing and rules lie in folders only"]),
    (
      "folderRef: a, folderUID: b, interval: 1m, rules: [{\(rule)}]",
      ["only one of spec.folderUID, spec.folderRef may be set"]
    ),
    ("folderRef: f, rules: [{\(rule)}]", ["spec.interval is missing"]),
    (
      "folderRef: f, interval: 15s, rules: [{\(rule)}]",
      ["spec.interval is not a multiple of 10 seconds, in which Grafana evaluates rules"]
    ),
    ("folderRef: f, interval: 1m", ["spec.rules is missing"]),
    ("folderRef: f, interval: 1m, rules: []", ["spec.rules is empty"]),
    (
      "folderRef: f, interval: 1m, name: \(String(repeating: "n", count: 191)), rules: [{\(rule)}]",
      ["spec.name has more than 190 characters"]
    ),
    (
      "folderRef: f, interval: 1m, rules: [{\(rule)}, {\(rule)}]",
      ["two rules of the group have the title Down", "two rules of the group have the uid r-1"]
    ),
  ]

  @Test(arguments: wrongGroups)
  func tellsWhatIsWrongWithAGroup(spec: String, messages: [String]) async throws {
    let set = try await load(group(spec))
    #expect(set.diagnostics.map(\.message) == messages)
    #expect(set.diagnostics.allSatisfy { $0.remedy != nil })
  }

  private static let start = "uid: r, title: T, noDataState: OK, execErrState: OK"
  private static let wrongRules: [(String, [String])] = [
    (
      "",
      [
        "spec.rules[0].condition is missing", "spec.rules[0].data has no queries",
        "spec.rules[0].execErrState is missing", "spec.rules[0].noDataState is missing",
        "spec.rules[0].title is missing", "spec.rules[0].uid is missing",
      ]
    ),
    ("\(start), condition: A, data: []", ["spec.rules[0].data has no queries"]),
    (
      "\(start), condition: B, data: [\(query)]",
      ["spec.rules[0].condition names the query B, which the rule does not have, did you mean A?"]
    ),
    (
      "\(start), condition: A, data: [\(query), \(query)]",
      ["spec.rules[0].data has the refId A more than once"]
    ),
    (
      "\(start), condition: A, data: [{refId: A, datasourceUid: prom, model: {}}]",
      ["spec.rules[0].data[0].relativeTimeRange is needed: the query would cover no time"]
    ),
    (
      "\(start), condition: A, data: [{refId: A, datasourceUid: p, relativeTimeRange: {from: 1, to: 5}, model: {}}]",
      ["spec.rules[0].data[0].relativeTimeRange does not go from earlier to later: 1 s to 5 s before now"]
    ),
    (
      "\(start), condition: A, data: [{refId: A, datasourceUid: __expr__, model: {type: math, expression: $B + 1}}]",
      ["the expression A uses B, which the rule does not have"]
    ),
    (
      """
      \(start), condition: A, data: [{refId: A, datasourceUid: __expr__, model: {type: reduce, expression: B, reducer: sum}},
      {refId: B, datasourceUid: "-100", model: {type: threshold, expression: A}}]
      """,
      ["the expressions A, B need each other"]
    ),
    (
      "\(start), condition: A, data: [\(query)], labels: {bad name: x, __name__: z}",
      [
        "spec.rules[0].labels has the name \"__name__\", which Grafana keeps for itself",
        "spec.rules[0].labels has the name \"bad name\", which Alertmanagers outside of Grafana get otherwise",
      ]
    ),
    (
      "\(start), condition: A, data: [\(query)], annotations: {__dashboardUid__: d}",
      ["spec.rules[0].annotations has one of __dashboardUid__ and __panelId__ without the other"]
    ),
    (
      "\(start), condition: A, data: [\(query)], annotations: {__dashboardUid__: d, __panelId__: x}",
      ["spec.rules[0].annotations.__panelId__ is not a whole number: x"]
    ),
    ("\(start), condition: A, data: [\(query)], for: soon", ["spec.rules[0].for is not a duration: soon"]),
    (
      "\(start), condition: A, data: [\(query)], keep_firing_for: 1m",
      ["spec.rules[0]: unknown field keep_firing_for, did you mean keepFiringFor?"]
    ),
    (
      "\(start), condition: A, data: [\(query)], panelId: 1",
      ["spec.rules[0].panelId has no effect"]
    ),
    (
      "uid: r, title: T, condition: A, noDataState: ok, execErrState: Broken, data: [\(query)]",
      [
        "spec.rules[0].noDataState is ok, did you mean OK?", "spec.rules[0].execErrState is Broken",
      ]
    ),
  ]

  @Test(arguments: wrongRules)
  func tellsWhatIsWrongWithARule(rule: String, messages: [String]) async throws {
    let set = try await load(group("folderRef: f, interval: 1m, rules: [{\(rule)}]"))
    #expect(set.diagnostics.map(\.message) == messages)
    #expect(set.diagnostics.allSatisfy { $0.remedy != nil || $0.message.contains("did you mean") })
  }

  /// What cannot be told (SQL) and what only names a query is no circle.
  @Test func followsExpressions() async throws {
    let rule = try await read(
      """
      uid: r, title: T, condition: D, noDataState: OK, execErrState: OK, data: [\(Self.query),
      {refId: B, datasourceUid: __expr__, model: {type: reduce, expression: A, reducer: last}},
      {refId: C, datasourceUid: __expr__, model: {type: math, expression: "${B} > 0 && $A < 3"}},
      {refId: D, datasourceUid: __expr__, model: {type: classic_conditions,
      conditions: [{query: {params: [C]}, reducer: {type: avg}, evaluator: {type: gt}}]}},
      {refId: E, datasourceUid: __expr__, model: {type: sql, expression: "SELECT * FROM A"}}]
      """)
    #expect(rule.queries.map(\.refID) == ["A", "B", "C", "D", "E"])
  }
}
