import Base
import Documents
import GrafanaEmulator
import Testing

@Suite("Annotations of the emulator")
struct AnnotationTests {
  private static let annotations = "/api/annotations"

  private func texts(_ query: String, _ session: EmulatorSession) async throws -> [String]? {
    try await session.send("GET", Self.annotations + query).json.arrayValue?.compactMap {
      $0["text"]?.stringValue
    }
  }

  @Test("lists what is asked for, the latest end first")
  func list() async throws {
    for version in ["9.3", "12.4"] {
      let session = try EmulatorSession(version)
      try await session.save("d", title: "D")
      let rows: [JSON] = [
        ["text": "early", "time": 1000, "tags": ["deploy"]],
        ["text": "region", "time": 500, "timeEnd": 9000, "tags": ["deploy", "slow"]],
        ["text": "panel", "time": 2000, "dashboardUID": "d", "panelId": 3],
      ]
      for row in rows { #expect(try await session.send("POST", Self.annotations, row).status == 200) }
      #expect(try await texts("", session) == ["region", "panel", "early"])
      #expect(try await texts("?tags=deploy&tags=slow", session) == ["region"])
      #expect(try await texts("?dashboardUID=d", session) == ["panel"])
      #expect(try await texts("?from=900&to=1500", session) == ["region", "early"])
      #expect(try await texts("?limit=1", session) == ["region"])
      try await session.send("DELETE", "/api/dashboards/uid/d")
      #expect(try await texts("", session) == ["region", "early"])
    }
  }

  @Test("closes a region later, and forgets nothing else by that")
  func patch() async throws {
    let session = try EmulatorSession("10.1")
    let body: JSON = ["text": "sync", "time": 1000, "tags": ["gitops"]]
    let id = try await session.send("POST", Self.annotations, body).json["id"]?.intValue ?? 0
    let path = Self.annotations + "/\(id)"
    #expect(try await session.send("PATCH", path, ["timeEnd": 5000]).message == "Annotation patched")
    let read = try await session.send("GET", path).json
    #expect(read["timeEnd"]?.intValue == 5000)
    #expect(read["text"]?.stringValue == "sync")
    #expect(read["tags"] == ["gitops"])
  }

  @Test("treats an annotation of nothing as the version does")
  func missing() async throws {
    for (version, created, deleted) in [("8.4", 200, 500), ("10.1", 200, 404), ("12.4", 500, 200)] {
      let session = try EmulatorSession(version)
      let body: JSON = ["text": "t", "dashboardUID": "none"]
      #expect(try await session.send("POST", Self.annotations, body).status == created)
      #expect(try await session.send("DELETE", Self.annotations + "/4711").status == deleted)
    }
  }

  @Test("leaves marks of the organisation to editors")
  func rights() async throws {
    for version in ["9.3", "12.4"] {
      let session = try EmulatorSession(version)
      for (role, status) in [(Role.viewer, 403), (.editor, 200)] {
        let token = session.emulator.makeToken(named: role.rawValue, role: role)
        session.authorization = "Bearer " + token.revealed
        #expect(try await session.send("POST", Self.annotations, ["text": "t"]).status == status)
      }
    }
  }
}
