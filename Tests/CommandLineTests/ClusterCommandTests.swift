import Documents
import Foundation
import TestSupport
import Testing

@testable import CommandLine

/// What commands say of objects in a cluster.
@Suite struct ClusterCommandTests {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  @Test func planApplyWhyAndRestore() async throws {
    let world = try await Workspace()
    let cluster = try ClusterServer()
    defer { cluster.stop() }
    try await world.push(["agent.yaml": AgentManifest.whole], message: "agent")
    let kubeconfig = try world.folder.write(
      """
      contexts: [{name: here, context: {cluster: local, user: sluice}}]
      clusters: [{name: local, cluster: {server: "\(cluster.url)"}}]
      users: [{name: sluice, user: {token: let-me-in}}]
      """, to: "kubeconfig")
    let file = try world.configuration("agent-cluster: \(kubeconfig)\nagent-context: here")
    func sluice(_ arguments: String...) async -> CommandRun {
      await CommandRun.of(arguments + ["--config", file], environment: ["TMPDIR": world.folder.path])
    }

    let plan = await sluice("plan")
    #expect(plan.status == .different)
    #expect(
      plan.output.contains("→ cluster objects\n  + cluster object   Secret monitoring/agent-config "),
      "\(plan.output)")
    #expect(cluster.objects == [])
    let apply = await sluice("apply")
    #expect(apply.status == .success, "\(apply.errors)")
    #expect(cluster.objects.count == 4)
    #expect(await sluice("plan").status == .success)

    let why = await sluice("why", "GrafanaAgent/monitoring/agent")
    #expect(why.output.hasPrefix("GrafanaAgent monitoring/agent is as committed.\n"), "\(why.output)")
    #expect(
      why.output.contains("  cluster     StatefulSet monitoring/agent at \(cluster.url), saved by Sluice"),
      "\(why.output)")
    let one = await sluice("why", "statefulset/monitoring/agent")
    #expect(
      one.output.hasPrefix("StatefulSet monitoring/agent is as committed.\n"), "\(one.output)\(one.errors)")

    try cluster.edit("StatefulSet/monitoring/agent") { $0.merging(patch: ["spec": ["replicas": 7]]) }
    let drift = await sluice("plan", "--details", "full")
    #expect(
      drift.output.contains(
        "  ! cluster object   StatefulSet monitoring/agent   edited in the cluster by kubectl-edit"
      ),
      "\(drift.output)")
    #expect(await sluice("apply").status == .success)
    let restore = await sluice("restore", "statefulset/monitoring/agent")
    #expect(
      restore.output.hasPrefix(
        "put back copy 1 of cluster object \"StatefulSet monitoring/agent\" (StatefulSet/monitoring/agent) in "
          + cluster.url), "\(restore.output)\(restore.errors)")
    #expect(cluster.object("StatefulSet/monitoring/agent")?["spec"]?["replicas"] == 7)
  }

  @Test func aCopyNeedsItsCluster() async throws {
    let world = try await Workspace()
    let cluster = try ClusterServer()
    defer { cluster.stop() }
    try await world.push(["agent.yaml": AgentManifest.whole], message: "agent")
    let kubeconfig = try world.folder.write(
      """
      current-context: here
      contexts: [{name: here, context: {cluster: local, user: sluice}}]
      clusters: [{name: local, cluster: {server: "\(cluster.url)"}}]
      users: [{name: sluice, user: {token: let-me-in}}]
      """, to: "kubeconfig")
    let file = try world.configuration("agent-cluster: \(kubeconfig)")
    #expect(await CommandRun.of(["apply", "--config", file], environment: [:]).status == .success)
    try cluster.edit("StatefulSet/monitoring/agent") { $0.merging(patch: ["spec": ["replicas": 7]]) }
    #expect(await CommandRun.of(["apply", "--config", file], environment: [:]).status == .success)
    let without = try world.configuration("")
    let restore = await CommandRun.of(
      ["restore", "statefulset/monitoring/agent", "--config", without], environment: [:])
    #expect(restore.status == .failure)
    #expect(
      restore.errors.contains("the copy is from the cluster \(cluster.url), and none is named"),
      "\(restore.errors)")
  }
}
