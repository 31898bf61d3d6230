import Base
import Foundation
import HTTP
import Report
import TestSupport
import Testing

/// Running Alloys are asked to read what was written, and get the former file back where they do not run it.
@Suite struct AlloyReloadEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private func path(_ world: World, _ file: String = "config.alloy") -> String {
    world.agentPath + "/monitoring/agent/metrics/\(file)"
  }

  private func manifests(_ alloy: StandInAlloy, mode: String = "alloy", level: String) -> String {
    Manifest.agent.replacingOccurrences(
      of: "metadata: {name: agent, namespace: monitoring}",
      with:
        "metadata: {name: agent, namespace: monitoring, annotations: {sluice.dev/agent-mode: \(mode), "
        + "sluice.dev/agents: 'metrics: \(alloy.url)'}}"
    ).replacingOccurrences(of: "spec:\n  metrics:", with: "spec:\n  logLevel: \(level)\n  metrics:")
  }

  private func start(_ world: World) async throws -> Daemon {
    try await world.start { $0.allowedAddresses = [CIDR("127.0.0.1/32")].compactMap { $0 } }
  }

  @Test func runsWhatWasWritten() async throws {
    let world = try await World()
    let alloy = try StandInAlloy(file: path(world))
    try await world.push(["agent.yaml": manifests(alloy, level: "info")])
    let daemon = try await start(world)
    #expect(await daemon.cycle().problemMessages == [])
    #expect(alloy.components == ["prometheus.remote_write.metrics_monitoring_primary"])
    #expect(alloy.reloads == 1)
    #expect(await daemon.cycle().isQuiet)
    #expect(alloy.reloads == 1)
    await daemon.stop()
    alloy.stop()
  }

  /// Until Alloy runs the file of the new mode, the agent that still runs may need its own: at its next start.
  @Test func theFormerModeStaysUntilTheNewOneRuns() async throws {
    let world = try await World()
    let alloy = try StandInAlloy(file: path(world))
    try await world.push(["agent.yaml": manifests(alloy, mode: "agent-static", level: "info")])
    // Nobody may be asked, so nobody is known to run either file.
    var daemon = try await world.start()
    _ = await daemon.cycle()
    try await world.push(["agent.yaml": manifests(alloy, level: "info")])
    for _ in 0..<2 {
      #expect(await daemon.cycle().problemMessages.count == 1)
      let files = try FileManager.default.contentsOfDirectory(
        atPath: world.agentPath + "/monitoring/agent/metrics")
      #expect(Set(files).isSuperset(of: ["agent.yml", "config.alloy"]))
    }
    await daemon.stop()

    daemon = try await start(world)
    #expect(await daemon.cycle().problemMessages == [])
    #expect(alloy.reloads == 1)
    // Nothing but the other form of the configuration goes: no guard against deletions asks for it.
    #expect(await daemon.cycle().problemMessages == [])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: world.agentPath + "/monitoring/agent/metrics")
        == ["config.alloy"])
    await daemon.stop()
    alloy.stop()
  }

  @Test func putsTheFormerFileBack() async throws {
    let world = try await World()
    let alloy = try StandInAlloy(file: path(world))
    try await world.push(["agent.yaml": manifests(alloy, level: "info")])
    let daemon = try await start(world)
    #expect(await daemon.cycle().problemMessages == [])
    let former = try String(contentsOfFile: path(world), encoding: .utf8)

    alloy.refuse("debug")
    try await world.push(["agent.yaml": manifests(alloy, level: "debug")])
    let refused = await daemon.cycle()
    #expect(
      refused.problemMessages == [
        "the agent at \(alloy.url) does not run monitoring/agent/metrics/config.alloy: it refused the file with 400. The "
          + "former file lies there again and runs"
      ])
    // The reason that Alloy gives may hold what stands in the file.
    #expect(!CycleText.render(refused, now: refused.started).contains("hush"))
    #expect(try String(contentsOfFile: path(world), encoding: .utf8) == former)
    #expect(alloy.reloads == 3)

    alloy.refuse(nil)
    try await world.push(["agent.yaml": manifests(alloy, level: "warn")])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try String(contentsOfFile: path(world), encoding: .utf8).contains("level = \"warn\""))
    await daemon.stop()
    alloy.stop()
  }

  /// Over an agent's configuration the names of components are Alloy's own, so that only their health is known.
  @Test(arguments: ["alloy", "alloy-static"])
  func looksAtWhatRunsAfterwards(_ mode: String) async throws {
    let world = try await World()
    let alloy = try StandInAlloy(file: path(world, mode == "alloy" ? "config.alloy" : "agent.yml"))
    try await world.push(["agent.yaml": manifests(alloy, mode: mode, level: "info")])
    let daemon = try await start(world)
    #expect(await daemon.cycle().problemMessages == [])
    await daemon.stop()
    alloy.stop()
  }
}
