import Base
import Documents
import Grafana
import GrafanaEmulator
import Testing

/// Correlations as the listing of all shows them.
@Suite struct CorrelationListingTests {
  private func act(_ emulator: GrafanaEmulator, _ path: String, _ body: JSON) -> Int {
    emulator.perform("POST", path, body: JSONWriter.string(body), as: "alice", role: .admin).status
  }

  private func addSource(_ emulator: GrafanaEmulator) {
    let source: JSON = ["uid": "logs", "name": "logs", "type": "loki", "access": "proxy"]
    #expect(act(emulator, "/api/datasources", source) == 200)
  }

  private static let path = "/api/datasources/correlations"

  @Test(arguments: ["9.3", "10.1", "12.4"])
  func everyPageIsRead(version: String) async throws {
    let (emulator, session) = try SessionFixture.emulator(version)
    defer { emulator.stop() }
    addSource(emulator)
    for number in 1...1001 {
      let link: JSON = [
        "targetUID": "logs", "label": .string("L\(number)"), "type": "query",
        "config": ["type": "query", "field": "id", "target": [:]],
      ]
      #expect(act(emulator, "/api/datasources/uid/logs/correlations", link) == 200)
    }
    let before = session.meter.reading.requests
    #expect(Set(try await session.correlations().map(\.label)) == Set((1...1001).map { "L\($0)" }))
    #expect(session.meter.reading.requests - before == (version == "9.3" ? 1 : 2))
  }

  /// A page that never ends is read twice: the second time it shows nothing new.
  @Test func aServerThatIgnoresThePageHasAnEnd() async throws {
    let (emulator, session) = try SessionFixture.emulator("12.4")
    defer { emulator.stop() }
    let rows = (1...1000).map { number -> JSON in
      [
        "uid": .string("c\(number)"), "sourceUID": "logs", "targetUID": "logs", "label": "L",
        "type": "query", "config": ["field": "id", "target": [:]],
      ]
    }
    let page: JSON = ["correlations": .array(rows), "totalCount": 1000, "page": 1, "limit": 1000]
    emulator.use(
      FaultPlan([
        FaultRule(
          method: "GET", path: Self.path,
          FaultEffect(
            .answer(
              status: 200, contentType: "application/json", body: JSONWriter.string(page),
              retryAfterSeconds: nil)))
      ]))
    let before = session.meter.reading.requests
    #expect(try await session.correlations().count == 1000)
    #expect(session.meter.reading.requests - before == 2)
  }
}
