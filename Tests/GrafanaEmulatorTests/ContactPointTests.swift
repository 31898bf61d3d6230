import Documents
import GrafanaEmulator
import Testing

@Suite("Contact points and policies of the emulator")
struct ContactPointTests {
  private static let points = "/api/v1/provisioning/contact-points"
  private static let policies = "/api/v1/provisioning/policies"
  private static let whole = "/api/alertmanager/grafana/config/api/v1/alerts"
  private static let noProvenance = [("X-Disable-Provenance", "true")]

  private static func slack(_ uid: String, name: String, token: String = "xoxb-7") -> JSON {
    [
      "uid": .string(uid), "name": .string(name), "type": "slack",
      "settings": ["recipient": "#ops", "token": .string(token)],
    ]
  }

  @Test(
    "never shows a secret, and keeps it where a client sends the placeholder", arguments: ["9.3", "12.4"])
  func secrets(_ version: String) async throws {
    let session = try EmulatorSession(version)
    let made = try await session.send("POST", Self.points, Self.slack("a", name: "Ops"))
    #expect(made.status == 202)
    let kept = try await session.send(
      "PUT", Self.points + "/a", Self.slack("a", name: "Ops", token: "[REDACTED]"))
    #expect(kept.status == 202)
    let paths = [Self.points, Self.whole, "/api/alertmanager/grafana/api/v2/status"]
    for path in paths {
      let answer = try await session.send("GET", path)
      #expect(answer.status == 200)
      #expect(answer.text.contains("#ops"), "\(path)")
      #expect(!answer.text.contains("xoxb-7"), "\(path)")
    }
    let document = try await session.send("GET", Self.whole).text
    #expect(document.contains("\"secureFields\":{\"token\":true}"))
    let lost = try await session.send(
      "PUT", Self.points + "/a",
      [
        "name": "Ops", "type": "slack", "settings": ["recipient": "#ops"],
      ])
    #expect(lost.status == 400)
    #expect(lost.message.hasSuffix("token must be specified when using the Slack chat API"))
  }

  @Test("reveals secrets in an export that asks for them, in both layouts")
  func export() async throws {
    let session = try EmulatorSession("12.4")
    try await session.send("POST", Self.points, Self.slack("a", name: "Ops"))
    let hidden = try await session.send("GET", Self.points + "/export?format=yaml")
    #expect(
      hidden.text == """
        apiVersion: 1
        contactPoints:
            - orgId: 1
              name: Ops
              receivers:
                - uid: a
                  type: slack
                  settings:
                    recipient: '#ops'
                    token: '[REDACTED]'
                  disableResolveMessage: false

        """)
    let shown = try await session.send("GET", Self.points + "/export?decrypt=true")
    #expect(shown.text.contains("xoxb-7"))
  }

  @Test("lets policies follow a renamed contact point, and keeps one that they name")
  func renaming() async throws {
    let session = try EmulatorSession("10.1")
    try await session.send("POST", Self.points, Self.slack("a", name: "Ops"))
    let tree: JSON = [
      "receiver": "grafana-default-email",
      "routes": [["receiver": "Ops", "object_matchers": [["team", "=", "x"]]]],
    ]
    #expect(try await session.send("PUT", Self.policies, tree).status == 202)
    let refused = try await session.send("DELETE", Self.points + "/a")
    #expect(refused.status == 500)
    #expect(refused.message == "contact point 'Ops' is currently used by a notification policy")
    try await session.send("PUT", Self.points + "/a", Self.slack("a", name: "Platform"))
    let seen = try await session.send("GET", Self.policies).json
    #expect(seen["routes"]?[0]?["receiver"]?.stringValue == "Platform")
    // A second integration keeps the name alive, so that policies stay with it.
    try await session.send("POST", Self.points, Self.slack("b", name: "Platform"))
    try await session.send("PUT", Self.points + "/b", Self.slack("b", name: "Other"))
    let still = try await session.send("GET", Self.policies).json
    #expect(still["routes"]?[0]?["receiver"]?.stringValue == "Platform")
  }

  @Test("shows a tree as the server keeps it")
  func normalised() async throws {
    let session = try EmulatorSession("9.3")
    let tree: JSON = [
      "receiver": "grafana-default-email", "group_wait": "60s", "repeat_interval": "1d12h", "groupBy": ["a"],
      "routes": [
        ["object_matchers": [["b", "=~", "x|y"], ["a", "!=", "\"z\""]], "matchers": ["{c=d, b!~\"e,f\"}"]]
      ],
    ]
    #expect(try await session.send("PUT", Self.policies, tree).status == 202)
    let seen = try await session.send("GET", Self.policies).json
    let expected: JSON = [
      "receiver": "grafana-default-email",
      "routes": [
        [
          "matchers": ["b!~\"e,f\"", "c=\"d\""], "object_matchers": [["a", "!=", "z"], ["b", "=~", "x|y"]],
        ]
      ],
      "group_wait": "1m", "repeat_interval": "1d12h", "provenance": "api",
    ]
    #expect(seen == expected)
  }

  @Test(
    "refuses what does not hold together",
    arguments: [
      (["receiver": ""], "bad request data"),
      (["receiver": "empty", "group_wait": "5 m"], "bad request data"),
      (["receiver": "empty", "group_by": ["...", "a"]], "bad request data"),
      (["receiver": "empty", "routes": [["object_matchers": [["a", "=~", "["]]]]], "bad request data"),
      (
        ["receiver": "empty", "routes": [["routes": [["receiver": "no"]]]]],
        "Invalid format of the submitted route: receiver 'no' does not exist. Correct the payload and try again."
      ),
    ] as [(JSON, String)])
  func refusals(_ tree: JSON, _ message: String) async throws {
    let session = try EmulatorSession("12.4")
    let answer = try await session.send("PUT", Self.policies, tree)
    #expect(answer.status == 400)
    #expect(answer.message == message)
  }

  @Test("accepts what it cannot read afterwards, until the whole is reset")
  func corruption() async throws {
    let session = try EmulatorSession("12.4")
    try await session.send("POST", Self.points, Self.slack("a", name: "Ops"))
    let accepted = try await session.send("PUT", Self.policies, ["receiver": "empty", "continue": true])
    #expect(accepted.status == 202)
    for (method, path) in [
      ("GET", Self.policies), ("DELETE", Self.policies), ("GET", Self.points), ("DELETE", Self.points + "/a"),
      ("GET", "/api/v1/provisioning/mute-timings"), ("GET", "/api/v1/provisioning/templates"),
      ("GET", Self.whole),
    ] {
      let answer = try await session.send(method, path)
      #expect(answer.status == 500)
      #expect(
        answer.json["messageId"]?.stringValue == "alerting.notification.configCorrupted", "\(method) \(path)")
    }
    #expect(try await session.send("DELETE", Self.whole).status == 202)
    #expect(try await session.send("GET", Self.points).text == "[]")
    #expect(try await session.send("GET", Self.policies).json["provenance"]?.stringValue == "api")

    let older = try EmulatorSession("10.1")
    let refused = try await older.send(
      "PUT", Self.policies, ["receiver": "grafana-default-email", "continue": true])
    #expect(refused.status == 500)
    #expect(try await older.send("GET", Self.policies).status == 200)
  }

  @Test(
    "holds a tree to its provenance as each version does",
    arguments: [
      ("9.3", 202, "api"), ("10.1", 202, ""), ("12.4", 403, "api"),
    ] as [(String, Int, String)])
  func provenance(_ version: String, _ status: Int, _ left: String) async throws {
    let session = try EmulatorSession(version)
    let tree = try await session.send("GET", Self.policies).json
    #expect(tree["provenance"] == nil)
    try await session.send("PUT", Self.policies, tree)
    let second = try await session.send("PUT", Self.policies, tree, headers: Self.noProvenance)
    #expect(second.status == status)
    let seen = try await session.send("GET", Self.policies).json
    #expect(seen["provenance"]?.stringValue ?? "" == left)
  }

  @Test("keeps a replacement of the whole from changing what was provisioned")
  func replacement() async throws {
    let session = try EmulatorSession("9.3")
    try await session.send("POST", Self.points, Self.slack("a", name: "Ops"))
    let document = try await session.send("GET", Self.whole)
    #expect(try await session.send("POST", Self.whole, document.json).status == 202)
    let edited = document.text.replacing("#ops", with: "#other")
    let changed = try await session.send("POST", Self.whole, JSONParser.parse(Array(edited.utf8)))
    #expect(changed.status == 400)
    #expect(changed.message == "cannot save provisioned contact point 'Ops'")
    let stored = try await session.send("GET", Self.points).text
    #expect(stored.contains("#ops"))
    let gone = try await EmulatorSession("12.4").send(
      "POST", Self.whole,
      [
        "alertmanager_config": ["route": ["receiver": "x"], "receivers": [["name": "x"]]]
      ])
    #expect(gone.status == 404)
  }

  @Test("keeps a contact point that a rule names, and lets the rule follow its name")
  func rules() async throws {
    let session = try EmulatorSession("12.4")
    try await session.send("POST", Self.points, Self.slack("a", name: "Ops"))
    try await session.send("POST", "/api/folders", ["uid": "f", "title": "Folder"])
    let rules = "/api/v1/provisioning/alert-rules"
    let rule: JSON = [
      "uid": "r", "title": "Rule", "folderUID": "f", "ruleGroup": "g", "orgID": 1, "condition": "A",
      "for": "1m",
      "noDataState": "NoData", "execErrState": "Error", "notification_settings": ["receiver": "Ops"],
      "data": [
        [
          "refId": "A", "datasourceUid": "__expr__", "relativeTimeRange": ["from": 0, "to": 0],
          "model": ["refId": "A", "type": "math", "expression": "1"],
        ]
      ],
    ]
    let made = try await session.send("POST", rules, rule)
    #expect(made.status == 201, "\(made.text)")
    let refused = try await session.send("DELETE", Self.points + "/a")
    #expect(refused.status == 409)
    #expect(refused.json["messageId"]?.stringValue == "alerting.notifications.contact-points.used-by-rule")
    try await session.send("PUT", Self.points + "/a", Self.slack("a", name: "Platform"))
    let seen = try await session.send("GET", rules + "/r").json
    #expect(seen["notification_settings"]?["receiver"]?.stringValue == "Platform")
  }
}
