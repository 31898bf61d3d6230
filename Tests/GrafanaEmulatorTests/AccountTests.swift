import Base
import Documents
import GrafanaEmulator
import HTTPServer
import TestSupport
import Testing

@Suite("Accounts of the emulator")
struct AccountTests {
  @Test(
    "lets a token do what its role may", arguments: ["9.3", "12.4"],
    [(Role.viewer, 403, 403), (.editor, 200, 403), (.admin, 200, 200)])
  func roles(_ version: String, _ expected: (role: Role, save: Int, dataSource: Int)) async throws {
    let session = try EmulatorSession(version)
    let token = session.emulator.makeToken(named: "daemon", role: expected.role)
    session.authorization = "Bearer " + token.revealed
    #expect(try await session.send("GET", "/api/org").status == 200)
    #expect(try await session.save("d", title: "D").status == expected.save)
    let source: JSON = ["name": "p", "type": "prometheus", "access": "proxy"]
    #expect(try await session.send("POST", "/api/datasources", source).status == expected.dataSource)
    #expect(try await session.send("GET", "/api/admin/settings").status == 403)
  }

  @Test("refuses credentials in the words of the version")
  func refusals() async throws {
    let rows: [(String, String, Int, String)] = [
      ("9.3", "Bearer nonsense", 401, "invalid API key"), ("12.4", "Bearer nonsense", 401, "Invalid API key"),
      ("9.3", "Basic YWRtaW46eA==", 401, "invalid username or password"),
      ("12.4", "Basic YWRtaW46eA==", 401, "Invalid username or password"),
      ("9.3", "", 401, "Invalid Basic Auth Header"), ("12.4", "", 401, "Unauthorized"),
    ]
    for (version, authorization, status, message) in rows {
      let session = try EmulatorSession(version)
      session.authorization = authorization
      let answer = try await session.send("GET", "/api/org")
      #expect(answer.status == status)
      #expect(answer.message == message)
    }
  }

  @Test("tells an expired token from one that was taken away")
  func expiry() async throws {
    for (version, unknown) in [("9.3", 500), ("12.4", 401)] {
      let session = try EmulatorSession(version)
      let admin = session.authorization
      let token = session.emulator.makeToken(named: "daemon", role: .admin)
      session.emulator.expireTokens()
      session.authorization = "Bearer " + token.revealed
      let expired = try await session.send("GET", "/api/org")
      #expect(expired.status == 401)
      #expect(expired.message == "Expired API key")
      session.authorization = admin
      let accounts = try await session.send("GET", "/api/serviceaccounts/search?query=daemon").json
      let id = accounts["serviceAccounts"]?[0]?["id"]?.intValue ?? 0
      #expect(try await session.send("DELETE", "/api/serviceaccounts/\(id)").status == 200)
      session.authorization = "Bearer " + token.revealed
      #expect(try await session.send("GET", "/api/org").status == unknown)
    }
  }

  @Test("acts as somebody else behind a client's back", arguments: ["9.3", "12.4"])
  func otherUser(_ version: String) async throws {
    let session = try EmulatorSession(version)
    try await session.save("d", title: "D")
    session.emulator.clearLog()
    let edit = session.emulator.perform(
      "POST", "/api/dashboards/db",
      body: #"{"dashboard": {"uid": "d", "title": "D", "tags": ["hers"]}, "overwrite": true}"#, as: "alice")
    #expect(edit.status == 200)
    #expect(session.emulator.totals == RequestTotals())
    let meta = try await session.send("GET", "/api/dashboards/uid/d").json["meta"]
    #expect(meta?["updatedBy"]?.stringValue == "alice")
    #expect(meta?["createdBy"]?.stringValue == "admin")
    #expect(meta?["version"]?.intValue == 2)
    let denied = session.emulator.perform("DELETE", "/api/datasources/1", as: "alice")
    #expect(denied.status == 403)
  }

  @Test("never shows a secret of a data source")
  func secrets() async throws {
    for version in ["9.3", "12.4"] {
      let session = try EmulatorSession(version)
      let source: JSON = [
        "uid": "p", "name": "P", "type": "prometheus", "access": "proxy", "basicAuth": true,
        "secureJsonData": ["basicAuthPassword": "hunter2"],
      ]
      var seen = try await session.send("POST", "/api/datasources", source).text
      for path in ["/api/datasources", "/api/datasources/uid/p", "/api/frontend/settings"] {
        seen += try await session.send("GET", path).text
      }
      #expect(seen.contains("basicAuthPassword"))
      #expect(!seen.contains("hunter2"))
    }
  }
}
