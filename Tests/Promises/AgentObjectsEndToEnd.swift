import Documents
import Foundation
import Platform
import Reconcile
import Report
import TestSupport
import Testing

/// The manifests of the objects around agents, by the whole program.
@Suite struct AgentObjectsEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let password = "hush-hush"

  private static let agent =
    AgentManifest.whole + """

            basicAuth:
              username: {name: db, key: user}
              password: {name: db, key: password}
      """

  private func start(_ world: World) async throws -> Daemon {
    try world.folder.write("ada", to: "secrets/monitoring/db/user")
    try world.folder.write(Self.password, to: "secrets/monitoring/db/password")
    return try await world.start {
      $0.agentLayout = .kubernetes
      $0.prune.isAllowed = true
      $0.verificationRounds = 1
    }
  }

  private func files(_ world: World) throws -> [String] {
    let folder = world.agentPath + "/monitoring/agent"
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  private func manifest(_ world: World, _ name: String) throws -> String {
    try String(contentsOfFile: world.agentPath + "/monitoring/agent/" + name, encoding: .utf8)
  }

  private static let names = [
    "secret-agent-config.yaml", "secret-agent-secrets.yaml", "service-agent-operated.yaml",
    "statefulset-agent.yaml",
  ]

  @Test func writesChangesKeepsAndDeletes() async throws {
    let world = try await World()
    try await world.push(["agent.yaml": Self.agent])
    let daemon = try await start(world)
    let first = await daemon.cycle()
    #expect(first.problemMessages == [])
    #expect(try files(world) == Self.names)
    for name in Self.names {
      #expect(try FileSystem.entry(at: world.agentPath + "/monitoring/agent/" + name)?.mode == 0o600)
    }
    #expect(await daemon.cycle().isQuiet)

    // Another password: the configuration has the user only, and nothing shows either.
    try world.folder.write("other-hush", to: "secrets/monitoring/db/password")
    let rotated = await daemon.cycle()
    #expect(
      rotated.targets.flatMap(\.outcomes).flatMap(\.action.changes).map(\.summary) == [
        "Secret agent-secrets: _secrets_monitoring_db_password (changed)"
      ])
    #expect(!CycleText.render(rotated, now: rotated.started).contains("hush"))

    try await world.push([
      "agent.yaml": Self.agent.replacingOccurrences(
        of: "spec:\n  metrics:", with: "spec:\n  image: own:1\n  metrics:")
    ])
    let changed = await daemon.cycle()
    #expect(
      changed.targets.flatMap(\.outcomes).flatMap(\.action.changes).map(\.summary) == [
        "StatefulSet agent: spec.template.spec.containers.grafana-agent.image"
      ])

    // An error anywhere keeps all.
    try await world.push(["agent.yaml": Self.agent.replacingOccurrences(of: "key: user", with: "key: nobody")]
    )
    let broken = await daemon.cycle()
    #expect(broken.state == .failure)
    #expect(try files(world) == Self.names)
    #expect(try manifest(world, "statefulset-agent.yaml").contains("image: own:1"))

    // What others do to a file is repaired.
    try await world.push(["agent.yaml": Self.agent])
    _ = await daemon.cycle()
    let path = world.agentPath + "/monitoring/agent/service-agent-operated.yaml"
    let wanted = try manifest(world, "service-agent-operated.yaml")
    try wanted.replacingOccurrences(of: "8080", with: "9090").write(
      toFile: path, atomically: false, encoding: .utf8)
    let repaired = await daemon.cycle()
    #expect(repaired.counts.repaired == 1)
    #expect(try manifest(world, "service-agent-operated.yaml") == wanted)

    try await world.push(["agent.yaml": nil])
    #expect(await daemon.cycle().counts.deleted == 4)
    await daemon.stop()
  }

  @Test func aChangeOfTheLayoutTakesTheOthersAway() async throws {
    let world = try await World()
    try await world.push(["agent.yaml": AgentManifest.whole])
    let files = try await world.start()
    _ = await files.cycle()
    #expect(try self.files(world) == ["metrics"])
    await files.stop()
    let objects = try await start(world)
    _ = await objects.cycle()
    #expect(try self.files(world) == Self.names)
    #expect(await objects.cycle().isQuiet)
    await objects.stop()
  }
}
