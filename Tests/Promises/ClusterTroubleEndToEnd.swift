import Base
import Documents
import Foundation
import HTTPServer
import Platform
import Reconcile
import Report
import Store
import TestSupport
import Testing

/// API servers that are away, silent or refuse, crashes in between, and secrets on the way.
@Suite struct ClusterTroubleEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  @Test func aSilentServerHoldsUpNothingElse() async throws {
    let here = try await ClusterWorld()
    try await here.push(["agent.yaml": ClusterWorld.agent(), "team.yaml": Manifest.folder()])
    here.cluster.hang(.seconds(3600))
    let daemon = try await here.start { $0.timeout = .seconds(2) }
    let report = await daemon.cycle()
    #expect(here.world.status("/api/folders/team") == 200)
    let cluster = try #require(report.targets.first { $0.name == here.targetName })
    #expect(cluster.failure?.contains("no complete answer within 2s") == true)
    #expect(cluster.remedy == "see that the API server runs, and that this machine reaches and trusts it")
    here.cluster.hang(.zero)
    let isThere = await eventually {
      _ = await daemon.cycle()
      return here.cluster.objects == ClusterWorld.names()
    }
    #expect(isThere)
    await daemon.stop()
  }

  @Test func aNamespaceOrARightThatIsMissingHurtsItsOwnAgentOnly() async throws {
    let here = try await ClusterWorld()
    try await here.push([
      "agent.yaml": ClusterWorld.agent(),
      "far.yaml": ClusterWorld.agent("far", namespace: "far").replacing("name: db", with: "name: far-db"),
    ])
    try here.world.folder.write("u", to: "secrets/far/far-db/user")
    try here.world.folder.write("far-password", to: "secrets/far/far-db/password")
    let daemon = try await here.start()
    let report = await daemon.cycle()
    #expect(here.cluster.objects == ClusterWorld.names())
    #expect(report.failureMessages.contains { $0.contains("namespaces \"far\" not found") })
    here.cluster.add(namespace: "far")
    here.cluster.forbid("list secrets far")
    let forbidden = await daemon.cycle()
    #expect(
      forbidden.findings.map(\.message).contains {
        $0.hasPrefix("the objects of this agent cannot be looked at: GET secrets in far answered 403")
      })
    here.cluster.forbid()
    daemon.reconciler.tryRefusedAgain()
    #expect(await daemon.cycle().problemMessages == [])
    #expect(here.cluster.objects.count == 8)
    await daemon.stop()
  }

  @Test func wrongCredentialsAndKubeconfigsAreToldWithTheirPlace() async throws {
    let here = try await ClusterWorld()
    try await here.push(["agent.yaml": ClusterWorld.agent()])
    try here.world.folder.write("wrong", to: "cluster/token")
    let daemon = try await here.start()
    let refused = await daemon.cycle()
    let target = try #require(refused.targets.first { $0.name == here.targetName })
    #expect(target.failure == "GET secrets in monitoring answered 401: Unauthorized")
    #expect(target.remedy == "renew users[sluice].user.tokenFile of the kubeconfig")
    try here.writeKubeconfig(server: here.cluster.url, user: "{exec: {command: aws}}")
    let exec = await daemon.cycle()
    let told = try #require(exec.targets.first { $0.name == here.targetName })
    #expect(
      told.failure
        == "\(here.kubeconfig):4:31: users[sluice].user.exec runs a program for the credentials, which is not supported"
    )
    try here.writeKubeconfig(server: here.cluster.url)
    try here.world.folder.write("let-me-in", to: "cluster/token")
    #expect(await daemon.cycle().state == .success)
    await daemon.stop()
  }

  @Test func aCrashBetweenTwoWritesIsNoHarm() async throws {
    let here = try await ClusterWorld()
    try await here.push(["agent.yaml": ClusterWorld.agent()])
    // The connection is cut after the server has taken the write: nobody here knows that it did.
    let first = try await here.start()
    here.cluster.cutWrites(true)
    let broken = await first.cycle()
    #expect(broken.state == .failure)
    #expect(!here.cluster.objects.isEmpty && here.cluster.objects.count < 4)
    await first.stop()
    here.cluster.cutWrites(false)
    let second = try await here.start()
    let report = await second.cycle()
    #expect(report.problemMessages == [])
    #expect(here.cluster.objects == ClusterWorld.names())
    #expect(await second.cycle().isQuiet)
    try await here.push(["agent.yaml": nil], message: "gone\n\nSluice-Allow-Prune: yes")
    _ = await second.cycle()
    #expect(here.cluster.objects == [])
    await second.stop()
  }

  /// `kill -9` after the server has taken a write and before it says so.
  @Test(.enabled(if: Program.isBuilt)) func aKillBetweenTwoWritesIsNoHarm() async throws {
    let here = try await ClusterWorld()
    try await here.push(["agent.yaml": ClusterWorld.agent()])
    here.cluster.holdWrites(true)
    let isKilled = try await Program.kill(here.world, with: ["--agent-cluster", here.kubeconfig]) {
      !here.cluster.objects.isEmpty
    }
    #expect(isKilled && here.cluster.objects.count < 4)
    here.cluster.holdWrites(false)
    let daemon = try await here.start { $0.prune.isAllowed = true }
    #expect(await daemon.cycle().problemMessages == [])
    #expect(here.cluster.objects == ClusterWorld.names())
    #expect(await daemon.cycle().isQuiet)
    // What the killed one made is ours: it goes with the rest.
    try await here.push(["agent.yaml": nil])
    _ = await daemon.cycle()
    #expect(here.cluster.objects == [])
    await daemon.stop()
  }

  @Test func aLostStateIsFoundAgain() async throws {
    let here = try await ClusterWorld()
    try await here.push(["agent.yaml": ClusterWorld.agent()])
    let first = try await here.start()
    _ = await first.cycle()
    await first.stop()
    try FileSystem.removeTree(here.world.statePath)
    _ = here.cluster.takeRequests()
    let second = try await here.start()
    let report = await second.cycle()
    #expect(report.problemMessages == [])
    #expect(here.cluster.takeRequests().allSatisfy { !$0.isWrite })
    #expect(await second.cycle().isQuiet)
    // What was ours still is.
    try here.cluster.edit("StatefulSet/monitoring/agent") { $0.merging(patch: ["spec": ["replicas": 7]]) }
    #expect(await second.cycle().counts.repaired == 1)
    await second.stop()
  }

  @Test func emptyRenderingsAskFirst() async throws {
    let here = try await ClusterWorld()
    try await here.push(["agent.yaml": ClusterWorld.agent()])
    let daemon = try await here.start()
    _ = await daemon.cycle()
    try await here.push(["agent.yaml": nil])
    let stopped = await daemon.cycle()
    #expect(stopped.targets.contains { $0.pruneStop?.candidates.count == 4 })
    #expect(here.cluster.objects == ClusterWorld.names())
    try await here.push(["note.txt": "x"], message: "yes\n\nSluice-Allow-Prune: yes")
    _ = await daemon.cycle()
    #expect(here.cluster.objects == [])
    await daemon.stop()
  }

  @Test func aDirectoryAndAClusterMayBeGivenAtOnce() async throws {
    let here = try await ClusterWorld()
    try await here.push(["agent.yaml": ClusterWorld.agent(image: "own:1")])
    let daemon = try await here.start { $0.agentOutput = here.world.agentPath }
    // That files have no image is no news where the cluster has it.
    #expect(await daemon.cycle().problemMessages == [])
    #expect(here.cluster.objects == ClusterWorld.names())
    #expect(try FileSystem.entry(at: here.world.agentPath + "/monitoring/agent/metrics/agent.yml") != nil)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  @Test func twoEnvironmentsDoNotFight() async throws {
    let here = try await ClusterWorld()
    try await here.push(["agent.yaml": ClusterWorld.agent()])
    let first = try await here.start()
    _ = await first.cycle()
    await first.stop()
    let second = try await here.world.start("staging", beside: Neighbourhood()) {
      $0.path = ""
      $0.agentCluster = .kubeconfig(path: here.kubeconfig, context: nil)
    }
    _ = here.cluster.takeRequests()
    let report = await second.cycle()
    #expect(report.findings.count == 4)
    #expect(
      report.findings.allSatisfy {
        $0.message.contains("was not made from here: Sluice's environment prod did")
      })
    #expect(here.cluster.takeRequests().allSatisfy { !$0.isWrite })
    // Taken over, they are the other one's: the first leaves them alone, also when it wants them no more.
    try await here.push(["agent.yaml": ClusterWorld.agent(annotations: "sluice.dev/adopt: enabled")])
    #expect(await second.cycle().problemMessages.isEmpty)
    await second.stop()
    try await here.push(["agent.yaml": nil])
    let again = try await here.start {
      $0.prune.isAllowed = true
    }
    _ = here.cluster.takeRequests()
    _ = await again.cycle()
    #expect(here.cluster.takeRequests().allSatisfy { !$0.isWrite })
    #expect(here.cluster.objects == ClusterWorld.names())
    await again.stop()
  }

  @Test func secretsGoToTheServerAndNowhereElse() async throws {
    let here = try await ClusterWorld()
    try await here.push(["agent.yaml": ClusterWorld.agent()])
    let daemon = try await here.start()
    let encoded = Base64.encode(Array(ClusterWorld.password.utf8))
    // A webhook that quotes what it refuses.
    here.cluster.refuseWrites(of: "agent-secrets", quoting: "\(ClusterWorld.password) \(encoded.prefix(12))")
    var texts: [String] = []
    let refused = await daemon.cycle()
    #expect(refused.failureMessages.contains { $0.contains("(secret)") })
    texts.append(CycleText.render(refused, now: refused.started))
    here.cluster.refuseWrites(of: "agent-secrets", quoting: nil)
    daemon.reconciler.tryRefusedAgain()
    let first = await daemon.cycle()
    #expect(here.cluster.objects == ClusterWorld.names())
    texts.append(CycleText.render(first, now: first.started))
    try here.cluster.edit("Secret/monitoring/agent-secrets") {
      $0.merging(patch: ["data": ["_secrets_monitoring_db_password": "ZWRpdGVkLXZhbHVl"]])
    }
    let plan = try await daemon.reconciler.plan()
    texts.append(PlanText.render(plan, details: .full, now: plan.started))
    let repaired = await daemon.cycle()
    #expect(repaired.counts.repaired == 1)
    texts.append(CycleText.render(repaired, now: repaired.started))
    texts.append(JSONWriter.string(CycleJSON.document(repaired)))
    texts.append(here.world.log.lines.joined(separator: "\n"))
    texts.append(try await here.world.note())
    await daemon.stop()
    let database = try FileSystem.read(here.world.statePath + "/sluice.db", limit: 64 << 20)
    texts.append(String(decoding: database, as: UTF8.self))
    for text in texts {
      for secret in [
        ClusterWorld.password, encoded, String(encoded.prefix(12)), "edited-value", "ZWRpdGVkLXZhbHVl",
      ] {
        #expect(!text.contains(secret), "\(secret) in \(text.prefix(200))")
      }
    }
  }
}
