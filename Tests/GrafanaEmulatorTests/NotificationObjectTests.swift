import Documents
import GrafanaEmulator
import Testing

@Suite("Time intervals, templates, channels and silences of the emulator")
struct NotificationObjectTests {
  private static let intervals = "/api/v1/provisioning/mute-timings"
  private static let templates = "/api/v1/provisioning/templates"
  private static let group = "/apis/notifications.alerting.grafana.app/v0alpha1/namespaces/default"

  private static func interval(_ name: String, _ span: JSON, version: String? = nil) -> JSON {
    var object = JSONObject([("name", JSON.string(name)), ("time_intervals", JSON.array([span]))])
    if let version { object["version"] = .string(version) }
    return .object(object)
  }

  @Test("gives a time interval a version that follows its content")
  func versions() async throws {
    let session = try EmulatorSession("12.4")
    let made = try await session.send(
      "POST", Self.intervals, Self.interval("nights", ["weekdays": ["Monday"]]))
    #expect(made.status == 201)
    let version = made.json["version"]?.stringValue ?? ""
    let equal = try await session.send(
      "PUT", Self.intervals + "/nights", Self.interval("nights", ["weekdays": ["monday"]], version: version))
    #expect(equal.status == 202)
    #expect(equal.json["version"]?.stringValue == version)
    let changed = try await session.send(
      "PUT", Self.intervals + "/nights", Self.interval("nights", ["weekdays": ["friday"]], version: version))
    #expect(changed.json["version"]?.stringValue != version)
    let stale = try await session.send(
      "PUT", Self.intervals + "/nights", Self.interval("nights", ["weekdays": ["sunday"]], version: version))
    #expect(stale.status == 409)
  }

  @Test("renames a time interval by its name in the new API, and in the policies")
  func renaming() async throws {
    let session = try EmulatorSession("12.4")
    try await session.send("POST", Self.intervals, Self.interval("nights", ["months": ["january:march"]]))
    let tree: JSON = ["receiver": "empty", "routes": [["mute_time_intervals": ["nights"]]]]
    #expect(try await session.send("PUT", "/api/v1/provisioning/policies", tree).status == 202)
    let used = try await session.send("DELETE", Self.intervals + "/nights")
    #expect(used.status == 409)
    let listed = try await session.send("GET", Self.group + "/timeintervals").json["items"]?[0]
    #expect(listed?["metadata"]?["name"]?.stringValue == "bmlnaHRz")
    let renamed = try await session.send(
      "PUT", Self.intervals + "/bmlnaHRz", Self.interval("evenings", ["months": ["4"]]))
    #expect(renamed.status == 202)
    let seen = try await session.send("GET", "/api/v1/provisioning/policies").json
    #expect(seen["routes"]?[0]?["mute_time_intervals"]?[0]?.stringValue == "evenings")
  }

  @Test(
    "refuses times that are none",
    arguments: [
      ["times": [["start_time": "9:00", "end_time": "10:00"]]], ["days_of_month": ["5:1"]],
      ["days_of_month": ["-1:3"]], ["weekdays": ["friday:monday"]], ["years": ["soon"]],
      ["location": "../etc/passwd"],
    ] as [JSON])
  func badTimes(_ span: JSON) async throws {
    let session = try EmulatorSession("9.3")
    let answer = try await session.send("POST", Self.intervals, Self.interval("x", span))
    #expect(answer.status == 400)
    #expect(answer.message == "bad request data")
  }

  @Test(
    "checks templates",
    arguments: [
      ("{{ define \"a\" }}{{ range .Alerts }}{{ .Labels.x | toUpper }}{{ else }}-{{ end }}{{ end }}", nil),
      ("{{ $n := len .Alerts }}{{ if gt $n 1 }}{{ $n }}{{ else if eq $n 1 }}one{{ end }}", nil),
      ("{{/* a note */}}text", nil), ("{{ if .x }}", "unexpected EOF"), ("{{ end }}", "unexpected {{end}}"),
      ("a\n{{ .x | }}", "missing value for command"), ("{{ $x }}", "undefined variable \"$x\""),
      ("{{ template }}", "unexpected \"}}\" in template clause"), ("{{ .x", "unclosed action"),
      ("{{ shout .x }}", "function \"shout\" not defined"),
    ] as [(String, String?)])
  func templates(_ text: String, _ problem: String?) async throws {
    let session = try EmulatorSession("10.1")
    let answer = try await session.send("PUT", Self.templates + "/t", ["template": .string(text)])
    if let problem {
      let line = text.contains("\n") ? 2 : 1
      #expect(answer.status == 400)
      #expect(
        answer.message == "invalid object specification: invalid template: template: t:\(line): \(problem)")
    } else {
      #expect(answer.status == 202, "\(answer.message)")
    }
  }

  @Test("shows all of the document in the new API")
  func views() async throws {
    let session = try EmulatorSession("12.4")
    try await session.send(
      "POST", "/api/v1/provisioning/contact-points",
      ["uid": "a", "name": "Ops", "type": "webhook", "settings": ["url": "http://x", "password": "hidden"]])
    let tree: JSON = [
      "receiver": "empty", "routes": [["receiver": "Ops", "object_matchers": [["team", "=", "x"]]]],
    ]
    try await session.send("PUT", "/api/v1/provisioning/policies", tree)
    try await session.send("PUT", Self.templates + "/t", ["template": "hello"])
    let receivers = try await session.send("GET", Self.group + "/receivers")
    #expect(!receivers.text.contains("hidden"))
    let ops = receivers.json["items"]?[0]
    #expect(ops?["spec"]?["integrations"]?[0]?["secureFields"] == ["password": true])
    #expect(ops?["metadata"]?["annotations"]?["grafana.com/inUse/routes"]?.stringValue == "1")
    #expect(ops?["metadata"]?["annotations"]?["grafana.com/provenance"]?.stringValue == "api")
    let routing = try await session.send("GET", Self.group + "/routingtrees/user-defined").json
    #expect(routing["spec"]?["routes"]?[0]?["matchers"] == [["type": "=", "label": "team", "value": "x"]])
    let names = try await session.send("GET", Self.group + "/templategroups").json["items"]?.arrayValue
    #expect(names?.compactMap { $0["spec"]?["title"]?.stringValue } == ["Built-in Templates", "t"])
    #expect(try await session.send("GET", Self.group + "/receivers/none").status == 404)
  }

  @Test("renames a notification channel although the answer fails")
  func channels() async throws {
    let session = try EmulatorSession("8.4")
    let path = "/api/alert-notifications"
    let email: JSON = ["uid": "n", "name": "Mail", "type": "email", "settings": ["addresses": "a@b"]]
    #expect(try await session.send("POST", path, email).status == 200)
    let slack: JSON = [
      "uid": "s", "name": "Slack", "type": "slack", "settings": ["recipient": "#x"],
      "secureSettings": ["token": "hidden"], "sendReminder": true, "frequency": "90m",
    ]
    let made = try await session.send("POST", path, slack)
    #expect(made.json["frequency"]?.stringValue == "1h30m")
    #expect(!made.text.contains("hidden"))
    var renamed = email.objectValue ?? JSONObject()
    renamed["uid"] = "m"
    #expect(try await session.send("PUT", path + "/uid/n", .object(renamed)).status == 500)
    #expect(try await session.send("GET", path + "/uid/m").status == 200)
    #expect(try await session.send("GET", path + "/uid/n").status == 404)
  }

  @Test("lets a silence run out")
  func silences() async throws {
    let session = try EmulatorSession("12.4")
    let base = "/api/alertmanager/grafana/api/v2"
    let made = try await session.send(
      "POST", base + "/silences",
      [
        "matchers": [["name": "a", "value": "b", "isRegex": false]], "startsAt": "2020-01-01T00:00:00Z",
        "endsAt": "2040-01-01T00:00:00Z", "createdBy": "x", "comment": "y",
      ])
    let id = made.json["silenceID"]?.stringValue ?? ""
    let path = base + "/silence/\(id)"
    #expect(try await session.send("GET", path).json["status"]?["state"]?.stringValue == "active")
    #expect(try await session.send("DELETE", path).status == 200)
    #expect(try await session.send("GET", path).json["status"]?["state"]?.stringValue == "expired")
  }
}
