import Base
import Documents
import Render
import TestSupport
import Testing

/// Contact points with the values that stand elsewhere, and trees of policies put together from their parts.
@Suite struct NotificationRenderingTests {
  private static func reference(_ kind: String, _ name: String) -> ObjectReference {
    ObjectReference(kind: kind, namespace: "monitoring", name: name)
  }

  private func body(_ rendering: Rendering, _ kind: String, _ name: String) async throws -> DocumentBody {
    let made = try await rendering.bodies.body(of: Self.reference(kind, name), title: "")
    let document: DocumentBody? = if case .document(let body)? = made { body } else { nil }
    return try #require(document)
  }

  // MARK: Contact points

  private static let values = """
    apiVersion: v1
    kind: Secret
    metadata: {name: values, namespace: monitoring}
    stringData: {TOKEN: xoxb-1, REDACTED: "[REDACTED]"}
    ---
    """ + "\n" + Text.configMap("open", "CHANNEL: '#ops'")

  private static func value(_ path: String, _ key: String, _ kind: String = "secretKeyRef") -> String {
    let name = kind == "secretKeyRef" ? "values" : "open"
    return "{targetPath: '\(path)', valueFrom: {\(kind): {name: \(name), key: \(key)}}}"
  }

  private func contactPoint(_ settings: String, _ values: String...) async throws -> Rendering {
    let receiver = "- {type: slack, settings: {\(settings)}, valuesFrom: [\(values.joined(separator: ", "))]}"
    return try await RenderFixture([
      "a.yaml": Text.instance(),
      "b.yaml": Text.object("GrafanaContactPoint", "ops", "receivers:\n  \(receiver)"), "c.yaml": Self.values,
    ]).render()
  }

  @Test func valuesSetTheirPlaces() async throws {
    let rendering = try await contactPoint(
      "token: replaced, list: [1]", Self.value("token", "TOKEN"), Self.value("deep.er.key", "TOKEN"),
      Self.value("recipient", "CHANNEL", "configMapKeyRef"))
    #expect(rendering.heldBack == [:])
    let body = try await body(rendering, "GrafanaContactPoint", "ops")
    #expect(
      body.model["receivers"]?[0]?["settings"] == [
        "token": "xoxb-1", "list": [1], "deep": ["er": ["key": "xoxb-1"]], "recipient": "#ops",
      ])
    #expect(
      Set(body.hiddenPaths.map(\.description)) == [
        "/receivers/0/settings/token", "/receivers/0/settings/deep/er/key",
      ])
    #expect(body.digest(key: [1]) != body.digest(key: [2]))
    let desired = try #require(rendering.desired["ops"])
    #expect(desired.uid == "ops")
    #expect(desired.kind == .contactPoint)
  }

  @Test(
    arguments: [
      (
        "recipient: a", [value("recipient.name", "TOKEN")],
        "invalid-values-from: recipient.name leads into a setting that is no mapping"
      ),
      (
        "a: b", [value("token", "TOKEN"), value("token", "TOKEN")],
        "invalid-values-from: token is set by two values"
      ),
      (
        "a: b", [value("x", "TOKEN"), value("x.y", "TOKEN")], "invalid-values-from: x.y is set by two values"
      ),
      (
        "a: {token: '[REDACTED]'}", [],
        "invalid-secret: settings.a.token of the receiver #1 is [REDACTED], which Grafana shows in place of a secret"
      ),
      (
        "a: b", [value("token", "REDACTED")],
        "invalid-secret: settings.token of the receiver #1 is [REDACTED], which Grafana shows in place of a secret"
      ),
    ] as [(String, [String], String)])
  func whatCannotBeSetIsTold(settings: String, values: [String], expected: String) async throws {
    let receiver = "- {type: slack, settings: {\(settings)}, valuesFrom: [\(values.joined(separator: ", "))]}"
    let rendering = try await RenderFixture([
      "a.yaml": Text.instance(),
      "b.yaml": Text.object("GrafanaContactPoint", "ops", "receivers:\n  \(receiver)"), "c.yaml": Self.values,
    ]).render()
    let errors = rendering.diagnostics.filter { $0.severity == .error }
    #expect(errors.map { "\($0.code): \($0.message)" } == [expected])
    #expect(rendering.desired["ops"] == nil)
  }

  @Test func aMissingValueIsTold() async throws {
    let rendering = try await contactPoint("a: b", Self.value("token", "NONE"))
    let errors = rendering.diagnostics.filter { $0.severity == .error }
    #expect(errors.map(\.code) == ["missing-value"])
    #expect(errors[0].message.hasPrefix("there is no value for key NONE of Secret monitoring/values"))
  }

  // MARK: Policies

  private static func route(
    _ name: String, namespace: String = "monitoring", labels: String = "tree: main", _ spec: String
  ) -> String {
    """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: GrafanaNotificationPolicyRoute
    metadata: {name: \(name), namespace: \(namespace), labels: {\(labels)}}
    spec: {\(spec)}
    """
  }

  private func render(_ policy: String, _ routes: [String], extra: [String: String] = [:]) async throws
    -> Rendering
  {
    try await RenderFixture(
      [
        "a.yaml": Text.instance(), "p.yaml": Text.object("GrafanaNotificationPolicy", "tree", policy),
        "r.yaml": routes.joined(separator: "\n---\n"),
      ].merging(extra) { first, _ in first }
    ).render()
  }

  private static let selecting = "route: {receiver: ops, routeSelector: {matchLabels: {tree: main}}}"

  @Test func partsAreSelectedWithinTheirNamespaceAndSorted() async throws {
    let routes = [
      Self.route("b", "receiver: b"), Self.route("a", "receiver: a, mute_time_intervals: [night]"),
      Self.route("c", namespace: "other", "receiver: c"),
      Self.route("d", labels: "tree: side", "receiver: d"),
    ]
    let rendering = try await render(Self.selecting, routes)
    let tree = try await body(rendering, "GrafanaNotificationPolicy", "tree").model
    #expect(tree["routes"] == [["receiver": "a", "mute_time_intervals": ["night"]], ["receiver": "b"]])
    #expect(rendering.findings.count { $0.contains("unselected-route") } == 2)
    let desired = try #require(rendering.desired["tree"])
    #expect(
      desired.uses.map { "\($0.kind.name) \($0.identifier): \($0.place)" } == [
        "mute timing night: route #1 (GrafanaNotificationPolicyRoute monitoring/a)",
        "contact point a: route #1 (GrafanaNotificationPolicyRoute monitoring/a)",
        "contact point b: route #2 (GrafanaNotificationPolicyRoute monitoring/b)",
        "contact point ops: the root route",
      ])
    let everywhere = try await render("allowCrossNamespaceImport: true\n" + Self.selecting, routes)
    let wide =
      try await body(everywhere, "GrafanaNotificationPolicy", "tree").model["routes"]?.arrayValue ?? []
    #expect(wide.compactMap { $0["receiver"]?.stringValue } == ["a", "b", "c"])
  }

  @Test func expressionsCount() async throws {
    let rendering = try await render(
      "route: {receiver: ops, routeSelector: {matchExpressions: [{key: tree, operator: NotIn, values: [side]}]}}",
      [Self.route("a", "receiver: a"), Self.route("d", labels: "tree: side", "receiver: d")])
    let tree = try await body(rendering, "GrafanaNotificationPolicy", "tree").model
    #expect(tree["routes"] == [["receiver": "a"]])
  }

  @Test func routesThatSelectEachOtherAreNamed() async throws {
    let rendering = try await render(
      Self.selecting,
      [
        Self.route("a", "receiver: a, routeSelector: {matchLabels: {below: a}}"),
        Self.route("b", labels: "below: a", "routeSelector: {matchLabels: {below: b}}"),
        Self.route("c", labels: "below: b", "routeSelector: {matchLabels: {below: a}}"),
      ])
    #expect(
      rendering.findings == [
        "r.yaml:14 error route-loop: GrafanaNotificationPolicyRoute monitoring/b (r.yaml:6), "
          + "GrafanaNotificationPolicyRoute monitoring/c (r.yaml:11) select each other by their routeSelectors"
      ])
    #expect(rendering.desired["tree"] == nil)
    let single = try await render(
      Self.selecting, [Self.route("a", "receiver: a, routeSelector: {matchLabels: {tree: main}}")])
    #expect(
      single.findings == [
        "r.yaml:4 error route-loop: GrafanaNotificationPolicyRoute monitoring/a (r.yaml:1) selects itself by its routeSelector"
      ])
  }

  /// Each of twelve steps selects the next one three times over.
  @Test func treesThatGrowBeyondBoundsAreRefused() async throws {
    let routes = (0..<12).flatMap { step in
      ["x", "y", "z"].map { name in
        Self.route(
          "\(name)\(step)", labels: step == 0 ? "tree: main" : "step: s\(step)",
          "receiver: a, routeSelector: {matchLabels: {step: s\(step + 1)}}")
      }
    }
    let rendering = try await render(Self.selecting, routes)
    #expect(
      rendering.findings.allSatisfy {
        $0.contains("too-many-routes: the tree of policies has more than 5000 routes")
      })
    #expect(!rendering.findings.isEmpty)
    #expect(rendering.desired["tree"] == nil)
  }

  /// Without a part that cannot be read its routes would be deleted.
  @Test(arguments: [
    (route("a", "reciever: a"), true), (route("a", labels: "tree: side", "reciever: a"), false),
    (route("a", namespace: "other", "reciever: a"), false),
    (route("a", labels: "tree: side", "{"), true), ("kind: GrafanaDashboard\nspec: {", false),
  ])
  func aPolicyWaitsForPartsThatMayBelongToIt(broken: String, waits: Bool) async throws {
    let rendering = try await render(
      Self.selecting, [Self.route("fine", "receiver: b")], extra: ["broken.yaml": broken])
    #expect((rendering.desired["tree"] == nil) == waits)
    #expect(rendering.findings.contains { $0.contains("route-held-back") } == waits)
    #expect(rendering.heldBack[Self.reference("GrafanaNotificationPolicy", "tree")] != nil || !waits)
  }

  /// A tree without selectors needs no parts.
  @Test func aPolicyWithoutSelectorsDoesNotWait() async throws {
    let rendering = try await render(
      "route: {receiver: ops, routes: [{receiver: a}]}", [], extra: ["broken.yaml": Self.route("a", "{")])
    #expect(rendering.desired["tree"] != nil)
  }

  @Test func activeTimesNeedAServerThatKnowsThem() async throws {
    let rendering = try await render("route: {receiver: ops, routes: [{active_time_intervals: [day]}]}", [])
    #expect(rendering.desired["tree"]?.features == [.activeIntervals, .alertProvisioning])
  }
}
