import Base
import Foundation
import HTTP
import TestSupport

/// A world with one running agent, or Alloy, that the GrafanaAgent of its repository names.
struct RunningAgentWorld {
  let world: World
  let agent: StandInAgent
  /// Where its configurations are written.
  private let folder: String

  /// - Parameter hasPages: whether a page for people answers at addresses that the agent does not know.
  init(
    _ program: StandInAgent.Program = .agent, file: String = "agent.yml", hasPages: Bool = false
  ) async throws {
    world = try await World()
    folder = world.agentPath + "/monitoring/agent/metrics"
    agent = try StandInAgent(program, file: "\(folder)/\(file)", hasPages: hasPages)
  }

  /// - Parameters:
  ///   - mode: nil leaves the annotation out.
  ///   - addresses: of agents, as YAML; nil for the one that runs.
  ///   - hasCredentials: whether the receiver asks for a user and a password, which `sign(in:)` writes.
  func push(
    level: String, mode: String? = nil, addresses: String? = nil, hasCredentials: Bool = false
  ) async throws {
    let annotations =
      (mode.map { "sluice.dev/agent-mode: \($0), " } ?? "")
      + "sluice.dev/agents: 'metrics: \(addresses ?? agent.url)'"
    try await world.push([
      "agent.yaml": (hasCredentials ? AgentManifest.withCredentials : AgentManifest.whole)
        .replacingOccurrences(
          of: "metadata: {name: agent, namespace: monitoring}",
          with: "metadata: {name: agent, namespace: monitoring, annotations: {\(annotations)}}"
        ).replacingOccurrences(of: "spec:\n  metrics:", with: "spec:\n  logLevel: \(level)\n  metrics:")
    ])
  }

  /// Writes the user and the password of the receiver.
  func sign(in password: String) throws {
    try world.folder.write("ada", to: "secrets/monitoring/write/user")
    try world.folder.write(password, to: "secrets/monitoring/write/password")
  }

  /// A daemon that may ask the agent, whose address is of this machine.
  func start() async throws -> Daemon {
    try await world.start { $0.allowedAddresses = [CIDR("127.0.0.1/32")].compactMap { $0 } }
  }

  /// The path of a file in the folder.
  func path(_ file: String) -> String { "\(folder)/\(file)" }

  func text(_ file: String = "agent.yml") throws -> String {
    try String(contentsOfFile: path(file), encoding: .utf8)
  }

  /// What lies in the folder, hidden files too.
  var files: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
  }
}
