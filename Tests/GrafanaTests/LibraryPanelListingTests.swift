import Base
import Documents
import Grafana
import GrafanaEmulator
import Testing

/// Library panels as the listing shows them.
@Suite struct LibraryPanelListingTests {
  private func act(_ emulator: GrafanaEmulator, _ method: String, _ path: String, _ body: JSON = [:]) -> Int {
    emulator.perform(method, path, body: JSONWriter.string(body), as: "alice", role: .admin).status
  }

  private func add(_ emulator: GrafanaEmulator, _ uid: String, kind: JSON = 1) -> Int {
    act(
      emulator, "POST", "/api/library-elements",
      ["uid": .string(uid), "name": .string(uid), "kind": kind, "model": ["type": "text"]])
  }

  /// Servers of 9 say that there are none, however many they list.
  @Test(arguments: ["8.4", "9.3", "10.1", "12.4"])
  func everyPageIsRead(version: String) async throws {
    let (emulator, session) = try SessionFixture.emulator(version)
    defer { emulator.stop() }
    for number in 1...200 { #expect(add(emulator, "p\(number)") == 200) }
    let before = session.meter.reading.requests
    #expect(Set(try await session.libraryPanels().map(\.uid)) == Set((1...200).map { "p\($0)" }))
    #expect(session.meter.reading.requests - before == 3)
  }

  @Test(arguments: ["8.4", "9.3", "10.1", "12.4"])
  func everyChangeIsSeen(version: String) async throws {
    let (emulator, session) = try SessionFixture.emulator(version)
    defer { emulator.stop() }
    #expect(act(emulator, "POST", "/api/folders", ["uid": "team", "title": "Team"]) == 200)
    #expect(add(emulator, "cpu") == 200)
    let observer = WorkspaceObserver(session, capabilities: try await session.probe())
    let key = ObjectKey(.libraryPanel, "cpu")
    #expect(try await observer.observe().objects[key] == nil)
    var last = try #require(
      try await observer.observe(ObservationInterest(kinds: [.libraryPanel])).objects[key])
    #expect(last.title == "cpu")
    #expect(last.parentUID == "")
    #expect(try await !observer.observe().isChanged)
    let folder = try JSONParser.parse(
      emulator.perform("GET", "/api/folders/team", as: "alice", role: .admin).body, options: .lenient)["id"]
    let changes: [JSONObject] = [
      JSONObject([("name", "Renamed")]),
      JSONObject([("model", ["type": "text", "title": "Edited"] as JSON)]),
      JSONObject([("folderUid", "team"), ("folderId", folder ?? 0)]),
    ]
    for (index, change) in changes.enumerated() {
      var body = change
      body["kind"] = 1
      body["version"] = .number(JSONNumber(index + 1))
      #expect(act(emulator, "PATCH", "/api/library-elements/cpu", .object(body)) == 200)
      let seen = try await observer.observe()
      #expect(seen.isChanged)
      let now = try #require(seen.objects[key])
      #expect(now.marker != last.marker)
      last = now
    }
    #expect(last.title == "Renamed")
    #expect(last.parentUID == "team")
    #expect(last.version == 4)
  }
}
