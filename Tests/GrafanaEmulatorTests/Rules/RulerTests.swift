import Base
import Documents
import GrafanaEmulator
import Testing

@Suite("Emulated ruler")
struct RulerTests {
  private static let path = RuleFixture.ruler + "/f"

  private static func body(_ rules: [JSON], interval: String = "1m") -> JSON {
    ["name": "g", "interval": .string(interval), "rules": .array(rules)]
  }

  @Test("makes, keeps and empties a group", arguments: ["8.4", "8.5", "9.3", "10.1", "12.4"])
  func group(_ version: String) async throws {
    let session = try await RuleFixture.session(version)
    let made = try await session.send("POST", Self.path, Self.body([RuleFixture.ruled("A")]))
    #expect(made.status == 202)
    let group = try await session.send("GET", Self.path + "/g")
    #expect(group.status == 202)
    #expect(group.json["interval"] == "1m")
    let alert = group.json["rules"]?[0]?["grafana_alert"]
    #expect(alert?["no_data_state"] == "NoData")
    let uid = try #require(alert?["uid"]?.stringValue)
    if version == "12.4" { #expect(made.json["created"] == [.string(uid)]) }
    try await session.send("POST", Self.path, Self.body([RuleFixture.ruled("B", uid: uid)], interval: "2m"))
    #expect(try await RuleFixture.version(session, of: uid) == 2)
    try await session.send("POST", Self.path, Self.body([]))
    #expect(try await session.send("GET", RuleFixture.ruler).json == [:])
  }

  @Test("says that nothing changed where the stored form is sent again")
  func unchanged() async throws {
    let session = try await RuleFixture.session("10.1")
    try await session.send("POST", Self.path, Self.body([RuleFixture.ruled("A")]))
    let stored = try await session.send("GET", Self.path + "/g").json
    let again = try await session.send("POST", Self.path, stored)
    #expect(again.status == 202)
    #expect(again.message == "no changes detected in the rule group")
  }

  @Test("takes its hands off provisioned rules")
  func provisioned() async throws {
    let session = try await RuleFixture.session("9.3")
    try await session.send("POST", RuleFixture.rules, RuleFixture.rule("a", title: "A"))
    let answer = try await session.send("POST", Self.path, Self.body([RuleFixture.ruled("B", uid: "a")]))
    #expect(answer.status == 400)
    #expect(
      answer.message
        == "failed to update rule group: request affects resources created via provisioning API: alert rule group"
        + " [{orgID: 1, namespaceUID: f, groupName: g}]")
    #expect(try await session.send("DELETE", Self.path).status == 400)
    #expect(try await RuleFixture.uids(session) == ["a"])
  }

  @Test(
    "refuses a condition that names no query, in each version's words",
    arguments: [
      (
        "8.4",
        "failed to validate alert rule \"A\": condition Z not found in any query or expression: it should be one of:"
          + " [A]"
      ),
      (
        "9.3",
        "invalid rule specification at index [0]: failed to validate condition of alert rule A: condition Z does not"
          + " exist, must be one of [A]"
      ),
      (
        "12.4",
        "invalid rule specification at index [0]: invalid alert rule: condition Z does not exist, must be one of [A]"
      ),
    ])
  func condition(_ version: String, _ message: String) async throws {
    let session = try await RuleFixture.session(version)
    let answer = try await session.send(
      "POST", Self.path, Self.body([RuleFixture.ruled("A", condition: "Z")]))
    #expect(answer.status == 400)
    #expect(answer.message == message)
  }

  @Test("asks a viewer for the right to write")
  func viewer() async throws {
    let session = try await RuleFixture.session("9.3")
    let token = session.emulator.makeToken(named: "v", role: .viewer)
    session.authorization = "Bearer " + token.revealed
    #expect(try await session.send("GET", RuleFixture.ruler).status == 200)
    #expect(try await session.send("POST", Self.path, Self.body([])).status == 403)
  }
}
