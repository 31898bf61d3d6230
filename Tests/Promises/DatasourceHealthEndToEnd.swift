import Documents
import Report
import TestSupport
import Testing

/// What a data source that was just written says of itself.
@Suite struct DatasourceHealthEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private func remarks(_ report: CycleReport) -> [String] {
    report.targets.flatMap(\.outcomes).compactMap { outcome in
      outcome.remark.map { "\(outcome.action.key.uid): \($0)" }
    }
  }

  /// A plugin that checks nothing, or is not there, leaves the question open; so do servers that cannot be asked by uid.
  @Test(arguments: [("8.4", false), ("9.3", false), ("10.1", true), ("12.4", true)])
  func isAskedAfterTheWrite(version: String, isTold: Bool) async throws {
    let world = try await World(version: version)
    try await world.push([
      "a.yaml": Manifest.datasource("amp"),
      "b.yaml": Manifest.datasource("other").replacing("type: prometheus", with: "type: not-installed"),
    ])
    let daemon = try await world.start()
    let report = await daemon.cycle()
    // A data source that does not answer is written all the same.
    #expect(report.counts.created == 2 && report.counts.failed == 0)
    let told = remarks(report)
    #expect(told.count == (isTold ? 1 : 0))
    #expect(told.allSatisfy { $0.hasPrefix("amp: its health check fails: ") }, "\(told)")
    let text = CycleText.render(report, now: report.started)
    #expect(text.contains("; its health check fails: ") == isTold)
    // Nobody is asked again while nothing is written.
    world.workspace.clearLog()
    #expect(await daemon.cycle().isQuiet)
    #expect(remarks(await daemon.cycle()) == [])
    await daemon.stop()
  }

  @Test func missingPluginsAreTold() async throws {
    let world = try await World()
    let manifest = Manifest.datasource("amp", values: "plugins: [{name: acme-source, version: latest}]")
    try await world.push(["a.yaml": manifest])
    let daemon = try await world.start()
    #expect(
      await daemon.cycle().problemMessages == [
        "spec.plugins needs the plugin acme-source, which the workspace does not have"
      ])
    await daemon.stop()
  }
}
