import Base
import Documents
import Render
import TestSupport
import Testing

/// Values that a data source takes from Secrets and ConfigMaps.
@Suite struct ValuesFromTests {
  private static let map = Text.configMap(
    "values", "KEY: one\nKEY2: two\nNAME: Main database\nTYPE: mysql\nODD: a$KEY2")
  private static let secret = """
    apiVersion: v1
    kind: Secret
    metadata: {name: values, namespace: monitoring}
    stringData: {PASSWORD: 'p$KEY', OTHER: o}
    """

  private static func value(_ path: String, _ key: String, _ kind: String = "configMapKeyRef") -> String {
    "- {targetPath: '\(path)', valueFrom: {\(kind): {name: values, key: \(key)}}}"
  }

  private func render(_ fields: String, _ values: String...) async throws -> Rendering {
    try await RenderFixture([
      "a.yaml": Text.instance(),
      "b.yaml": Text.datasource("db", fields, values: "valuesFrom:\n" + values.joined(separator: "\n")),
      "c.yaml": Self.map + "\n---\n" + Self.secret,
    ]).render()
  }

  private func body(_ rendering: Rendering) async throws -> DatasourceBody? {
    let reference = ObjectReference(kind: "GrafanaDatasource", namespace: "monitoring", name: "db")
    guard case .datasource(let body) = try await rendering.bodies.body(of: reference, title: "") else {
      return nil
    }
    return body
  }

  @Test(
    arguments: [
      (
        "jsonData: {list: [{name: x}, {name: '${KEY}-$KEY'}]}", "jsonData.list[1].name",
        "/jsonData/list/1/name", "one-one"
      ),
      // Upstream would replace the beginning of $KEY2.
      ("jsonData: {both: '$KEY2 $KEY'}", "jsonData.both", "/jsonData/both", "$KEY2 one"),
      ("user: 'u-${KEY}'", "user", "/user", "u-one"),
    ] as [(String, String, String, String)])
  func oneValue(fields: String, path: String, pointer: String, expected: String) async throws {
    let rendering = try await render(fields, Self.value(path, "KEY"))
    #expect(rendering.problems == [])
    let model = try #require(try await body(rendering)).model
    #expect(JSON.object(model)[try #require(JSONPointer(parsing: pointer))]?.stringValue == expected)
  }

  /// What is put in is not looked through for placeholders, in whatever order the values come.
  @Test func valuesAreNotTakenForPlaceholders() async throws {
    let lines = [Self.value("jsonData.text", "ODD"), Self.value("jsonData.text", "KEY2")]
    for order in [lines, lines.reversed()] {
      let rendering = try await RenderFixture([
        "a.yaml": Text.instance(),
        "b.yaml": Text.datasource(
          "db", "jsonData: {text: '$ODD ${KEY2}'}", values: "valuesFrom:\n" + order.joined(separator: "\n")),
        "c.yaml": Self.map,
      ]).render()
      #expect(rendering.problems == [])
      #expect(try await body(rendering)?.model["jsonData"] == ["text": "a$KEY2 two"])
    }
  }

  @Test func nameAndTypeCountAsTheyAreFilledIn() async throws {
    let rendering = try await RenderFixture([
      "a.yaml": Text.instance(),
      "b.yaml": Text.object(
        "GrafanaDatasource", "db",
        "valuesFrom:\n" + Self.value("name", "NAME") + "\n" + Self.value("type", "TYPE")
          + "\ndatasource: {name: '${NAME}', type: '${TYPE}', url: 'http://db'}"),
      "c.yaml": Self.map,
      "d.yaml": Text.dashboard(
        "d", "json: '{\"title\": \"D\", \"panels\": [{\"datasource\": \"Main database\"}]}'"),
    ]).render()
    #expect(rendering.problems == [])
    #expect(rendering.desired["db"]?.title == "Main database")
    #expect(rendering.desired["db"]?.variant == "mysql")
    #expect(rendering.desired["d"]?.requires.map(\.name) == ["db"])
  }

  @Test(
    arguments: [
      (
        "", value("jsonData.none", "KEY"),
        "there is no jsonData.none in the data source to put the value into"
      ),
      (
        "jsonData: {text: 5}", value("jsonData.text", "KEY"),
        "jsonData.text is a number, only texts can be filled in"
      ),
      ("jsonData: {text: $KEY2}", value("jsonData.text", "KEY"), "jsonData.text has no placeholder ${KEY}"),
      ("jsonData: {text: x}", value("jsonData.*", "KEY"), "targetPath jsonData.* does not name one place"),
      (
        "", value("secureJsonData.a.b", "OTHER", "secretKeyRef"),
        "targetPath secureJsonData.a.b leads deeper than secureJsonData, which holds texts only"
      ),
      (
        "", value("name", "OTHER", "secretKeyRef"), "name is shown everywhere and cannot be a secret"
      ),
      (
        "",
        value("secureJsonData.a", "OTHER", "secretKeyRef") + "\n"
          + value("secureJsonData.a", "PASSWORD", "secretKeyRef"),
        "secureJsonData.a is to be filled with several values and is not there"
      ),
      (
        "jsonData: {text: $KEY}", value("jsonData.text", "KEY") + "\n" + value("jsonData.text", "KEY"),
        "jsonData.text is filled with two values of the key KEY"
      ),
      (
        "jsonData: {text: $NONE}", value("jsonData.text", "NONE"),
        "there is no value for key NONE of ConfigMap monitoring/values: it has no such key at c.yaml:1, "
          + "did you mean NAME?; no directory of values is given"
      ),
    ] as [(String, String, String)])
  func whatCannotBeFilledInIsTold(fields: String, values: String, message: String) async throws {
    let rendering = try await render(fields, values)
    #expect(rendering.problems == [message])
    #expect(rendering.desired["db"] == nil)
  }

  @Test func secretsAreFilledAsTheyAre() async throws {
    let rendering = try await render(
      "secureJsonData: {url: 'x://${OTHER}'}\njsonData: {user: '${PASSWORD}'}",
      Self.value("secureJsonData.password", "PASSWORD", "secretKeyRef"),
      Self.value("secureJsonData.url", "OTHER", "secretKeyRef"),
      Self.value("jsonData.user", "PASSWORD", "secretKeyRef"))
    #expect(rendering.problems == [])
    let body = try #require(try await body(rendering))
    #expect(body.secrets.mapValues(\.revealed) == ["password": "p$KEY", "url": "x://o"])
    #expect(body.hiddenPaths == [JSONPointer(["jsonData", "user"])])
    // A digest that is kept and shown must not be one that a guess could be checked against.
    #expect(body.digest(key: [1]) != body.digest(key: [2]))
  }

  @Test(
    arguments: [
      (["pplEnabled": false], [:], false), (["note": ""], [:], false),
      (["a": ["b": false]], ["a": [:]], false),
      (["a": .null], [:], true), (["a": ["b": .null]], ["a": [:]], true), (["a": 1], ["a": 1], true),
    ] as [(JSON, JSON, Bool)])
  func switchedOffIsNotAbsentInJSONData(one: JSON, other: JSON, isEqual: Bool) {
    func digest(_ settings: JSON) -> Digest {
      DatasourceBody(model: JSONObject([("name", "n"), ("jsonData", settings)])).digest(key: [])
    }
    #expect((digest(one) == digest(other)) == isEqual)
  }

  /// Of the API's own fields absent, empty and false are one (reference grafana-http-api.md section 14).
  @Test func switchedOffIsAbsentInFieldsOfTheAPI() {
    let short = DatasourceBody(model: JSONObject([("name", "n")]))
    let long = DatasourceBody(
      model: JSONObject([
        ("name", "n"), ("url", ""), ("basicAuth", false), ("user", .null),
        ("jsonData", .object(JSONObject())), ("id", 7),
      ]))
    #expect(short.digest(key: []) == long.digest(key: []))
  }
}

extension Rendering {
  /// Messages, but for the one that every Secret in Git brings.
  fileprivate var problems: [String] { diagnostics.filter { $0.code != "secret-in-git" }.map(\.message) }
}
