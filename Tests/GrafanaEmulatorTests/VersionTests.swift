import Base
import Documents
import GrafanaEmulator
import HTTPServer
import TestSupport
import Testing

@Suite("Emulated versions")
struct VersionTests {
  @Test(
    "plays the nearest version below the one asked for",
    arguments: [
      ("8.4", "8.4.11"), ("8.4.0", "8.4.11"), ("8.5", "8.5.9"), ("9.0", "8.5.9"), ("9.3", "9.3.2"),
      ("9.3.0", "9.3.2"), ("9.4", "9.4.0-pre"), ("10.0", "9.4.0-pre"), ("10.1", "10.1.5"),
      ("10.4.1", "10.4.0"),
      ("11", "10.4.0"), ("11.6", "10.4.0"), ("12.3", "10.4.0"), ("12.4", "12.4.0"), ("12.4.9", "12.4.0"),
      ("13", "12.4.0"), ("13.1", "12.4.0"),
    ])
  func nearest(_ asked: String, _ played: String) async throws {
    let session = try EmulatorSession(asked)
    #expect(session.emulator.version == played)
    #expect(try await session.send("GET", "/api/health").json["version"]?.stringValue == played)
  }

  @Test(
    "refuses what it cannot play",
    arguments: [
      (
        "8.3",
        "Grafana 8.3 is older than what the emulator plays; available are 8.4, 8.5, 9.3, 9.4, 10.1, 10.4 and 12.4, and"
          + " any other version plays the nearest one below it"
      ),
      ("twelve", "twelve is no Grafana version; write it as 9.3 or 12.4"),
      ("", " is no Grafana version; write it as 9.3 or 12.4"),
    ])
  func refuses(_ asked: String, _ text: String) {
    let error = thrown(EmulatorError.self) {
      _ = try GrafanaEmulator(version: asked, adminPassword: SecretValue("x"))
    }
    #expect(error?.description == text)
  }

  @Test(
    "plays legacy alerting up to 10, and says where there is none", arguments: ["11", "11.2.0", "12.4", "13"])
  func legacyAlerting(_ version: String) {
    let error = thrown(EmulatorError.self) {
      _ = try GrafanaEmulator(version: version, alerting: .legacy, adminPassword: SecretValue("x"))
    }
    #expect(
      error?.description
        == "Grafana \(version) has unified alerting only; legacy alerting is there up to 10.4")
  }

  @Test("says in its settings which alerting runs", arguments: ["8.4", "8.5", "9.3", "9.4", "10.1", "10.4"])
  func alertingSettings(_ version: String) async throws {
    for system in AlertingSystem.allCases {
      let session = try EmulatorSession(version, alerting: system)
      let settings = try await session.send("GET", "/api/frontend/settings").json
      #expect(settings["unifiedAlertingEnabled"]?.boolValue == (system == .unified))
      #expect(settings["alertingEnabled"]?.boolValue == (system == .legacy))
      let own = try await session.send("GET", "/api/admin/settings").json
      #expect(own["unified_alerting"]?["enabled"]?.stringValue == (system == .unified ? "true" : "false"))
      #expect(own["alerting"]?["enabled"]?.stringValue == (system == .legacy ? "true" : "false"))
    }
  }

  @Test("says when its address is in use")
  func addressInUse() throws {
    let first = try GrafanaEmulator(version: "12.4", adminPassword: SecretValue("x"))
    let error = thrown(EmulatorError.self) {
      _ = try GrafanaEmulator(version: "12.4", adminPassword: SecretValue("x"), listeningOn: first.address)
    }
    #expect(
      error?.description
        == "cannot listen on \(first.address): the address is in use; stop the program that uses it or choose"
        + " another port")
    first.stop()
    first.stop()
    let second = try GrafanaEmulator(
      version: "12.4", adminPassword: SecretValue("x"), listeningOn: first.address)
    #expect(second.url == first.url)
  }

  @Test(
    "makes links of titles as each version does",
    arguments: [
      ("Rec folder", ["rec-folder", "rec-folder", "rec-folder"]),
      ("Größe & Maß", ["grosse-and-mass", "grosse-and-mass", "grosse-and-mass"]),
      ("a: b, c!", ["a-b-c", "a3a-b-c", "a3a-b-c"]),
      ("über", ["uber", "ueber", "ueber"]),
      ("  spaced -- out  ", ["spaced-out", "spaced-out", "spaced-out"]),
      ("日本", ["", "e697a5-e69cac", "e697a5-e69cac"]),
      (
        "A title that goes on for more than fifty characters in all",
        [
          "a-title-that-goes-on-for-more-than-fifty-characters-in-all",
          "57fad5b9-c987-50e0-9c48-d403d08620bf",
          "0a58af5",
        ]
      ),
    ])
  func slugs(_ title: String, _ slugs: [String]) async throws {
    for (version, slug) in zip(["9.3", "10.1", "12.4"], slugs) {
      let session = try EmulatorSession(version)
      let made = try await session.send("POST", "/api/folders", ["uid": "f", "title": .string(title)])
      #expect(made.json["url"]?.stringValue == "/dashboards/f/f/\(slug)")
    }
  }
}
