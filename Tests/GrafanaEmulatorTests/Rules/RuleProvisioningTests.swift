import Documents
import TestSupport
import Testing

@Suite("Emulated alert rules")
struct RuleProvisioningTests {
  @Test("fills in what a client left out of the queries, and normalises durations")
  func normalises() async throws {
    let session = try await RuleFixture.session("10.1")
    let made = try await session.send(
      "POST", RuleFixture.rules, RuleFixture.rule("a", title: "A", [("for", "60s"), ("orgID", 7)]))
    #expect(made.status == 201)
    #expect(made.json["for"] == "1m")
    #expect(made.json["orgID"] == 1)
    #expect(made.json["provenance"] == "api")
    let model = made.json["data"]?[0]?["model"]
    #expect(model?["intervalMs"] == 1000)
    #expect(model?["maxDataPoints"] == 43200)
    #expect(
      model?.objectValue?.keys == ["expression", "intervalMs", "maxDataPoints", "refId", "type"])
  }

  @Test(
    "refuses rules as each version does",
    arguments: [
      ("9.3", ("title", JSON.string("")), 400, "invalid alert rule: title is empty"),
      ("9.3", ("noDataState", "Maybe"), 500, "unknown NoData state option Maybe"),
      ("12.4", ("noDataState", "Maybe"), 400, "invalid alert rule: unknown NoData state option Maybe"),
      ("10.1", ("noDataState", "KeepLast"), 500, "unknown NoData state option KeepLast"),
      ("10.4", ("noDataState", "KeepLast"), 201, ""),
      ("12.4", ("folderUID", "gone"), 400, "invalid alert rule: folder does not exist"),
      ("10.1", ("folderUID", "gone"), 201, ""),
      ("12.4", ("for", "-5m"), 400, "bad request data"),
      (
        "12.4", ("notification_settings", ["receiver": "nobody"]), 400,
        "invalid alert rule\nreceiver nobody does not exist"
      ),
      ("10.1", ("notification_settings", ["receiver": "nobody"]), 201, ""),
      (
        "12.4", ("annotations", ["__panelId__": "1"]), 400,
        "invalid alert rule: both annotations __dashboardUid__ and __panelId__ must be specified"
      ),
    ] as [(String, (String, JSON), Int, String)])
  func refuses(_ version: String, _ change: (String, JSON), _ status: Int, _ message: String) async throws {
    let session = try await RuleFixture.session(version)
    let answer = try await session.send(
      "POST", RuleFixture.rules, RuleFixture.rule("a", title: "A", [change]))
    #expect(answer.status == status)
    #expect(answer.message == message)
  }

  @Test(
    "does not hand a rule back by PUT, and counts a version for each write",
    arguments: ["9.3", "10.1", "12.4"])
  func provenance(_ version: String) async throws {
    let session = try await RuleFixture.session(version)
    let rule = RuleFixture.rule("a", title: "A")
    try await session.send("POST", RuleFixture.rules, rule)
    let path = RuleFixture.rules + "/a"
    #expect(try await session.send("PUT", path, rule, headers: RuleFixture.keepsOpen).status == 500)
    #expect(try await session.send("PUT", path, rule).status == 200)
    #expect(try await RuleFixture.version(session, of: "a") == 2)
    let open = RuleFixture.rule("b", title: "B")
    let made = try await session.send("POST", RuleFixture.rules, open, headers: RuleFixture.keepsOpen)
    #expect(made.json["provenance"] == nil)
    #expect(try await session.send("PUT", RuleFixture.rules + "/b", open).json["provenance"] == "api")
  }

  @Test("deletes a folder with rules only when told to", arguments: ["9.3", "12.4"])
  func folder(_ version: String) async throws {
    let session = try await RuleFixture.session(version)
    try await session.send("POST", RuleFixture.rules, RuleFixture.rule("a", title: "A"))
    #expect(try await session.send("DELETE", "/api/folders/f").status == 400)
    #expect(try await RuleFixture.uids(session) == ["a"])
    #expect(try await session.send("DELETE", "/api/folders/f?forceDeleteRules=true").status == 200)
    #expect(try await RuleFixture.uids(session).isEmpty)
  }

  @Test("has no such API in Grafana 8", arguments: ["8.4", "8.5"])
  func absent(_ version: String) async throws {
    let session = try await RuleFixture.session(version)
    let answer = try await session.send("POST", RuleFixture.rules, RuleFixture.rule("a", title: "A"))
    #expect(answer.status == 404)
    #expect(answer.message == "Not found")
  }

  @Test("exports what it keeps as YAML")
  func export() async throws {
    let session = try await RuleFixture.session("10.1")
    let rule = RuleFixture.rule(
      "a", title: "A: 1",
      [("annotations", ["__dashboardUid__": "d", "__panelId__": "7", "text": "two\nlines"]), ("for", "0s")])
    try await session.send("POST", RuleFixture.rules, rule)
    let answer = try await session.send("GET", RuleFixture.rules + "/a/export")
    #expect(answer.headers.header("Content-Type") == "text/yaml")
    #expect(
      answer.text == """
        apiVersion: 1
        groups:
            - orgId: 1
              name: g
              folder: f
              interval: 1m
              rules:
                - uid: a
                  title: 'A: 1'
                  condition: A
                  data:
                    - refId: A
                      datasourceUid: "-100"
                      model:
                        expression: 1 == 1
                        intervalMs: 1000
                        maxDataPoints: 43200
                        refId: A
                        type: math
                  dashboardUid: d
                  panelId: 7
                  noDataState: NoData
                  execErrState: Error
                  for: 0s
                  annotations:
                    __dashboardUid__: d
                    __panelId__: "7"
                    text: |-
                        two
                        lines
                  labels:
                    team: x
                  isPaused: false

        """)
  }
}
