import Base
import Manifests
import Testing

@Suite struct GrafanaNotificationPolicyTests {
  private func policy(_ route: String) -> String { "spec: {instanceSelector: {}, route: {\(route)}}" }

  private func read(_ route: String) async throws -> NotificationRoute {
    let set = try await load(manifest("GrafanaNotificationPolicy", policy(route)))
    #expect(set.diagnostics.map(\.message) == [])
    return try #require((set.items.first?.spec as? GrafanaNotificationPolicy)?.route)
  }

  @Test func readsATree() async throws {
    let root = try await read(
      """
      receiver: ops, group_by: [team], group_wait: 30s, group_interval: 5m, repeat_interval: 1d, provenance: api,
      routes: [{receiver: a, continue: true, object_matchers: [[team, "=", x]], mute_time_intervals: [night],
      active_time_intervals: [day], match_re: {zone: "a|b"}, matchers: [{name: c, value: d, isRegex: true, isEqual: false},
      {name: e, value: f}, {name: g, value: '', isEqual: false}, {name: h, value: i, isRegex: true}],
      routes: [{object_matchers: [[deep, "!~", x]]}]}, {receiver: b, routeSelector: {matchLabels: {team: b}}}]
      """)
    #expect(root.receiver == "ops")
    #expect(root.groupBy == ["team"])
    #expect(root.repeatInterval == .seconds(86400))
    #expect(root.routes.count == 2)
    let first = root.routes[0]
    #expect(first.continues)
    #expect(first.muteTimings == ["night"])
    #expect(first.activeTimings == ["day"])
    #expect(
      first.matchers.map { "\($0.label)\($0.operator.rawValue)\($0.value)" }
        == ["team=x", "c!~d", "e=f", "g!=", "h=~i", "zone=~a|b"])
    #expect(first.routes[0].receiver == nil)
    #expect(root.routes[1].selector?.matchLabels == ["team": "b"])
  }

  @Test func isOpenToPeopleUnlessItSaysOtherwise() async throws {
    for (text, expected) in [("", true), (", editable: false", false)] {
      let set = try await load(
        manifest(
          "GrafanaNotificationPolicy", "spec: {instanceSelector: {}, route: {receiver: a}\(text)}"))
      #expect((set.items.first?.spec as? GrafanaNotificationPolicy)?.isEditable == expected)
    }
  }

  @Test func readsARouteOfItsOwn() async throws {
    let set = try await load(
      manifest("GrafanaNotificationPolicyRoute", "spec: {receiver: a, object_matchers: [[team, \"=\", x]]}"))
    #expect((set.items.first?.spec as? GrafanaNotificationPolicyRoute)?.route.matchers.count == 1)
  }

  private static let rootReason = "is not supported: the root takes every alert"

  /// Outside of the attribute: interpolations in one stop the compiler of Debian 13.
  private static let wrongPolicies: [(String, [String])] = [
    ("", ["spec.route.receiver is missing"]),
    ("receiver: ''", ["spec.route.receiver is empty"]),
    (
      "receiver: a, continue: true",
      [
        "spec.route.continue is not supported: nothing comes after the root, and Grafana 12.4 accepts it and cannot read "
          + "its alerting configuration afterwards"
      ]
    ),
    ("receiver: a, matchers: []", ["spec.route.matchers \(rootReason)"]),
    ("receiver: a, match_re: {a: b}", ["spec.route.match_re \(rootReason)"]),
    ("receiver: a, object_matchers: [[a, \"=\", b]]", ["spec.route.object_matchers \(rootReason)"]),
    ("receiver: a, mute_time_intervals: [a]", ["spec.route.mute_time_intervals \(rootReason)"]),
    ("receiver: a, active_time_intervals: [a]", ["spec.route.active_time_intervals \(rootReason)"]),
    ("receiver: a, group_by: [a, b, a]", ["spec.route.group_by has a more than once"]),
    (
      "receiver: a, group_by: ['...', b]",
      ["spec.route.group_by has ..., which means all labels, beside others"]
    ),
    ("receiver: a, group_wait: soon", ["spec.route.group_wait is not a duration: soon"]),
    ("receiver: a, group_interval: 0s", ["spec.route.group_interval is zero"]),
    ("receiver: a, repeat_interval: 0s", ["spec.route.repeat_interval is zero"]),
    ("receiver: a, groupWait: 1m", ["spec.route: unknown field groupWait, did you mean group_wait?"]),
    (
      "receiver: a, routes: [{receiver: b}], routeSelector: {}",
      ["only one of spec.route.routes, spec.route.routeSelector may be set"]
    ),
    (
      "receiver: a, routes: [{routes: [{receiver: ''}]}]",
      ["spec.route.routes[0].routes[0].receiver is empty"]
    ),
    (
      "receiver: a, routes: [{routes: [{receiver: b}], routeSelector: {}}]",
      ["only one of spec.route.routes[0].routes, spec.route.routes[0].routeSelector may be set"]
    ),
    (
      "receiver: a, routes: [{object_matchers: [[a, '~', b]]}]",
      ["spec.route.routes[0].object_matchers[0] has the operator ~"]
    ),
    (
      "receiver: a, routes: [{object_matchers: [[a, b]]}]",
      [
        "spec.route.routes[0].object_matchers[0] is no list of a label, an operator and a value, which are texts"
      ]
    ),
    (
      "receiver: a, routes: [{object_matchers: [[a, \"=\", 5]]}]",
      [
        "spec.route.routes[0].object_matchers[0] is no list of a label, an operator and a value, which are texts"
      ]
    ),
    (
      "receiver: a, routes: [{matchers: [{name: a}, {value: b}]}]",
      [
        "spec.route.routes[0].matchers[0].value is missing",
        "spec.route.routes[0].matchers[1].name is missing",
      ]
    ),
  ]

  @Test(arguments: wrongPolicies)
  func tellsWhatIsWrong(route: String, expected: [String]) async throws {
    #expect(try await messages("GrafanaNotificationPolicy", policy(route)) == expected)
  }

  @Test func needsARoute() async throws {
    #expect(
      try await messages("GrafanaNotificationPolicy", "spec: {instanceSelector: {}}")
        == ["spec.route is missing"])
  }

  @Test(arguments: [
    ("kind: GrafanaNotificationPolicyRoute\nmetadata: {name: [", true),
    ("kind: GrafanaNotificationPolicyRout\nspec: {a: [", true),
    ("spec: {a: [", true),
    ("kind: ENC[AES256_GCM,data:x]\nspec: {a: [", true),
    ("kind: GrafanaDashboard\nmetadata: {name: [", false),
    ("kind: Deployment\nmetadata: {name: [", false),
  ])
  func knowsWhichUnreadableFileMayHoldARoute(text: String, expected: Bool) async throws {
    let set = try await load(["a.yaml": text])
    #expect(set.unreadableFiles == ["a.yaml"])
    #expect(
      set.unreadableFile(thatMayHold: GrafanaNotificationPolicyRoute.kind) == (expected ? "a.yaml" : nil))
  }
}
