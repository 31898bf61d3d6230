import Base
import Foundation
import Report
import TestSupport
import Testing

/// Running Alloys are asked to read what was written, and get the former file back where they do not run it.
@Suite struct AlloyReloadEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  @Test func runsWhatWasWritten() async throws {
    let running = try await RunningAgentWorld(.alloy, file: "config.alloy")
    try await running.push(level: "info", mode: "alloy")
    let daemon = try await running.start()
    #expect(await daemon.cycle().problemMessages == [])
    #expect(running.agent.components == ["prometheus.remote_write.metrics_monitoring_primary"])
    #expect(running.agent.reloads == 1)
    #expect(await daemon.cycle().isQuiet)
    #expect(running.agent.reloads == 1)
    await daemon.stop()
    running.agent.stop()
  }

  /// Until Alloy runs the file of the new mode, the agent that still runs may need its own: at its next start.
  @Test func theFormerModeStaysUntilTheNewOneRuns() async throws {
    let running = try await RunningAgentWorld()
    let agent = running.agent
    try await running.push(level: "info", mode: "agent-static")
    let daemon = try await running.start()
    #expect(await daemon.cycle().problemMessages == [])
    try await running.push(level: "info", mode: "alloy")
    for _ in 0..<2 {
      #expect(
        await daemon.cycle().problemMessages == [
          "the agent at \(agent.url) was not asked to read monitoring/agent/metrics/config.alloy again: it is Grafana Agent "
            + "that answers there, and the file is for Grafana Alloy"
        ])
      #expect(Set(try running.files).isSuperset(of: ["agent.yml", "config.alloy"]))
    }
    #expect(agent.reloads == 1)

    agent.restart(.alloy, file: running.path("config.alloy"))
    #expect(await daemon.cycle().problemMessages == [])
    #expect(agent.reloads == 2)
    // Nothing but the other form of the configuration goes: no guard against deletions asks for it.
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try running.files == ["config.alloy"])

    // And back.
    try await running.push(level: "info", mode: "agent-static")
    #expect(await daemon.cycle().problemMessages.count == 1)
    #expect(Set(try running.files).isSuperset(of: ["agent.yml", "config.alloy"]))
    agent.restart(.agent, file: running.path("agent.yml"))
    _ = await daemon.cycle()
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try running.files == ["agent.yml"])
    #expect(agent.reloads == 3)
    await daemon.stop()
    agent.stop()
  }

  /// One file is of both modes: the program that runs is not given the other one's form back, and the other one is waited for.
  @Test func waitsForTheProgramOfTheMode() async throws {
    let running = try await RunningAgentWorld()
    let agent = running.agent
    try await running.push(level: "info", mode: "agent-static")
    let daemon = try await running.start()
    #expect(await daemon.cycle().problemMessages == [])
    try await running.push(level: "debug", mode: "alloy-static")
    #expect(
      await daemon.cycle().problemMessages.first?.contains("it is Grafana Agent that answers there") == true)
    agent.restart(.alloy, file: running.path("agent.yml"))
    #expect(await daemon.cycle().problemMessages == [])
    #expect(agent.reloads == 2)

    try await running.push(level: "info", mode: "agent-static")
    #expect(
      await daemon.cycle().problemMessages.first?.contains("it is Grafana Alloy that answers there") == true)
    #expect(agent.reloads == 2)
    #expect(try running.text().contains("log_level: info"))
    agent.restart(.agent, file: running.path("agent.yml"))
    #expect(await daemon.cycle().problemMessages == [])
    #expect(agent.reloads == 3)
    #expect(try running.files == ["agent.yml"])
    await daemon.stop()
    agent.stop()
  }

  /// What another program ran is nothing to go back to.
  @Test func aFormerFileOfAnotherProgramStaysAway() async throws {
    let running = try await RunningAgentWorld()
    let agent = running.agent
    try await running.push(level: "info", mode: "agent-static")
    let daemon = try await running.start()
    #expect(await daemon.cycle().problemMessages == [])
    try await running.push(level: "debug", mode: "alloy-static")
    #expect(await daemon.cycle().problemMessages.count == 1)
    agent.refuse("debug")
    agent.restart(.alloy, file: running.path("agent.yml"))
    #expect(
      await daemon.cycle().problemMessages == [
        "the agent at \(agent.url) does not run monitoring/agent/metrics/agent.yml: it refused the file with 400. There is no "
          + "former file"
      ])
    #expect(try running.text().contains("log_level: debug"))
    #expect(try running.files == ["agent.yml"])
    await daemon.stop()
    agent.stop()
  }

  /// A restart by hand is seen also where a component ails for other reasons.
  @Test func seesThatAlloyWasRestarted() async throws {
    let running = try await RunningAgentWorld(.alloy, file: "config.alloy")
    let alloy = running.agent
    alloy.refuse("debug")
    try await running.push(level: "debug", mode: "alloy")
    let daemon = try await running.start()
    #expect(await daemon.cycle().problemMessages.first?.hasSuffix("There is no former file") == true)
    alloy.refuse(nil)
    alloy.restart(.alloy, file: running.path("config.alloy"))
    alloy.ail(from: "debug")
    #expect(await daemon.cycle().problemMessages == [])
    #expect(alloy.reloads == 2)
    await daemon.stop()
    alloy.stop()
  }

  @Test func putsTheFormerFileBack() async throws {
    let running = try await RunningAgentWorld(.alloy, file: "config.alloy")
    let alloy = running.agent
    try await running.push(level: "info", mode: "alloy")
    let daemon = try await running.start()
    #expect(await daemon.cycle().problemMessages == [])
    let former = try running.text("config.alloy")

    alloy.refuse("debug")
    try await running.push(level: "debug", mode: "alloy")
    let refused = await daemon.cycle()
    #expect(
      refused.problemMessages == [
        "the agent at \(alloy.url) does not run monitoring/agent/metrics/config.alloy: it refused the file with 400. The "
          + "former file lies there again and runs"
      ])
    // The reason that Alloy gives may hold what stands in the file.
    #expect(!CycleText.render(refused, now: refused.started).contains("hush"))
    #expect(try running.text("config.alloy") == former)
    #expect(alloy.reloads == 3)

    alloy.refuse(nil)
    try await running.push(level: "warn", mode: "alloy")
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try running.text("config.alloy").contains("level = \"warn\""))
    await daemon.stop()
    alloy.stop()
  }

  /// Alloy answers 200, and something does not come up. Over an agent's configuration the names of components are Alloy's own,
  /// so that only their health is known.
  @Test(arguments: ["alloy", "alloy-static"])
  func looksAtWhatRunsAfterwards(_ mode: String) async throws {
    let running = try await RunningAgentWorld(.alloy, file: mode == "alloy" ? "config.alloy" : "agent.yml")
    let alloy = running.agent
    try await running.push(level: "info", mode: mode)
    let daemon = try await running.start()
    #expect(await daemon.cycle().problemMessages == [])
    alloy.ail(from: "debug")
    try await running.push(level: "debug", mode: mode)
    let message = await daemon.cycle().problemMessages.first
    #expect(message?.contains("components that are not healthy: prometheus.remote_write.") == true)
    #expect(message?.hasSuffix("The former file lies there again and runs") == true)
    #expect(alloy.reloads == 3)
    await daemon.stop()
    alloy.stop()
  }
}
