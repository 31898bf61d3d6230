import Base
import HTTP

/// How many reads of a dashboard of 20 KB the emulator answers on one core, so that the other figures are of the program and
/// not of the emulator.
enum EmulatorBench {
  private static let dashboards = 20
  private static let reads = 8000

  static func run(_ figures: inout Figures) async throws {
    let emulator = try await EmulatorProgram(version: "12.4")
    defer { emulator.stop() }
    let size = Workload.Size(dashboards: dashboards)
    let saves = (0..<dashboards).map { index in
      BareLoop.Save(
        method: .post, path: "/api/dashboards/db",
        body: Array("{\"dashboard\": \(Workload.model(index, size))}".utf8))
    }
    try await BareLoop.send(saves, to: emulator.url)
    let gets = (0..<reads).map {
      BareLoop.Save(method: .get, path: "/api/dashboards/uid/bench-\($0 % dashboards)", body: [])
    }
    let before = emulator.processorSeconds ?? 0
    let begun = ContinuousClock.now
    try await BareLoop.send(gets, to: emulator.url)
    let elapsed = seconds(ContinuousClock.now - begun)
    guard let after = emulator.processorSeconds, after > before else {
      throw BenchFailure("the processor time of the emulator is not known")
    }
    let perCore = Int(Double(reads) / (after - before))
    figures.tell(
      "  emulator, GET of a dashboard of 20 KB: \(perCore) a second of processor time, "
        + "\(Int(Double(reads) / elapsed)) a second on \(BareLoop.connections) connections beside the client")
    figures.set("emulator_reads_per_core_second", perCore)
  }
}
