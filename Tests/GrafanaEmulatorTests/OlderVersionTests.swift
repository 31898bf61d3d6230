import Base
import Documents
import GrafanaEmulator
import TestSupport
import Testing

/// What a client that knows one version only would trip over in another (reference/grafana-http-api.md, section 20).
@Suite("Differences between versions")
struct OlderVersionTests {
  @Test(
    "a token is an API key where there are no service accounts", arguments: [("8.4", true), ("9.3", false)])
  func tokens(_ version: String, _ isKey: Bool) async throws {
    let session = try EmulatorSession(version)
    let token = session.emulator.makeToken(named: "agent", role: .editor).revealed
    #expect(token.hasPrefix(isKey ? "eyJrIjoi" : "glsa_"))
    session.authorization = "Bearer " + token
    #expect(try await session.save("d", title: "D").status == 200)
    session.emulator.expireTokens()
    let late = try await session.send("GET", "/api/org")
    #expect(late.status == 401 && late.message == "Expired API key")
  }

  @Test(
    "denials have a text of their own before 9",
    arguments: [
      ("GET", "/api/datasources", "Permission denied"), ("POST", "/api/folders", "Access denied"),
      ("POST", "/api/dashboards/db", "Access denied to save dashboard"),
      ("DELETE", "/api/dashboards/uid/d", "Access denied to this dashboard"),
    ])
  func denials(_ method: String, _ path: String, _ text: String) async throws {
    let session = try EmulatorSession("8.5")
    session.authorization = "Bearer " + session.emulator.makeToken(named: "viewer", role: .viewer).revealed
    let answer = try await session.send(method, path, method == "POST" ? ["title": "T"] : nil)
    #expect(answer.status == 403 && answer.message == text)
  }

  @Test("data sources are changed by number only before 9, and keep blank secrets")
  func dataSources() async throws {
    for (version, byUID, left) in [("8.4", 404, 1), ("9.3", 200, 0)] {
      let session = try EmulatorSession(version)
      var source: JSON = [
        "uid": "p", "name": "P", "type": "prometheus", "access": "proxy", "password": "old",
        "secureJsonData": ["token": "x"],
      ]
      let made = try await session.send("POST", "/api/datasources", source)
      let id = try #require(made.json["id"]?.intValue)
      source = [
        "uid": "p", "name": "P", "type": "prometheus", "access": "proxy", "secureJsonData": ["token": ""],
      ]
      #expect(try await session.send("PUT", "/api/datasources/uid/p", source).status == byUID)
      #expect(try await session.send("PUT", "/api/datasources/\(id)", source).status == 200)
      let read = try await session.send("GET", "/api/datasources/uid/p").json
      #expect(read["secureJsonFields"]?.objectValue?.members.count == left)
      #expect((read["password"] == nil) == (byUID == 200))
      #expect((made.json["datasource"]?["password"]?.stringValue == "old") == (byUID == 404))
    }
  }

  @Test("titles clash by slug up to 9.4, exactly in 10, not at all in 12")
  func titles() async throws {
    let expectations: [(String, [Int])] = [
      ("9.4", [412, 412, 400]), ("10.1", [412, 200, 200]), ("12.4", [200, 200, 200]),
    ]
    for (version, statuses) in expectations {
      let session = try EmulatorSession(version)
      try await session.send("POST", "/api/folders", ["uid": "f", "title": "Folder one"])
      try await session.save("a", title: "One", folder: "f", overwrite: false)
      var seen: [Int] = []
      for (uid, title) in [("b", "One"), ("c", "ONE"), ("d", "folder-one")] {
        seen.append(try await session.save(uid, title: title, folder: "f", overwrite: false).status)
      }
      #expect(seen == statuses, "\(version)")
    }
  }

  @Test(
    "folders nest from 10.4 on, and a search knows them",
    arguments: [("9.4", false), ("10.1", false), ("10.4", true), ("12.4", true)])
  func nesting(_ version: String, _ nests: Bool) async throws {
    let session = try EmulatorSession(version)
    for (uid, parent) in [("top", ""), ("child", "top"), ("other", "")] {
      try await session.send(
        "POST", "/api/folders", ["uid": .string(uid), "title": .string(uid), "parentUid": .string(parent)])
    }
    let child = try await session.send("GET", "/api/folders/child").json
    #expect(child["parents"]?.arrayValue?.count == (nests ? 1 : nil))
    let found = try await session.send("GET", "/api/search?folderUIDs=top").json.arrayValue ?? []
    #expect(found.count == (nests ? 1 : 3))
    let moved = try await session.send("POST", "/api/folders/child/move", ["parentUid": "other"])
    #expect(moved.status == (nests ? 200 : 404))
    let settings = try await session.send("GET", "/api/frontend/settings").json
    #expect((settings["featureToggles"]?["nestedFolders"]?.boolValue ?? false) == (version == "10.4"))
  }

  @Test("the refusals of nesting have names in 10.4")
  func nestingRefusals() async throws {
    let session = try EmulatorSession("10.4")
    var parent = ""
    for depth in 1...5 {
      let made = try await session.send(
        "POST", "/api/folders",
        ["uid": .string("f\(depth)"), "title": .string("F\(depth)"), "parentUid": .string(parent)])
      #expect(made.status == 200, "\(depth)")
      parent = "f\(depth)"
    }
    let deep = try await session.send(
      "POST", "/api/folders", ["uid": "f6", "title": "F6", "parentUid": .string(parent)])
    #expect(deep.status == 400 && deep.json["messageId"]?.stringValue == "folder.maximum-depth-reached")
    let ring = try await session.send("POST", "/api/folders/f1/move", ["parentUid": "f3"])
    #expect(ring.status == 400 && ring.json["messageId"]?.stringValue == "folder.circular-reference")
  }

  @Test("legacy alerting leaves the unified out", arguments: ["8.4", "9.4", "10.4"])
  func legacyAlerting(_ version: String) async throws {
    let session = try EmulatorSession(version, alerting: .legacy)
    for path in [
      "/api/ruler/grafana/api/v1/rules", "/api/v1/provisioning/contact-points",
      "/api/alertmanager/grafana/config/api/v1/alerts",
    ] {
      let answer = try await session.send("GET", path)
      #expect(answer.status == 404 && answer.text == #"{"message":"Not found"}"#, "\(path)")
    }
  }
}
