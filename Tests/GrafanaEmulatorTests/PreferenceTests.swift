import Documents
import GrafanaEmulator
import Testing

@Suite("Preferences of the emulator")
struct PreferenceTests {
  private static let organisation = "/api/org/preferences"

  private func home(_ session: EmulatorSession) async throws -> String? {
    try await session.send("GET", "/api/dashboards/home").json["redirectUri"]?.stringValue
  }

  @Test("leads to the home dashboard that was chosen, as long as it is there")
  func homeDashboard() async throws {
    for (version, uidAfterwards) in [("9.3", nil), ("10.1", nil), ("12.4", "d" as String?)] {
      let session = try EmulatorSession(version)
      try await session.save("d", title: "D")
      #expect(try await home(session) == nil)
      try await session.send("PUT", Self.organisation, ["theme": "dark"])
      let set = try await session.send("PATCH", Self.organisation, ["homeDashboardUID": "d"])
      #expect(set.message == "Preferences updated")
      #expect(try await home(session) == "/d/d/d")
      let stored = try await session.send("GET", Self.organisation).json
      #expect(stored["theme"]?.stringValue == "dark")
      #expect(stored["homeDashboardUID"]?.stringValue == "d")
      let refused = try await session.send("PATCH", Self.organisation, ["homeDashboardUID": "none"])
      #expect(refused.status == 404)
      #expect(refused.message == "Dashboard not found")
      try await session.send("DELETE", "/api/dashboards/uid/d")
      #expect(try await home(session) == nil)
      let after = try await session.send("GET", Self.organisation).json
      #expect(after["homeDashboardUID"]?.stringValue == uidAfterwards)
    }
  }

  @Test("puts the caller's own choice before that of a team, and that before the organisation's")
  func precedence() async throws {
    let session = try EmulatorSession("12.4")
    for uid in ["own", "team", "org"] { try await session.save(uid, title: uid) }
    try await session.send("PUT", Self.organisation, ["homeDashboardUID": "org"])
    #expect(try await home(session) == "/d/org/org")
    let team = try await session.send("POST", "/api/teams", ["name": "T"]).json["uid"]?.stringValue ?? ""
    try await session.send("PUT", "/api/teams/\(team)/preferences", ["homeDashboardUID": "team"])
    #expect(try await home(session) == "/d/team/team")
    try await session.send("PUT", "/api/user/preferences", ["homeDashboardUID": "own"])
    #expect(try await home(session) == "/d/own/own")
  }

  @Test("takes the time zones that the version takes")
  func timeZones() async throws {
    for (version, zone, status) in [
      ("10.1", "Mars/Olympus", 200), ("12.4", "Mars/Olympus", 400),
      ("12.4", "America/Argentina/Ushuaia", 200),
      ("12.4", "browser", 200), ("12.4", "Europe", 400),
    ] {
      let session = try EmulatorSession(version)
      let answer = try await session.send("PUT", Self.organisation, ["timezone": .string(zone)])
      #expect(answer.status == status, "\(version) \(zone)")
    }
  }

  @Test("knows neither PATCH nor uids in 8.4")
  func oldest() async throws {
    let session = try EmulatorSession("8.4")
    try await session.save("d", title: "D")
    #expect(try await session.send("PATCH", Self.organisation, ["theme": "dark"]).status == 404)
    #expect(try await session.send("PUT", Self.organisation, ["homeDashboardUID": "none"]).status == 200)
    let stored = try await session.send("GET", Self.organisation).json
    #expect(stored["homeDashboardId"]?.intValue == 0)
    #expect(stored["queryHistory"] == nil)
  }
}
