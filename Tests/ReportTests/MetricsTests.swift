import Apply
import Base
import Plan
import Platform
import Report
import TestSupport
import Testing

@Suite struct MetricsTests {
  /// Uses every metric at least once.
  private func filled() -> String {
    let metrics = Metrics()
    let sluice = SluiceMetrics(metrics, version: "1.0.0")
    let failed = Outcome(Fixture.nginx, .failed(TargetFailure(.refused, "403")))
    let waiting = Outcome(Fixture.overview, .notTried(reason: "stopped"))
    sluice.record(Fixture.cycle([Fixture.target(Fixture.outcomes)]))
    sluice.record(
      Fixture.cycle(
        [Fixture.target([failed, waiting], stop: Fixture.stop())], diagnostics: [Fixture.notJSON],
        started: Fixture.now + .seconds(60)))
    sluice.setOutboxWaiting(3, in: "prod")
    sluice.countDelivery(of: "github-status", in: "prod", .givenUp)
    return metrics.exposition()
  }

  @Test func cyclesAreCounted() {
    #expect(Snapshot.difference(filled(), from: "metrics.txt") == nil)
  }

  @Test func targetsThatAreGoneAreNeitherUpNorDown() {
    let metrics = Metrics()
    let sluice = SluiceMetrics(metrics, version: "1.0.0")
    sluice.record(Fixture.cycle([Fixture.target([], failure: "away")]))
    let series = "sluice_target_up{environment=\"prod\",target=\"g-0a1b2c3d4e\"}"
    #expect(metrics.exposition().contains(series + " 0\n"))
    sluice.record(Fixture.cycle([Fixture.target([])]))
    #expect(metrics.exposition().contains(series + " 1\n"))
    sluice.record(Fixture.cycle([]))
    #expect(!metrics.exposition().contains(series))
  }

  @Test func pollsAreToldFromCycles() {
    let metrics = Metrics()
    let sluice = SluiceMetrics(metrics, version: "1.0.0")
    let calm = Fixture.cycle([Fixture.target([])])
    for report in [calm, calm, calm, Fixture.cycle([Fixture.target([])], sourceFailure: "away"), calm] {
      sluice.record(report)
    }
    let polls = metrics.exposition().split(separator: "\n").filter { $0.hasPrefix("sluice_polls_total") }
    #expect(
      polls == [
        "sluice_polls_total{environment=\"prod\",result=\"failed\"} 1",
        "sluice_polls_total{environment=\"prod\",result=\"moved\"} 1",
        "sluice_polls_total{environment=\"prod\",result=\"unchanged\"} 3",
      ])
  }

  private struct Row: Hashable {
    let name: String
    let type: String
    let labels: [String]
    let meaning: String
  }

  @Test func thePageTellsWhatIsServed() throws {
    let page = try FileSystem.read(SharedData.projectRoot + "/docs/metrics.md", limit: 1 << 20)
    let documented = String(decoding: page, as: UTF8.self).split(separator: "\n")
      .filter { $0.hasPrefix("| `sluice_") }.map { line -> Row in
        let cells = line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
          .map { $0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed() }.map { String($0) }
        let labels = cells[2].split(whereSeparator: { "`, ".contains($0) }).map(String.init)
        return Row(
          name: String(cells[0].dropFirst().dropLast()), type: cells[1], labels: labels, meaning: cells[3])
      }
    #expect(documented == served(filled()))
  }

  private func served(_ exposition: String) -> [Row] {
    let lines = exposition.split(separator: "\n").map(String.init)
    return lines.filter { $0.hasPrefix("# HELP ") }.map { line in
      let words = line.dropFirst(7).split(separator: " ", maxSplits: 1).map(String.init)
      let type = lines.first { $0.hasPrefix("# TYPE \(words[0]) ") }?.split(separator: " ").last ?? ""
      let series = lines.first { $0.hasPrefix(words[0] + "{") || $0.hasPrefix(words[0] + "_sum{") } ?? ""
      let pairs = series.drop { $0 != "{" }.dropFirst().prefix { $0 != "}" }
      let labels = pairs.split(separator: ",").compactMap { $0.split(separator: "=").first.map(String.init) }
      return Row(name: words[0], type: String(type), labels: labels, meaning: words[1])
    }
  }
}
