import Documents
import Testing

@Suite("Emulated groups of alert rules")
struct RuleGroupTests {
  @Test("refuses a group with a uid that is not known before 12, and changes nothing")
  func unknownUID() async throws {
    let session = try await RuleFixture.session("10.1")
    try await session.send("POST", RuleFixture.rules, RuleFixture.rule("a", title: "A"))
    let body = RuleFixture.body([
      RuleFixture.rule("a", title: "A changed"), RuleFixture.rule("b", title: "B"),
    ])
    let answer = try await session.send("PUT", RuleFixture.group(), body)
    #expect(answer.status == 500)
    #expect(
      answer.message
        == "failed to calculate diff for alert rules: failed to update rule with UID b because could not find"
        + " alert rule")
    #expect(try await session.send("GET", RuleFixture.rules + "/a").json["title"] == "A")
    #expect(try await RuleFixture.version(session, of: "a") == 1)
  }

  @Test(
    "replaces a group, in the client's order only since 12",
    arguments: [("10.1", ["a", "b"]), ("12.4", ["b", "a"])])
  func order(_ version: String, _ uids: [String]) async throws {
    let session = try await RuleFixture.session(version)
    for uid in ["a", "b", "c"] {
      try await session.send("POST", RuleFixture.rules, RuleFixture.rule(uid, title: uid))
    }
    let body = RuleFixture.body(["b", "a"].map { RuleFixture.rule($0, title: $0) }, interval: 120)
    let answer = try await session.send("PUT", RuleFixture.group(), body)
    #expect(answer.status == 200)
    #expect(answer.json["rules"]?[0]?["id"] == 0)
    #expect(answer.json["rules"]?[0]?["updated"] == "0001-01-01T00:00:00Z")
    #expect(try await RuleFixture.uids(session) == uids)
    #expect(try await session.send("GET", RuleFixture.group()).json["interval"] == 120)
  }

  @Test("keeps the rules where a group comes without any", arguments: [JSON.array([]), .null])
  func empty(_ rules: JSON) async throws {
    let session = try await RuleFixture.session("9.4")
    try await session.send("POST", RuleFixture.rules, RuleFixture.rule("a", title: "A"))
    let answer = try await session.send("PUT", RuleFixture.group(), ["interval": 120, "rules": rules])
    #expect(answer.json["rules"] == rules)
    #expect(try await RuleFixture.uids(session) == ["a"])
    #expect(try await session.send("GET", RuleFixture.group()).json["interval"] == 120)
  }

  @Test("moves a rule from another group, whose rules count a version too")
  func move() async throws {
    let session = try await RuleFixture.session("12.4")
    for uid in ["a", "b"] {
      try await session.send("POST", RuleFixture.rules, RuleFixture.rule(uid, title: uid))
    }
    try await session.send(
      "PUT", RuleFixture.group("h"), RuleFixture.body([RuleFixture.rule("a", title: "a")]))
    #expect(try await RuleFixture.uids(session) == ["b"])
    #expect(try await RuleFixture.uids(session, group: "h") == ["a"])
    #expect(try await RuleFixture.version(session, of: "b") == 2)
  }

  @Test("makes a new rule of one without a uid, each time", arguments: [("9.3", 500), ("10.1", 200)])
  func nameless(_ version: String, _ status: Int) async throws {
    let session = try await RuleFixture.session(version)
    let body = RuleFixture.body([RuleFixture.rule(nil, title: "A")])
    try await session.send("PUT", RuleFixture.group(), body)
    let first = try await RuleFixture.uids(session)
    #expect(first.count == 1)
    #expect(try await session.send("PUT", RuleFixture.group(), body).status == status)
    #expect(try await (RuleFixture.uids(session) == first) == (status == 500))
  }

  @Test("answers 409 to a group that names a uid twice, whatever the client tries again")
  func twice() async throws {
    let session = try await RuleFixture.session("12.4")
    try await session.send("POST", RuleFixture.rules, RuleFixture.rule("a", title: "A"))
    let body = RuleFixture.body([RuleFixture.rule("a", title: "B"), RuleFixture.rule("a", title: "C")])
    for _ in 0..<2 {
      let answer = try await session.send("PUT", RuleFixture.group(), body)
      #expect(answer.status == 409)
      #expect(answer.message.hasSuffix("with optimistic locking: alert rule UID a version 1"))
    }
    #expect(try await session.send("GET", RuleFixture.rules + "/a").json["title"] == "A")
  }
}
