import Base
import Documents
import HTTP
import Reconcile
import Report

/// The first cycle beside a bare loop of parallel POSTs to the same kind of server.
///
/// The emulator alone would answer in microseconds, so that nothing but our own work would show. It is slowed down to
/// what a real Grafana 12.4 was measured at: 61 saves a second on four connections, 65 ms each. The ratio at its own pace
/// is printed beside that: it is the price of reading the repository, keeping a journal and looking before writing.
enum ColdBench {
  private static let size = 500
  private static let saveMilliseconds = 65
  private static let connections = 4

  static func run(_ figures: inout Figures) async throws {
    figures.tell("cold converge of \(size) dashboards of 20 KB on \(connections) connections")
    for (milliseconds, name) in [(saveMilliseconds, "cold_ratio_500"), (0, "cold_ratio_500_without_latency")]
    {
      let ours = try await converge(milliseconds)
      let theirs = try await bareLoop(milliseconds)
      let ratio = ours / theirs
      figures.tell(
        "  saves of \(milliseconds) ms more than the emulator takes: ours \(rounded(ours)) s, bare loop "
          + "\(rounded(theirs)) s, ratio \(rounded(ratio))")
      figures.set(name, ratio)
    }
  }

  private static func converge(_ saveMilliseconds: Int) async throws -> Double {
    let emulator = try await EmulatorProgram(version: "12.4", saveMilliseconds: saveMilliseconds)
    defer { emulator.stop() }
    let workload = try await Workload(Workload.Size(dashboards: size), workspace: emulator.url)
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

  private static func bareLoop(_ saveMilliseconds: Int) async throws -> Double {
    let emulator = try await EmulatorProgram(version: "12.4", saveMilliseconds: saveMilliseconds)
    defer { emulator.stop() }
    let client = HTTPClient()
    let authorization = SecretHeader.basic(user: "admin", password: SecretValue(EmulatorProgram.password))
    let url = try HTTPURL(emulator.url + "/api/dashboards/db")
    let bodies = (0..<size).map { index in
      let model = Workload.model(index, Workload.Size(dashboards: size))
      return Array("{\"dashboard\": \(model), \"folderUid\": \"\", \"overwrite\": true}".utf8)
    }
    let clock = ContinuousClock()
    let begun = clock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      for lane in 0..<connections {
        group.addTask {
          for index in stride(from: lane, to: bodies.count, by: connections) {
            var request = HTTPRequest(
              .post, url, headers: ["Content-Type": "application/json"], body: bodies[index])
            request.secretHeaders = [authorization]
            let response = try await client.send(request)
            guard response.isSuccess else {
              throw BenchFailure("the bare loop was answered \(response.status)")
            }
          }
        }
      }
      try await group.waitForAll()
    }
    return seconds(clock.now - begun)
  }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
