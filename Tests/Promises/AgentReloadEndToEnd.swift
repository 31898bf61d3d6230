import Base
import Foundation
import Report
import TestSupport
import Testing

/// Running agents are asked to read what was written, and get the former file back where they do not run it.
@Suite struct AgentReloadEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  @Test func asksOnceForEachFile() async throws {
    let running = try await RunningAgentWorld()
    try await running.push(level: "info")
    let daemon = try await running.start()
    #expect(await daemon.cycle().problemMessages.isEmpty)
    #expect(running.agent.reloads == 1)
    #expect(await daemon.cycle().isQuiet)
    #expect(running.agent.reloads == 1)
    try await running.push(level: "debug")
    #expect(await daemon.cycle().problemMessages.isEmpty)
    #expect(running.agent.reloads == 2)
    await daemon.stop()
    running.agent.stop()
  }

  @Test func putsTheFormerFileBack() async throws {
    let running = try await RunningAgentWorld()
    let agent = running.agent
    try await running.push(level: "info")
    var daemon = try await running.start()
    _ = await daemon.cycle()
    let former = try running.text()

    agent.refuse("debug")
    try await running.push(level: "debug")
    let message =
      "the agent at \(agent.url) does not run monitoring/agent/metrics/agent.yml: it refused the file with 400. The former "
      + "file lies there again and runs"
    #expect(await daemon.cycle().problemMessages == [message])
    #expect(try running.text() == former)
    #expect(agent.reloads == 3)

    // It is not asked again, and people are told as long as it is so.
    #expect(await daemon.cycle().problemMessages == [message])
    #expect(agent.reloads == 3)
    await daemon.stop()

    // A start has it tried once more.
    daemon = try await running.start()
    #expect(await daemon.cycle().problemMessages == [message])
    #expect(agent.reloads == 5)
    agent.refuse(nil)
    try await running.push(level: "warn")
    #expect(await daemon.cycle().problemMessages.isEmpty)
    #expect(agent.reloads == 6)
    #expect(try running.text().contains("log_level: warn"))
    // What was put back was ours: nothing of anybody else had to be kept.
    #expect(try await daemon.state.store.copies(named: nil).isEmpty)
    #expect(try running.files == ["agent.yml"])
    await daemon.stop()
    agent.stop()
  }

  /// A first file has no former one. Whoever restarts the agent by hand need not tell anybody.
  @Test func seesThatAnAgentWasRestarted() async throws {
    let running = try await RunningAgentWorld()
    let agent = running.agent
    agent.refuse("info")
    try await running.push(level: "info")
    let daemon = try await running.start()
    let message =
      "the agent at \(agent.url) does not run monitoring/agent/metrics/agent.yml: it refused the file with 400. There is no "
      + "former file"
    for _ in 0..<2 {
      #expect(await daemon.cycle().problemMessages == [message])
      #expect(agent.reloads == 1)
    }
    // It looks as if it ran the file, and refuses it all the same: it is not asked for ever.
    agent.restart(file: running.path("agent.yml"))
    for _ in 0..<2 {
      #expect(await daemon.cycle().problemMessages == [message])
      #expect(agent.reloads == 2)
    }
    // Between two cycles it is started once more, and looks no other.
    agent.refuse(nil)
    agent.restart(file: running.path("agent.yml"))
    #expect(await daemon.cycle().problemMessages == [])
    #expect(agent.reloads == 3)
    #expect(await daemon.cycle().isQuiet)
    #expect(agent.reloads == 3)
    await daemon.stop()
    agent.stop()
  }

  /// A proxy before an agent may answer with a page to everything that it does not know.
  @Test func looksAtAnswersAndNotAtTheirStatus() async throws {
    let running = try await RunningAgentWorld(hasPages: true)
    try await running.push(level: "info")
    let daemon = try await running.start()
    #expect(await daemon.cycle().problemMessages == [])
    #expect(running.agent.reloads == 1)
    await daemon.stop()
    running.agent.stop()
  }

  /// The file was refused by whoever the wrong address leads to.
  @Test func asksAtAMendedAddress() async throws {
    let running = try await RunningAgentWorld()
    let wrong = try StandInAgent(file: running.path("none.yml"))
    try await running.push(level: "info")
    let daemon = try await running.start()
    #expect(await daemon.cycle().problemMessages == [])
    try await running.push(level: "debug", addresses: wrong.url)
    #expect(await daemon.cycle().problemMessages.first?.contains("The former file lies there again") == true)
    #expect(try running.text().contains("log_level: info"))
    try await running.push(level: "debug")
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try running.text().contains("log_level: debug"))
    #expect(running.agent.reloads == 2)
    // Where nothing listens, the agent that is meant runs on with the former file.
    wrong.stop()
    try await running.push(level: "warn", addresses: wrong.url)
    #expect(await daemon.cycle().problemMessages.count == 1)
    try await running.push(level: "warn")
    #expect(await daemon.cycle().problemMessages == [])
    #expect(running.agent.reloads == 3)
    #expect(await daemon.cycle().isQuiet)
    #expect(running.agent.reloads == 3)
    await daemon.stop()
    running.agent.stop()
  }

  /// Of agents that read one file, those that run it are not stopped again and again for the sake of another.
  @Test func asksThoseThatRunTheFileOnce() async throws {
    let running = try await RunningAgentWorld()
    // Another program is there, so that it is looked at again in each cycle.
    let other = try StandInAgent(.alloy, file: running.path("agent.yml"))
    try running.sign(in: "first")
    try await running.push(
      level: "info", addresses: "[\(running.agent.url), \(other.url)]", hasCredentials: true)
    var daemon = try await running.start()
    for _ in 0..<2 {
      #expect(await daemon.cycle().problemMessages.count == 1)
      #expect(running.agent.reloads == 1)
      await daemon.stop()
      daemon = try await running.start()
    }
    // Values that the file names are others now.
    try running.sign(in: "second")
    #expect(await daemon.cycle().problemMessages.count == 1)
    #expect(running.agent.reloads == 2)
    other.restart(.agent, file: running.path("agent.yml"))
    #expect(await daemon.cycle().problemMessages == [])
    #expect(running.agent.reloads == 2)
    #expect(other.reloads == 1)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
    running.agent.stop()
    other.stop()
  }

  /// A start is one of the ways to have a file tried once more, also where there was no former one.
  @Test func asksOnceMoreAfterAStart() async throws {
    let running = try await RunningAgentWorld()
    running.agent.refuse("info")
    try await running.push(level: "info")
    var daemon = try await running.start()
    #expect(await daemon.cycle().problemMessages.count == 1)
    await daemon.stop()
    daemon = try await running.start()
    #expect(
      await daemon.cycle().problemMessages.first?.hasSuffix("400. There is no former file") == true)
    #expect(running.agent.reloads == 2)
    await daemon.stop()
    running.agent.refuse(nil)
    daemon = try await running.start()
    #expect(await daemon.cycle().problemMessages == [])
    #expect(running.agent.reloads == 3)
    await daemon.stop()
    running.agent.stop()
  }

  @Test func saysThatAnAgentIsAway() async throws {
    let running = try await RunningAgentWorld()
    running.agent.stop()
    try await running.push(level: "info")
    let daemon = try await running.start()
    let messages = await daemon.cycle().problemMessages
    #expect(messages.count == 1)
    #expect(
      messages.first?.contains("was not asked to read monitoring/agent/metrics/agent.yml again") == true)
    #expect(try running.files == ["agent.yml"])
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  /// After a cycle that ended before an agent had read its file, the agent is asked, and the file that it ran is still known.
  @Test func asksWhoHasNotReadYet() async throws {
    let running = try await RunningAgentWorld()
    let agent = running.agent
    try await running.push(level: "info")
    var daemon = try await running.start()
    _ = await daemon.cycle()
    let former = try running.text()
    await daemon.stop()
    daemon = try await running.world.start()
    agent.refuse("debug")
    try await running.push(level: "debug")
    #expect(await daemon.cycle().problemMessages.count == 1)
    #expect(agent.reloads == 1)
    await daemon.stop()

    daemon = try await running.start()
    #expect(
      await daemon.cycle().problemMessages.first?.hasSuffix("The former file lies there again and runs")
        == true)
    #expect(try running.text() == former)
    #expect(agent.reloads == 3)

    // Back in Git too, it is read once more.
    try await running.push(level: "info")
    #expect(await daemon.cycle().problemMessages.isEmpty)
    #expect(agent.reloads == 4)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
    agent.stop()
  }

  /// A manifest that is broken for a while does not make an agent keep its old file for ever.
  @Test func asksAfterAnError() async throws {
    let running = try await RunningAgentWorld()
    try await running.push(level: "info")
    var daemon = try await running.world.start()
    #expect(await daemon.cycle().problemMessages.count == 1)
    try await running.push(level: "nonsense")
    _ = await daemon.cycle()
    await daemon.stop()
    daemon = try await running.start()
    _ = await daemon.cycle()
    try await running.push(level: "info")
    #expect(await daemon.cycle().problemMessages.isEmpty)
    #expect(running.agent.reloads == 1)
    await daemon.stop()
    running.agent.stop()
  }

  /// Without an address nobody reads the file that was kept for an agent.
  @Test func keepsNothingForNobody() async throws {
    let running = try await RunningAgentWorld()
    try await running.push(level: "info")
    let daemon = try await running.world.start()
    _ = await daemon.cycle()
    try await running.push(level: "debug")
    _ = await daemon.cycle()
    #expect(try running.files.count == 2)
    try await running.push(level: "debug", addresses: "[]")
    #expect(await daemon.cycle().problemMessages.isEmpty)
    #expect(try running.files == ["agent.yml"])
    await daemon.stop()
    running.agent.stop()
  }

  /// Of agents that read one file, those that are there decide.
  @Test func asksThoseThatAreThere() async throws {
    let running = try await RunningAgentWorld()
    let away = try StandInAgent(file: running.path("agent.yml"))
    away.stop()
    try await running.push(level: "info", addresses: "[\(running.agent.url), \(away.url)]")
    let daemon = try await running.start()
    let messages = await daemon.cycle().problemMessages
    #expect(messages.count == 1)
    #expect(messages.first?.contains("the agent at \(away.url) was not asked") == true)
    #expect(running.agent.reloads == 1)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
    running.agent.stop()
  }

  /// Addresses come from the repository: those inside a network have to be allowed by whoever runs the program.
  @Test func asksNobodyInsideTheNetwork() async throws {
    let running = try await RunningAgentWorld()
    try await running.push(level: "info")
    let daemon = try await running.world.start()
    let messages = await daemon.cycle().problemMessages
    #expect(messages.count == 1)
    #expect(messages.first?.contains("127.0.0.1") == true)
    #expect(running.agent.reloads == 0)
    await daemon.stop()
    running.agent.stop()
  }
}
