import Base
import Documents
import Grafana
import GrafanaEmulator
import Testing

/// What the listings show, and what they cost.
@Suite struct WorkspaceObserverTests {
  @discardableResult
  private func act(_ emulator: GrafanaEmulator, _ method: String, _ path: String, _ body: JSON = [:]) -> Int {
    emulator.perform(method, path, body: JSONWriter.string(body), as: "alice", role: .admin).status
  }

  private func fill(_ emulator: GrafanaEmulator) {
    act(emulator, "POST", "/api/folders", ["uid": "team", "title": "Team"])
    act(
      emulator, "POST", "/api/dashboards/db",
      ["dashboard": ["uid": "cpu", "title": "CPU", "tags": ["a"]], "folderUid": "team"])
    act(
      emulator, "POST", "/api/datasources",
      ["uid": "amp", "name": "AMP", "type": "prometheus", "access": "proxy", "url": "http://p"])
  }

  @Test(arguments: [("9.3", 2, 2), ("12.4", 3, 3)] as [(String, Int, Int)])
  func everyChangeIsSeenAndNoChangeIsCheap(version: String, first: Int, quiet: Int) async throws {
    let (emulator, session) = try SessionFixture.emulator(version)
    defer { emulator.stop() }
    fill(emulator)
    let observer = WorkspaceObserver(session, capabilities: try await session.probe())
    func observe() async throws -> (Observation, requests: Int) {
      let before = session.meter.reading.requests
      let observation = try await observer.observe()
      return (observation, session.meter.reading.requests - before)
    }
    let (seen, cost) = try await observe()
    #expect(seen.isChanged)
    #expect(cost == first)
    let keys = [ObjectKey(.folder, "team"), ObjectKey(.datasource, "amp"), ObjectKey(.dashboard, "cpu")]
    #expect(Set(seen.objects.keys).isSuperset(of: keys))
    let cpu = try #require(seen.objects[ObjectKey(.dashboard, "cpu")])
    #expect(cpu.title == "CPU")
    #expect(cpu.parentUID == "team")
    #expect(seen.objects[ObjectKey(.datasource, "amp")]?.variant == "prometheus")
    let (again, quietCost) = try await observe()
    #expect(!again.isChanged)
    #expect(quietCost == quiet)
    #expect(again.objects.mapValues(\.marker) == seen.objects.mapValues(\.marker))

    let changes: [(ObjectKey, String, String, JSON)] = [
      (
        keys[2], "POST", "/api/dashboards/db",
        ["dashboard": ["uid": "cpu", "title": "CPU 2"], "folderUid": "team", "overwrite": true]
      ),
      (keys[0], "PUT", "/api/folders/team", ["title": "Crew", "overwrite": true]),
      (
        keys[1], "PUT", version == "9.3" ? "/api/datasources/uid/amp" : "/api/datasources/uid/amp",
        ["uid": "amp", "name": "AMP", "type": "prometheus", "access": "proxy", "url": "http://q"]
      ),
    ]
    var markers = again.objects.mapValues(\.marker)
    for (key, method, path, body) in changes {
      #expect(act(emulator, method, path, body) == 200)
      let observation = try await observe().0
      #expect(observation.isChanged, "\(key)")
      let now = observation.objects.mapValues(\.marker)
      #expect(now[key] != markers[key])
      #expect(now.filter { $0.key != key } == markers.filter { $0.key != key })
      markers = now
    }
    #expect(act(emulator, "DELETE", "/api/dashboards/uid/cpu") == 200)
    let last = try await observe().0
    #expect(last.isChanged)
    #expect(last.objects[keys[2]] == nil)
  }

  /// What a search listing does not show is found by reading: a save that leaves title, folder and tags.
  @Test(arguments: [("9.3", false), ("12.4", true)] as [(String, Bool)])
  func savesOfBodiesShowInListsOnly(version: String, isSeen: Bool) async throws {
    let (emulator, session) = try SessionFixture.emulator(version)
    defer { emulator.stop() }
    fill(emulator)
    let observer = WorkspaceObserver(session, capabilities: try await session.probe())
    _ = try await observer.observe()
    act(
      emulator, "POST", "/api/dashboards/db",
      [
        "dashboard": ["uid": "cpu", "title": "CPU", "tags": ["a"], "description": "new"], "folderUid": "team",
        "overwrite": true,
      ])
    #expect(try await observer.observe().isChanged == isSeen)
  }
}
