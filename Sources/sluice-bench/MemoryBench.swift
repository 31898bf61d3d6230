import Base
import HTTP
import TestSupport

/// Peak of the resident memory of a `sluice` process over its first cycle and a few unchanged ones.
enum MemoryBench {
  static func run(_ sizes: [Int], _ figures: inout Figures) async throws {
    figures.tell("peak memory of a sluice process, dashboards of 20 KB, Grafana 12.4")
    for size in sizes {
      let peak = try await measure(size)
      figures.tell("  \(size): \((peak * 10).rounded() / 10) MiB")
      figures.set("peak_mib_\(size)", peak, digits: 1)
    }
  }

  private static func measure(_ size: Int) async throws -> Double {
    let emulator = try await EmulatorProgram(version: "12.4")
    defer { emulator.stop() }
    let workload = try await Workload(Workload.Size(dashboards: size), workspace: emulator.url)
    let port = try LoopbackPort()
    let process = try RunningProgram(
      Machine.programs + "/sluice",
      [
        "run", "--url", workload.repository.fileURL, "--branch", "main", "--interval", "1s", "--environment",
        "bench",
        "--state", workload.folder.file("memory-state"), "--secrets", workload.folder.file("secrets"),
        "--listen",
        "127.0.0.1:\(port.number)",
      ])
    defer { process.stop() }
    let client = HTTPClient()
    let ready = HTTPRequest(.get, try HTTPURL("http://127.0.0.1:\(port.number)/readyz"))
    let isReady = await eventually(within: .seconds(600)) {
      try? await Task.sleep(for: .milliseconds(200))
      return (try? await client.send(ready))?.isSuccess == true
    }
    guard isReady else { throw BenchFailure("sluice did not become ready with \(size) dashboards") }
    // A few unchanged cycles.
    try await Task.sleep(for: .seconds(4))
    guard let peak = process.peakMiB else { throw BenchFailure("sluice ended before it was measured") }
    return peak
  }
}
