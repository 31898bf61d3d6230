import Documents
import GrafanaEmulator
import TestSupport
import Testing

@Suite("The emulator's log of requests")
struct RequestLogTests {
  @Test("counts requests, writes and bytes by the first parts of the path")
  func counts() async throws {
    let session = try EmulatorSession("12.4")
    try await session.send("POST", "/api/folders", ["uid": "f", "title": "F"])
    let saved = try await session.save("d", title: "D", folder: "f")
    let list = try await session.send(
      "GET", Kubernetes.dashboards + "?limit=1", headers: Kubernetes.metadataOnly)
    let families = session.emulator.totalsByFamily
    #expect(Set(families.keys) == ["/api/folders", "/api/dashboards", "/apis/dashboard.grafana.app"])
    #expect(families["/api/dashboards"]?.writes == 1)
    #expect(families["/api/dashboards"]?.responseBytes == saved.headers.body.count)
    #expect(families["/apis/dashboard.grafana.app"]?.writes == 0)
    #expect(families["/apis/dashboard.grafana.app"]?.responseBytes == list.headers.body.count)
    #expect(session.emulator.totals.requests == 3)
    #expect(session.emulator.totals.writes == 2)
    let last = session.emulator.requests.last
    #expect(last?.method == "GET")
    #expect(last?.target == Kubernetes.dashboards + "?limit=1")
    #expect(last?.status == 200)
    session.emulator.clearLog()
    #expect(session.emulator.totals == RequestTotals())
    #expect(session.emulator.requests.isEmpty)
  }
}
