import Base
import Documents
import Render
import TestSupport
import Testing

/// Objects whose manifests patch them with scripts of jq.
@Suite struct PatchRenderingTests {
  private static let grafana = """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: Grafana
    metadata: {name: prod, namespace: monitoring, labels: {grafana: prod}}
    spec: {external: {url: "https://g.example.org", apiKey: {name: g, key: t}}}
    """

  /// - Parameter patch: lines below `patch`.
  private static func manifest(_ patch: String) -> String {
    """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: GrafanaManifest
    metadata: {name: wall, namespace: monitoring}
    spec:
      instanceSelector: {}
      template:
        apiVersion: dashboard.grafana.app/v1beta1
        kind: Dashboard
        metadata: {name: wall, labels: {a: b}}
        spec: {title: Wall, tags: [a]}
      patch:
    \(patch.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }.joined(separator: "\n"))
    """
  }

  private static let values = """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: c, namespace: monitoring}
    data: {team: blue, zero: "a\\0b"}
    """

  private static func fixture(_ patch: String, secrets: String? = nil) -> RenderFixture {
    RenderFixture(
      ["g.yaml": grafana, "w.yaml": manifest(patch), "c.yaml": values], secrets: secrets)
  }

  private static let reference = ObjectReference(
    kind: "GrafanaManifest", namespace: "monitoring", name: "wall")

  private static func body(_ rendering: Rendering) async throws -> DocumentBody? {
    guard case .document(let body)? = try await rendering.bodies.body(of: reference, title: "") else {
      return nil
    }
    return body
  }

  @Test func scriptsChangeTheTemplate() async throws {
    let rendering = try await Self.fixture(
      """
      env: [{name: TEAM, valueFrom: {configMapKeyRef: {name: c, key: team}}}]
      scripts:
        - .spec.tags += [env.TEAM]
        - |
          .metadata.annotations.team = $ENV.TEAM
          | del(.metadata.labels)
      """
    ).render()
    #expect(rendering.diagnostics.map(\.message) == [])
    let body = try #require(try await Self.body(rendering))
    #expect(
      JSON.object(body.model) == [
        "apiVersion": "dashboard.grafana.app/v1beta1", "kind": "Dashboard", "labels": [:],
        "annotations": ["team": "blue"], "spec": ["title": "Wall", "tags": ["a", "blue"]],
      ])
    #expect(body.hiddenPaths == [])
    #expect(rendering.workspaces.first?.desired.map(\.digest) == [body.digest(key: [1, 2, 3])])
  }

  @Test func secretsMakeTheResultSecret() async throws {
    let folder = try TemporaryDirectory()
    try folder.write("geheim", to: "monitoring/s/api")
    let fixture = Self.fixture(
      """
      env: [{name: API, valueFrom: {secretKeyRef: {name: s, key: api}}}]
      scripts: ['.spec.note = env.API']
      """, secrets: folder.path)
    let rendering = try await fixture.render()
    #expect(rendering.diagnostics.map(\.message) == [])
    let body = try #require(try await Self.body(rendering))
    #expect(body.model["spec"]?["note"] == "geheim")
    #expect(body.hiddenPaths == [.root])
    let desired = try #require(rendering.workspaces.first?.desired.first)
    #expect(desired.digest != JSON.object(body.model).digest)
    #expect(desired.secretPlaces == [""])
    #expect(await fixture.renderer.isCurrent(rendering))
    try folder.write("anders", to: "monitoring/s/api")
    #expect(await !fixture.renderer.isCurrent(rendering))
    let later = try await fixture.render()
    #expect(later.workspaces.first?.desired.first?.digest != desired.digest)
  }

  static let findings = [
    (
      "scripts: ['.', '.spec |= foo(1)']",
      "w.yaml:12:30 invalid-patch: spec.patch.scripts[1]: foo/1 is not defined"
    ),
    (
      "scripts:\n  - |\n    .spec.a = 1\n    | $b",
      "w.yaml:15:11 invalid-patch: spec.patch.scripts[0]: $b is not defined"
    ),
    (
      "scripts: ['.spec.title | error']",
      "w.yaml:12:16 invalid-patch: spec.patch.scripts[0]: it fails: Wall"
    ),
    (
      "scripts: ['.spec.title']",
      "w.yaml:12:16 invalid-patch: spec.patch.scripts[0]: it gives string and no object"
    ),
    (
      "scripts: ['del(.spec)']",
      "w.yaml:12:16 invalid-patch: what the scripts give has no spec that is an object"
    ),
    (
      "scripts: ['.metadata.labels.a = 1']",
      "w.yaml:12:16 invalid-patch: the scripts give metadata.labels a value that is a number and no string"
    ),
    (
      "scripts: ['.metadata.labels = 5']",
      "w.yaml:12:16 invalid-patch: the scripts make metadata.labels a number and no object"
    ),
    (
      "scripts: ['.metadata = []']",
      "w.yaml:12:16 invalid-patch: the scripts make metadata a list and no object"
    ),
    (
      "env: [{name: A, valueFrom: {configMapKeyRef: {name: c, key: zero}}}]\nscripts: [.]",
      "w.yaml:13:15 invalid-patch: the value of A in spec.patch.env cannot be one of an environment: it is no UTF-8 text, or "
        + "a zero byte stands in it"
    ),
    (
      "scripts: ['.spec.a = reduce range(300) as $i (1; [.])']",
      "w.yaml:12:16 invalid-patch: what the scripts give nests more deeply than jq writes"
    ),
    (
      "scripts: ['import \"x\" as x; .']",
      "w.yaml:12:16 invalid-patch: spec.patch.scripts[0]: module not found: x; scripts import nothing"
    ),
    (
      "env: [{name: A, valueFrom: {configMapKeyRef: {name: c, key: none}}}]\nscripts: [.]",
      "w.yaml:12:11 missing-value: there is no value for key none of ConfigMap monitoring/c: it has no such key at c.yaml:1; "
        + "no directory of values is given"
    ),
    (
      "env: [{name: A, valueFrom: {grafanaRef: {fieldPath: metadata.name}}}]\nscripts: [.]",
      "w.yaml:12:33 refused-field: spec.patch.env[0].valueFrom.grafanaRef is not supported: an object is made once for all "
        + "workspaces that it goes to"
    ),
    (
      "env: [{name: A=B, valueFrom: {configMapKeyRef: {name: c, key: team}}}]\nscripts: [.]",
      "w.yaml:12:12 invalid-name: spec.patch.env[0].name is no name of a variable: A=B"
    ),
  ]

  @Test(arguments: findings)
  func tellsWhatIsWrong(patch: String, finding: String) async throws {
    let rendering = try await Self.fixture(patch).render()
    #expect(
      rendering.diagnostics.map { "\($0.location?.description ?? "") \($0.code): \($0.message)" } == [finding]
    )
    #expect(rendering.workspaces.first?.desired.isEmpty == true)
  }

  @Test func failureWithSecretsSaysNothingOfThem() async throws {
    let folder = try TemporaryDirectory()
    try folder.write("geheim", to: "monitoring/s/api")
    let rendering = try await Self.fixture(
      """
      env: [{name: API, valueFrom: {secretKeyRef: {name: s, key: api}}}]
      scripts: ['env.API | @base64 | error']
      """, secrets: folder.path
    ).render()
    #expect(
      rendering.diagnostics.map(\.message) == [
        "spec.patch.scripts[0]: it fails; the text of the failure may hold a value of a Secret and is not shown"
      ])
  }

  @Test func whatTheObjectIsStays() async throws {
    let rendering = try await Self.fixture(
      "scripts: ['.metadata.name = \"x\" | .metadata.namespace = \"y\" | .kind = \"z\" | .spec.title = \"T\"']"
    ).render()
    #expect(
      rendering.diagnostics.map { "\($0.severity) \($0.message)" } == [
        "warning spec.patch.scripts changes kind, metadata.name, metadata.namespace; that stays as spec.template has it"
      ])
    #expect(rendering.workspaces.first?.desired.map(\.uid) == ["dashboard.grafana.app/Dashboard/wall"])
    #expect(try await Self.body(rendering)?.model["spec"]?["title"] == "T")
  }

  /// What a manifest cannot say is not made.
  @Test func whatElseIsAddedIsTold() async throws {
    let rendering = try await Self.fixture(
      "scripts: ['.foo = 1 | .metadata.finalizers = [\"x\"] | .metadata.labels = null']"
    ).render()
    #expect(
      rendering.diagnostics.map { "\($0.severity) \($0.message)" } == [
        "warning spec.patch.scripts changes metadata.finalizers, foo; that stays as spec.template has it"
      ])
    #expect(try await Self.body(rendering)?.model["labels"] == [:])
  }

  static let additions = [
    (
      ".a = 1 | .b = 1 | .metadata.c = 1 | .d = 1 | .e = 1 | .kind = \"z\"",
      "kind, metadata.c, a, b and 2 more"
    ),
    (".[\"a\\nb\" + \"c\" * 1000] = 1 | .d = 1", "a b\(String(repeating: "c", count: 397))…"),
  ]

  /// Scripts may add any number of members, whose names may be of any length.
  @Test(arguments: additions)
  func onlyAFewAreNamed(script: String, names: String) async throws {
    let rendering = try await Self.fixture("scripts: ['\(script)']").render()
    #expect(
      rendering.diagnostics.map(\.message) == [
        "spec.patch.scripts changes \(names); that stays as spec.template has it"
      ])
  }

  @Test func namesThatMayBeSecretsAreNotTold() async throws {
    let folder = try TemporaryDirectory()
    try folder.write("geheim", to: "monitoring/s/api")
    let rendering = try await Self.fixture(
      """
      env: [{name: API, valueFrom: {secretKeyRef: {name: s, key: api}}}]
      scripts: ['.[env.API] = 1 | .metadata[env.API] = 1 | .kind = env.API']
      """, secrets: folder.path
    ).render()
    #expect(
      rendering.diagnostics.map(\.message) == [
        "spec.patch.scripts changes kind and other members; that stays as spec.template has it"
      ])
  }

  /// Doubles have fewer digits.
  @Test func numbersKeepTheirDigits() async throws {
    func spec(_ tags: String) async throws -> (Rendering, JSON?) {
      let manifest = Self.manifest("scripts: ['.spec.title = \"T\"']").replacing("tags: [a]", with: tags)
      let rendering = try await RenderFixture(["g.yaml": Self.grafana, "w.yaml": manifest]).render()
      return (rendering, try await Self.body(rendering)?.model["spec"])
    }
    let (_, kept) = try await spec("id: 12345678901234567891, x: {m: [9007199254740993, 2]}")
    #expect(
      kept.map { JSONWriter.string($0) }
        == #"{"title":"T","id":12345678901234567891,"x":{"m":[9007199254740993,2]}}"#)
    let (unclear, _) = try await spec("a: 9007199254740993, b: 9007199254740992")
    #expect(
      unclear.diagnostics.map(\.message) == [
        "jq cannot tell 9007199254740993 and 9007199254740992 of spec.template apart, which are one double"
      ])
  }

  @Test func messagesAreCut() async throws {
    let rendering = try await Self.fixture("scripts: ['error(\"a\" * 3000000)']").render()
    #expect(rendering.diagnostics.map(\.message.count) == [434])
  }

  @Test func templatesThatNestTooDeeplyAreTold() async throws {
    let deep = String(repeating: "[", count: 270) + String(repeating: "]", count: 270)
    let manifest = Self.manifest("scripts: [.]").replacing("tags: [a]", with: "tags: \(deep)")
    let rendering = try await RenderFixture(["g.yaml": Self.grafana, "w.yaml": manifest]).render()
    #expect(
      rendering.diagnostics.map(\.message) == [
        "jq cannot read spec.template: Exceeds depth limit for parsing"
      ])
  }

  /// It took the time of all others, which have their turn in the next cycle; it has its own a while later.
  @Test func oneThatNeverEndsIsNotRunInEveryCycle() async throws {
    let fixture = RenderFixture(
      [
        "g.yaml": Self.grafana, "w.yaml": Self.manifest("scripts: ['def f: f; f']"),
        "x.yaml": Self.manifest("scripts: [.]").replacing("name: wall", with: "name: other"),
      ], evaluationTime: .milliseconds(300))
    let rendering = try await fixture.render()
    #expect(rendering.diagnostics.map(\.code) == ["jq-limit", "jq-postponed"])
    #expect(await !fixture.renderer.isCurrent(rendering))
    let next = try await fixture.render()
    #expect(next.diagnostics.first?.message == "spec.patch.scripts cannot be run: it takes too long")
    #expect(!next.diagnostics.contains { $0.code == "jq-postponed" })
  }
}
