import Base
import HTTP
import Reconcile
import Report

/// Cycles in which nothing differs, on both kinds of servers.
enum UnchangedBench {
  private static let cycles = 5
  /// So many rounds that no object's turn comes: the cycle without its rolling slice.
  private static let never = 1_000_000_007
  private static let usualRounds = 60

  static func run(_ sizes: [Int], _ figures: inout Figures) async throws {
    for (version, name) in [("9.3", "v9"), ("12.4", "v12")] {
      figures.tell("unchanged cycle, Grafana \(version), dashboards of 20 KB (without the rolling slice)")
      for size in sizes {
        let result = try await measure(Workload.Size(dashboards: size), version)
        figures.tell(
          "  \(size): \(result.requests) requests, \(result.bytes) bytes, \(result.writes) writes, "
            + "\(rounded(result.cpu)) s CPU; the slice \(rounded(result.slice)) requests more")
        guard size == 1000 else { continue }
        figures.set("unchanged_requests_1000_\(name)", result.requests)
        figures.set("slice_requests_\(name)", result.slice, digits: 1)
        figures.set("unchanged_cpu_seconds_1000_\(name)", result.cpu)
        if name == "v12" {
          figures.set("unchanged_bytes_1000_v12", result.bytes)
          figures.set("unchanged_writes_1000", result.writes)
        }
      }
    }
  }

  struct Result {
    var requests = 0
    var bytes = 0
    var writes = 0
    var cpu = 0.0
    var slice = 0.0
  }

  static func measure(_ size: Workload.Size, _ version: String) async throws -> Result {
    let emulator = try await EmulatorProgram(version: version)
    defer { emulator.stop() }
    let workload = try await Workload(size, workspace: emulator.url)
    let (reconciler, state) = try await workload.reconciler(rounds: never)
    let first = await reconciler.cycle()
    guard first.state == .success else {
      throw BenchFailure("the first cycle did not converge: \(CycleText.render(first, now: first.started))")
    }
    // The second cycle settles what the first one left open.
    _ = await reconciler.cycle()
    var result = Result()
    let before = Machine.ownCPU
    for _ in 0..<cycles {
      let report = await reconciler.cycle()
      result.requests = max(result.requests, report.cost.requests)
      result.bytes = max(result.bytes, report.cost.bytesSent + report.cost.bytesReceived)
      result.writes += report.cost.writes
    }
    result.cpu = (Machine.ownCPU - before) / Double(cycles)
    await reconciler.close()
    withExtendedLifetime(state) {}
    result.slice = try await slice(workload, result.requests)
    return result
  }

  /// Requests that the rolling slice adds to a cycle, on average.
  private static func slice(_ workload: Workload, _ base: Int) async throws -> Double {
    let (reconciler, state) = try await workload.reconciler(rounds: usualRounds)
    _ = await reconciler.cycle()
    _ = await reconciler.cycle()
    var requests = 0
    for _ in 0..<cycles { requests += await reconciler.cycle().cost.requests }
    await reconciler.close()
    withExtendedLifetime(state) {}
    return Double(requests) / Double(cycles) - Double(base)
  }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
