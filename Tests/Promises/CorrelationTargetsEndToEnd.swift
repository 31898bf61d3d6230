import Documents
import Report
import TestSupport
import Testing

/// What correlations lead to: queries as servers store them, and data sources that go and come back.
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

  private static let byHand: JSON = ["uid": "other", "name": "other", "type": "loki", "access": "proxy"]

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

  /// One whose target is gone is not shown; it is still ours when that comes back.
  @Test func oursIsStillOursWhenItsTargetComesBack() async throws {
    let world = try await World(version: "12.4")
    #expect(world.act("POST", "/api/datasources", Self.byHand) == 200)
    try await world.push(Self.files([Written.link(), Written.link("Other", to: "other")]))
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    let uid = try world.correlationUID("Other")
    #expect(world.act("DELETE", "/api/datasources/uid/other") == 200)
    #expect(try world.correlations() == ["Trace traces one"])
    // It leaves Git while nobody sees it.
    try await world.push(Self.files([Written.link(query: "two")]))
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try world.correlations() == ["Trace traces two"])

    #expect(world.act("POST", "/api/datasources", Self.byHand) == 200)
    #expect(try world.correlationUID("Other") == uid)
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(try world.correlations() == ["Trace traces two"])
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  /// With a target that is made again it is the same one, not a second.
  @Test func aTargetThatIsMadeAgainHasOne() async throws {
    let world = try await World(version: "12.4")
    try await world.push(Self.files([Written.link()]))
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    let uid = try world.correlationUID("Trace")
    #expect(world.act("DELETE", "/api/datasources/uid/traces") == 200)
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try world.correlations() == ["Trace traces one"])
    #expect(try world.correlationUID("Trace") == uid)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }
}
