import Base
import Documents
import Render
import TestSupport
import Testing

/// What is made with secrets, and what comes from elsewhere, is not quoted.
@Suite struct SecretContentTests {
  private static let reference = ObjectReference(kind: "GrafanaDashboard", namespace: "monitoring", name: "d")
  private static let secret = "glsa_Xk29LmQ8"

  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(Self.secret, to: "monitoring/grafana-token/token")
  }

  private func render(_ spec: String, _ more: [String: String] = [:]) async throws -> Rendering {
    let files = more.merging(["a.yaml": Text.instance(), "b.yaml": Text.dashboard("d", spec)]) { one, _ in one
    }
    return try await RenderFixture(files, secrets: folder.path).render()
  }

  private func body(_ rendering: Rendering) async throws -> DashboardBody? {
    guard case .dashboard(let body) = try await rendering.bodies.body(of: Self.reference, title: "") else {
      return nil
    }
    return body
  }

  /// All that a finding says.
  private func words(_ rendering: Rendering) -> String {
    rendering.diagnostics.map {
      "\($0.message) \($0.remedy ?? "") \($0.excerpt?.text ?? "") \($0.excerpt?.label ?? "")"
    }.joined(separator: "\n")
  }

  private static let values = "envFrom: [{secretKeyRef: {name: grafana-token, key: token}}]"

  // MARK: The directory of secrets

  @Test func secretThatIsCalledAConfigMapIsNotQuoted() async throws {
    let rendering = try await render("configMapRef: {name: grafana-token, key: token}")
    #expect(
      rendering.findings == [
        "b.yaml:6 error invalid-json: ConfigMap monitoring/grafana-token, key token, is not JSON "
          + "(line 1, column 1: expected a value here)"
      ])
    #expect(rendering.diagnostics.allSatisfy { $0.excerpt == nil })
  }

  @Test func dashboardOfTheDirectoryIsSecret() async throws {
    try folder.write(#"{"title": "T", "panels": [{"title": "inner"}]}"#, to: "monitoring/board/json")
    let rendering = try await render("configMapRef: {name: board, key: json}")
    #expect(rendering.findings == [])
    #expect(try await body(rendering)?.isSecret == true)
    let open = try await render(
      "configMapRef: {name: c, key: json}", ["c.yaml": Text.configMap("c", #"json: '{"title": "T"}'"#)])
    #expect(try await body(open)?.isSecret == false)
  }

  @Test func variablesOfTheDirectoryAreSecret() async throws {
    let rendering = try await render(
      """
      jsonnet: "{title: 'T', description: std.extVar('token')}"
      envFrom: [{configMapKeyRef: {name: grafana-token, key: token}}]
      """)
    #expect(rendering.findings == [])
    #expect(try await body(rendering)?.isSecret == true)
    #expect(rendering.desired["d"]?.secretPlaces == [""])
  }

  @Test func fieldsOfDataSourcesThatAreFilledFromTheDirectoryAreHidden() async throws {
    let files = [
      "a.yaml": Text.instance(),
      "b.yaml": Text.datasource(
        "db", "jsonData: {x: '${token}'}",
        values: """
          valuesFrom:
            - targetPath: jsonData.x
              valueFrom: {configMapKeyRef: {name: grafana-token, key: token}}
          """),
    ]
    let rendering = try await RenderFixture(files, secrets: folder.path).render()
    #expect(rendering.findings == [])
    let reference = ObjectReference(kind: "GrafanaDatasource", namespace: "monitoring", name: "db")
    guard case .datasource(let body) = try await rendering.bodies.body(of: reference, title: "") else {
      Issue.record("there is no data source")
      return
    }
    #expect(body.hiddenPaths == [JSONPointer(["jsonData", "x"])])
    #expect(rendering.desired["db"]?.secretPlaces == ["/jsonData/x"])
  }

  // MARK: Messages about what is made with secrets

  private static let messages: [(program: String, message: String)] = [
    (
      "{title: 'T', uid: 'a b ' + std.md5(std.extVar('token'))}",
      "what spec.jsonnet evaluates to: the dashboard's uid has characters that Grafana does not take in a uid"
    ),
    (
      "{title: 'for ' + std.extVar('token')}",
      "what spec.jsonnet evaluates to: the dashboard's title holds a secret value, and a title is shown everywhere"
    ),
    (
      "{title: 'T', uid: std.extVar('token')}",
      "what spec.jsonnet evaluates to: the dashboard's uid holds a secret value, and a uid is shown everywhere"
    ),
    (
      "{title: 'T', __inputs: [{name: 'IN-' + std.extVar('token'), type: 'constant'}], "
        + "text: '${IN-' + std.extVar('token') + '}'}",
      "what spec.jsonnet evaluates to: the input #1 is a constant without a value"
    ),
    (
      #"error 'x\\n\\t' + std.extVar('token') + ':1:2\\tf'"#,
      "spec.jsonnet cannot be evaluated: it fails; the text of the failure may hold a value of a Secret and is not shown"
    ),
  ]

  @Test(arguments: 0..<5) func nothingOfWhatIsMadeWithSecretsIsTold(number: Int) async throws {
    let (program, message) = Self.messages[number]
    let rendering = try await render("jsonnet: \"\(program)\"\n\(Self.values)")
    #expect(rendering.diagnostics.map(\.message).map { String($0.prefix(message.count)) } == [message])
    #expect(!words(rendering).contains(Self.secret))
  }

  @Test func panelsOfWhatIsMadeWithSecretsAreNotNamed() async throws {
    let rendering = try await render(
      """
      jsonnet: |
        {title: 'T', panels: [{
          title: 'for ' + std.extVar('token'), type: 'x-' + std.extVar('token'), gridPos: {},
          datasource: {uid: 'ds-' + std.extVar('token')},
        }]}
      \(Self.values)
      """)
    let desired = try #require(rendering.desired["d"])
    #expect(desired.uses.map(\.place) == [""])
    #expect(desired.uses.map(\.isSecret) == [true])
    #expect(desired.plugins.map(\.place) == [""])
    #expect(desired.plugins.map(\.isSecret) == [true])
  }

  // MARK: Other machines

  @Test(
    arguments: [
      ("root:x:0:0", "is not JSON (line 1, column 1: expected a value here)"),
      (
        #"{"password-hunter2": 1, "password-hunter2": 2}"#,
        "is not JSON (line 1, column 25: a member name stands twice in one object)"
      ),
      (#"{"title": "T", "uid": "hunter2 hunter2"}"#, ": the dashboard's uid "),
    ])
  func contentOfOtherMachinesIsNotQuoted(content: String, message: String) async throws {
    let server = try LoopbackServer { _ in [.answer(200, content)] }
    let rendering = try await RenderFixture(
      ["a.yaml": Text.instance(), "b.yaml": Text.dashboard("d", "url: \(server.url)/d.json")],
      urls: RenderFixture.urls("127.0.0.0/8")
    ).render()
    #expect(rendering.diagnostics.count == 1)
    #expect(rendering.diagnostics.allSatisfy { $0.excerpt == nil && $0.message.contains(message) })
    for word in ["root", "hunter2"] { #expect(!words(rendering).contains(word)) }
  }
}
