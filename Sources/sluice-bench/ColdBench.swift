import Base
import Documents
import HTTP
import Reconcile
import Report

/// The first cycle beside a bare loop of parallel POSTs to the same kind of server.
///
/// The emulator alone would answer in microseconds, so that nothing but our own work would show. It is slowed down to
/// what a real Grafana 12.4 was measured at: 61 saves a second on four connections, 65 ms each. That is the older API, which
/// the loop uses; what Sluice sends by the other one is slowed down as much, though it was measured a third faster. The
/// ratio at the emulator's own pace is printed beside that: it is the price of reading the repository, keeping a journal
/// and looking before writing.
enum ColdBench {
  private static let size = 500
  static let saveMilliseconds = 65
  private static let savePath = "/api/dashboards/db"
  /// Both ways in which a dashboard is saved.
  private static let slowed = "/api*/dashboard*"

  static func run(_ figures: inout Figures) async throws {
    figures.tell("cold converge of \(size) dashboards of 20 KB on \(BareLoop.connections) connections")
    for (milliseconds, name) in [(saveMilliseconds, "cold_ratio_500"), (0, "cold_ratio_500_without_latency")]
    {
      let ours = try await firstCycle(
        Workload.Size(dashboards: size), saveMilliseconds: milliseconds, slowed: slowed)
      let theirs = try await BareLoop.time(
        [saves()], saveMilliseconds: milliseconds, slowed: slowed)
      let ratio = ours / theirs
      figures.tell(
        "  saves of \(milliseconds) ms more than the emulator takes: ours \(rounded(ours)) s, bare loop "
          + "\(rounded(theirs)) s, ratio \(rounded(ratio))")
      figures.set(name, ratio)
    }
  }

  /// The first cycle on an empty workspace, in seconds.
  static func firstCycle(
    _ size: Workload.Size, saveMilliseconds: Int, slowed: String
  ) async throws -> Double {
    let emulator = try await EmulatorProgram(
      version: "12.4", saveMilliseconds: saveMilliseconds, slowed: slowed)
    defer { emulator.stop() }
    let workload = try await Workload(size, workspace: emulator.url)
    let (reconciler, state) = try await workload.reconciler(rounds: 60)
    let clock = ContinuousClock()
    let begun = clock.now
    let report = await reconciler.cycle()
    let duration = clock.now - begun
    await reconciler.close()
    withExtendedLifetime(state) {}
    guard report.state == .success else {
      throw BenchFailure("the cycle did not converge: \(CycleText.render(report, now: report.started))")
    }
    return seconds(duration)
  }

  private static func saves() -> [BareLoop.Save] {
    let workload = Workload.Size(dashboards: size)
    return (0..<size).map { index in
      let model = Workload.model(index, workload)
      return BareLoop.Save(
        method: .post, path: savePath,
        body: Array("{\"dashboard\": \(model), \"folderUid\": \"\", \"overwrite\": true}".utf8))
    }
  }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
