import Base
import Foundation
import HTTP
import Report
import TestSupport
import Testing

/// Running agents are asked to read what was written, and get the former file back where they do not run it.
@Suite struct AgentReloadEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private func path(_ world: World) -> String { world.agentPath + "/monitoring/agent/metrics/agent.yml" }

  private func manifests(_ agent: StandInAgent, level: String) -> String {
    Manifest.agent.replacingOccurrences(
      of: "metadata: {name: agent, namespace: monitoring}",
      with:
        "metadata: {name: agent, namespace: monitoring, annotations: {sluice.dev/agents: 'metrics: \(agent.url)'}}"
    ).replacingOccurrences(of: "spec:\n  metrics:", with: "spec:\n  logLevel: \(level)\n  metrics:")
  }

  private func start(_ world: World) async throws -> Daemon {
    try await world.start { $0.allowedAddresses = [CIDR("127.0.0.1/32")].compactMap { $0 } }
  }

  @Test func asksOnceForEachFile() async throws {
    let world = try await World()
    let agent = try StandInAgent(file: path(world))
    try await world.push(["agent.yaml": manifests(agent, level: "info")])
    let daemon = try await start(world)
    #expect(await daemon.cycle().problemMessages.isEmpty)
    #expect(agent.reloads == 1)
    #expect(await daemon.cycle().isQuiet)
    #expect(agent.reloads == 1)
    try await world.push(["agent.yaml": manifests(agent, level: "debug")])
    #expect(await daemon.cycle().problemMessages.isEmpty)
    #expect(agent.reloads == 2)
    await daemon.stop()
    agent.stop()
  }

  @Test func putsTheFormerFileBack() async throws {
    let world = try await World()
    let agent = try StandInAgent(file: path(world))
    try await world.push(["agent.yaml": manifests(agent, level: "info")])
    var daemon = try await start(world)
    _ = await daemon.cycle()
    let former = try String(contentsOfFile: path(world), encoding: .utf8)

    agent.refuse("debug")
    try await world.push(["agent.yaml": manifests(agent, level: "debug")])
    let message =
      "the agent at \(agent.url) does not run monitoring/agent/metrics/agent.yml: it refused the file with 400. The former "
      + "file lies there again and runs"
    #expect(await daemon.cycle().problemMessages == [message])
    #expect(try String(contentsOfFile: path(world), encoding: .utf8) == former)
    #expect(agent.reloads == 3)

    // It is not asked again, also after a restart, and people are told as long as it is so.
    #expect(await daemon.cycle().problemMessages == [message])
    await daemon.stop()
    agent.refuse(nil)
    daemon = try await start(world)
    try await world.push(["agent.yaml": manifests(agent, level: "warn")])
    #expect(await daemon.cycle().problemMessages.isEmpty)
    #expect(agent.reloads == 4)
    #expect(try String(contentsOfFile: path(world), encoding: .utf8).contains("log_level: warn"))
    // What was put back was ours: nothing of anybody else had to be kept.
    #expect(try await daemon.state.store.copies(named: nil).isEmpty)
    let folder = try FileManager.default.contentsOfDirectory(
      atPath: world.agentPath + "/monitoring/agent/metrics")
    #expect(folder == ["agent.yml"])
    await daemon.stop()
    agent.stop()
  }

  @Test func saysThatAnAgentIsAway() async throws {
    let world = try await World()
    let agent = try StandInAgent(file: path(world))
    agent.stop()
    try await world.push(["agent.yaml": manifests(agent, level: "info")])
    let daemon = try await start(world)
    let messages = await daemon.cycle().problemMessages
    #expect(messages.count == 1)
    #expect(
      messages.first?.contains("was not asked to read monitoring/agent/metrics/agent.yml again") == true)
    #expect(FileManager.default.fileExists(atPath: path(world)))
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  /// After a cycle that ended before an agent had read its file, the agent is asked, and the file that it ran is still known.
  @Test func asksWhoHasNotReadYet() async throws {
    let world = try await World()
    let agent = try StandInAgent(file: path(world))
    try await world.push(["agent.yaml": manifests(agent, level: "info")])
    var daemon = try await start(world)
    _ = await daemon.cycle()
    let former = try String(contentsOfFile: path(world), encoding: .utf8)
    await daemon.stop()
    daemon = try await world.start()
    agent.refuse("debug")
    try await world.push(["agent.yaml": manifests(agent, level: "debug")])
    #expect(await daemon.cycle().problemMessages.count == 1)
    #expect(agent.reloads == 1)
    await daemon.stop()

    daemon = try await start(world)
    #expect(
      await daemon.cycle().problemMessages.first?.hasSuffix("The former file lies there again and runs")
        == true)
    #expect(try String(contentsOfFile: path(world), encoding: .utf8) == former)
    #expect(agent.reloads == 3)

    // Back in Git too, it is read once more.
    try await world.push(["agent.yaml": manifests(agent, level: "info")])
    #expect(await daemon.cycle().problemMessages.isEmpty)
    #expect(agent.reloads == 4)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
    agent.stop()
  }

  /// A manifest that is broken for a while does not make an agent keep its old file for ever.
  @Test func asksAfterAnError() async throws {
    let world = try await World()
    let agent = try StandInAgent(file: path(world))
    try await world.push(["agent.yaml": manifests(agent, level: "info")])
    var daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages.count == 1)
    try await world.push(["agent.yaml": manifests(agent, level: "nonsense")])
    _ = await daemon.cycle()
    await daemon.stop()
    daemon = try await start(world)
    _ = await daemon.cycle()
    try await world.push(["agent.yaml": manifests(agent, level: "info")])
    #expect(await daemon.cycle().problemMessages.isEmpty)
    #expect(agent.reloads == 1)
    await daemon.stop()
    agent.stop()
  }

  /// Without an address nobody reads the file that was kept for an agent.
  @Test func keepsNothingForNobody() async throws {
    let world = try await World()
    let agent = try StandInAgent(file: path(world))
    try await world.push(["agent.yaml": manifests(agent, level: "info")])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    try await world.push(["agent.yaml": manifests(agent, level: "debug")])
    _ = await daemon.cycle()
    let folder = world.agentPath + "/monitoring/agent/metrics"
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
    let alone = manifests(agent, level: "debug").replacingOccurrences(
      of: "sluice.dev/agents: 'metrics: \(agent.url)'", with: "a: b")
    try await world.push(["agent.yaml": alone])
    #expect(await daemon.cycle().problemMessages.isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["agent.yml"])
    await daemon.stop()
    agent.stop()
  }

  /// Of agents that read one file, those that are there decide.
  @Test func asksThoseThatAreThere() async throws {
    let world = try await World()
    let agent = try StandInAgent(file: path(world))
    let away = try StandInAgent(file: path(world))
    away.stop()
    let both = manifests(agent, level: "info").replacingOccurrences(
      of: "'metrics: \(agent.url)'", with: "'metrics: [\(agent.url), \(away.url)]'")
    try await world.push(["agent.yaml": both])
    let daemon = try await start(world)
    let messages = await daemon.cycle().problemMessages
    #expect(messages.count == 1)
    #expect(messages.first?.contains("the agent at \(away.url) was not asked") == true)
    #expect(agent.reloads == 1)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
    agent.stop()
  }

  /// Addresses come from the repository: those inside a network have to be allowed by whoever runs the program.
  @Test func asksNobodyInsideTheNetwork() async throws {
    let world = try await World()
    let agent = try StandInAgent(file: path(world))
    try await world.push(["agent.yaml": manifests(agent, level: "info")])
    let daemon = try await world.start()
    let messages = await daemon.cycle().problemMessages
    #expect(messages.count == 1)
    #expect(messages.first?.contains("127.0.0.1") == true)
    #expect(agent.reloads == 0)
    await daemon.stop()
    agent.stop()
  }
}
