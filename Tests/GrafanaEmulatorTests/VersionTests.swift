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
      ("9.3", "9.3.2"), ("9.3.0", "9.3.2"), ("9.4", "9.3.2"), ("10.4.1", "9.3.2"), ("12.3", "9.3.2"),
      ("12.4", "12.4.0"),
      ("12.4.9", "12.4.0"), ("13", "12.4.0"), ("13.1", "12.4.0"),
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
        "9.2",
        "Grafana 9.2 is older than what the emulator plays; available are 9.3 and 12.4, and any newer version plays"
          + " the nearest one below it"
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
      ("Rec folder", "rec-folder", "rec-folder"),
      ("Größe & Maß", "grosse-and-mass", "grosse-and-mass"),
      ("a: b, c!", "a-b-c", "a3a-b-c"),
      ("über", "uber", "ueber"),
      ("  spaced -- out  ", "spaced-out", "spaced-out"),
      ("日本", "", "e697a5-e69cac"),
      (
        "A title that goes on for more than fifty characters in all",
        "a-title-that-goes-on-for-more-than-fifty-characters-in-all", "0a58af5"
      ),
    ])
  func slugs(_ title: String, _ old: String, _ unified: String) async throws {
    for (version, slug) in [("9.3", old), ("12.4", unified)] {
      let session = try EmulatorSession(version)
      let made = try await session.send("POST", "/api/folders", ["uid": "f", "title": .string(title)])
      #expect(made.json["url"]?.stringValue == "/dashboards/f/f/\(slug)")
    }
  }
}
