import Documents
import Report
import TestSupport
import Testing

/// What correlations lead to: queries as servers store them.
@Suite struct CorrelationTargetsEndToEnd {
  private typealias Written = CorrelationManifest

  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static func files(_ links: [String]) -> [String: String?] {
    [
      "traces.yaml": Manifest.datasource("traces"),
      "logs.yaml": Written.source(correlations: "[\(links.joined(separator: ", "))]"),
    ]
  }

  /// Servers leave empty members of transformations out and keep numbers as doubles: nothing of that is drift.
  @Test(arguments: ["10.1", "12.4"])
  func whatServersStoreOtherwiseIsNoDrift(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(
      Self.files([
        #"{"targetUID": "traces", "label": "T", "config": {"field": "id", "#
          + #""target": {"query": "a", "since": 12345678901234567890}, "transformations": "#
          + #"[{"type": "regex", "expression": "(a)", "field": "", "mapValue": ""}]}}"#
      ]))
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    let config = try world.get("/api/datasources/uid/logs/correlations")[0]?["config"]
    #expect(config?["transformations"] == [["type": "regex", "expression": "(a)"]])
    #expect(await daemon.cycle().isQuiet)
    // An edit of it is one.
    #expect(try world.editCorrelation("T", query: "by hand") == 200)
    #expect(await daemon.cycle().counts.repaired == 1)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }
}
