import Documents
import GrafanaEmulator
import Testing

@Suite("What the emulator holds beside dashboards")
struct ExtrasTests {
  @Test("names playlists as the version does")
  func playlists() async throws {
    let body: JSON = [
      "uid": "mine", "name": "P", "interval": "5m",
      "items": [["type": "dashboard_by_uid", "value": "d", "order": 2, "title": "D"]],
    ]
    for version in ["8.4", "10.1", "12.4"] {
      let session = try EmulatorSession(version)
      let made = try await session.send("POST", "/api/playlists", body).json
      #expect((made["uid"]?.stringValue == "mine") == (version == "12.4"))
      let name = made["uid"]?.stringValue ?? made["id"]?.intValue.map { String($0) } ?? ""
      let read = try await session.send("GET", "/api/playlists/\(name)").json
      #expect(read["items"]?[0]?["value"]?.stringValue == "d")
      #expect(read["items"]?[0]?["title"]?.stringValue == (version == "12.4" ? nil : "D"))
      #expect(try await session.send("DELETE", "/api/playlists/\(name)").status == 200)
      let gone = try await session.send("GET", "/api/playlists/\(name)")
      #expect(gone.status == 404)
      let text = "playlists.playlist.grafana.app \"mine\" not found"
      #expect(gone.message == (version == "12.4" ? text : "Playlist not found"))
    }
  }

  @Test("lets correlations go with a data source")
  func correlations() async throws {
    for version in ["9.3", "12.4"] {
      let session = try EmulatorSession(version)
      for uid in ["from", "to"] {
        let source: JSON = ["uid": .string(uid), "name": .string(uid), "type": "loki", "access": "proxy"]
        try await session.send("POST", "/api/datasources", source)
      }
      let base = "/api/datasources/uid/from/correlations"
      let body: JSON = [
        "targetUID": "to", "label": "L", "type": "query",
        "config": ["type": "query", "field": "trace", "target": ["expr": "up"]],
      ]
      let made = try await session.send("POST", base, body).json["result"]
      #expect((made?["config"]?["type"] == nil) == (version == "12.4"))
      let uid = made?["uid"]?.stringValue ?? ""
      let changed = try await session.send("PATCH", "\(base)/\(uid)", ["config": ["field": "span"]])
      #expect(changed.json["result"]?["config"]?["target"]?["expr"]?.stringValue == "up")
      #expect(changed.json["result"]?["config"]?["field"]?.stringValue == "span")
      try await session.send("DELETE", "/api/datasources/uid/to")
      #expect(try await session.send("GET", base).json.arrayValue?.isEmpty == true)
      #expect(try await session.send("GET", "\(base)/\(uid)").status == 404)
      #expect(try await session.send("DELETE", "\(base)/\(uid)").status == 404)
      // Newer servers show it again with its target.
      let target: JSON = ["uid": "to", "name": "to", "type": "loki", "access": "proxy"]
      try await session.send("POST", "/api/datasources", target)
      let again = try await session.send("GET", base).json.arrayValue ?? []
      #expect(again.map { $0["uid"]?.stringValue } == (version == "12.4" ? [uid] : []))
    }
  }

  /// A server reads a transformation into fields of its own and numbers as doubles.
  @Test("stores of a correlation what a server stores")
  func storedCorrelations() async throws {
    for version in ["9.3", "10.1", "12.4"] {
      let session = try EmulatorSession(version)
      let source: JSON = ["uid": "from", "name": "from", "type": "loki", "access": "proxy"]
      try await session.send("POST", "/api/datasources", source)
      let made = try await session.send(
        "POST", "/api/datasources/uid/from/correlations",
        [
          "targetUID": "from", "label": "L", "type": "query",
          "config": [
            "type": "query", "field": "trace",
            "target": ["since": .number(JSONNumber(validLexeme: "12345678901234567890"))],
            "transformations": [
              ["type": "logfmt", "expression": "", "field": "a", "mapValue": "", "odd": "x"]
            ],
          ],
        ]
      ).json["result"]?["config"]
      #expect(
        made?["target"] == ["since": .number(JSONNumber(validLexeme: "12345678901234567000"))])
      let kept: JSON = [["type": "logfmt", "field": "a"]]
      #expect(made?["transformations"] == (version == "9.3" ? nil : kept))
    }
  }

  @Test("makes whoever makes a team a member of it, from 9.3 on")
  func teams() async throws {
    for (version, count) in [("8.5", 0), ("9.3", 1), ("12.4", 1)] {
      let session = try EmulatorSession(version)
      let id = try await session.send("POST", "/api/teams", ["name": "T"]).json["teamId"]?.intValue ?? 0
      #expect(try await session.send("GET", "/api/teams/\(id)").json["memberCount"]?.intValue == count)
      let user: JSON = ["login": "ada", "email": "ada@example.org", "password": "secret"]
      let member = try await session.send("POST", "/api/admin/users", user).json["id"]?.intValue ?? 0
      let members = "/api/teams/\(id)/members"
      #expect(try await session.send("POST", members, ["userId": .number(JSONNumber(member))]).status == 200)
      #expect(try await session.send("POST", members, ["userId": .number(JSONNumber(member))]).status == 400)
      try await session.send("DELETE", "/api/admin/users/\(member)")
      #expect(try await session.send("GET", members).json.arrayValue?.count == count)
      #expect(try await session.send("POST", "/api/teams", ["name": "T"]).status == 409)
    }
  }

  @Test("shows a public dashboard to somebody without credentials until it is paused or deleted")
  func publicDashboards() async throws {
    let session = try EmulatorSession("12.4")
    try await session.save("d", title: "D")
    let base = "/api/dashboards/uid/d/public-dashboards"
    let made = try await session.send("POST", base, ["isEnabled": true]).json
    let view = "/api/public/dashboards/\(made["accessToken"]?.stringValue ?? "")"
    func statusForAnybody() async throws -> Int {
      let own = session.authorization
      defer { session.authorization = own }
      session.authorization = ""
      return try await session.send("GET", view).status
    }
    #expect(try await statusForAnybody() == 200)
    let meta = try await session.send("GET", "/api/dashboards/uid/d").json["meta"]
    #expect(meta?["publicDashboardEnabled"]?.boolValue == true)
    let one = "\(base)/\(made["uid"]?.stringValue ?? "")"
    #expect(try await session.send("PATCH", one, ["isEnabled": false]).status == 200)
    #expect(try await statusForAnybody() == 403)
    try await session.send("DELETE", "/api/dashboards/uid/d")
    #expect(try await statusForAnybody() == 404)
    #expect(try await EmulatorSession("10.1").send("GET", "/api/dashboards/public-dashboards").status == 404)
  }

  @Test("keeps a snapshot for its time and deletes it by its secret")
  func snapshots() async throws {
    let session = try EmulatorSession("9.3")
    let body: JSON = ["dashboard": ["uid": "d", "title": "D"], "name": "S", "expires": 3600]
    let made = try await session.send("POST", "/api/snapshots", body).json
    let key = made["key"]?.stringValue ?? ""
    #expect(made["url"]?.stringValue == "\(session.emulator.url)/dashboard/snapshot/\(key)")
    let read = try await session.send("GET", "/api/snapshots/\(key)").json
    #expect(read["dashboard"]?["snapshot"]?["originalUrl"]?.stringValue == "/d/d")
    let secret = made["deleteKey"]?.stringValue ?? ""
    #expect(try await session.send("GET", "/api/snapshots-delete/\(secret)").status == 200)
    #expect(try await session.send("GET", "/api/snapshots/\(key)").status == 404)
  }

  @Test("has the plugins of the version, and remembers their settings")
  func plugins() async throws {
    for (version, postgres, extra) in [
      ("8.4", "postgres", false), ("10.1", "postgres", true), ("12.4", "grafana-postgresql-datasource", true),
    ] {
      let session = try EmulatorSession(version)
      let list =
        try await session.send("GET", "/api/plugins?embedded=0&type=datasource").json.arrayValue ?? []
      let ids = list.compactMap { $0["id"]?.stringValue }
      #expect(ids.contains(postgres))
      #expect(ids.contains("grafana-pyroscope-datasource") == extra)
      let settings = "/api/plugins/\(postgres)/settings"
      #expect(try await session.send("GET", settings).json["enabled"]?.boolValue == false)
      try await session.send("POST", settings, ["enabled": true, "jsonData": ["a": 1]])
      #expect(try await session.send("GET", settings).json["jsonData"]?["a"]?.intValue == 1)
      let missing = try await session.send("GET", "/api/plugins/grafana-x-ray-datasource/settings")
      #expect(missing.message == "Plugin not found, no installed plugin with that id")
    }
  }
}
