import Base
import Documents
import Foundation
import Platform
import Reconcile
import Report
import TestSupport
import Testing

/// The objects around agents in a cluster, by the whole program.
@Suite struct ClusterEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  @Test func convergesAndIsSilentThen() async throws {
    let here = try await ClusterWorld()
    try await here.push(["agent.yaml": ClusterWorld.agent()])
    let daemon = try await here.start()
    let first = await daemon.cycle()
    #expect(first.problemMessages == [] && first.state == .success)
    #expect(here.cluster.objects == ClusterWorld.names())
    // Secrets before what mounts them.
    #expect(
      first.clusterActions == [
        "create Secret monitoring/agent-config", "create Secret monitoring/agent-secrets",
        "create Service monitoring/agent-operated", "create StatefulSet monitoring/agent",
      ])
    for name in ClusterWorld.names() {
      #expect(here.cluster.managers(of: ".metadata.labels.sluice.dev/environment", in: name) == ["sluice"])
    }
    _ = here.cluster.takeRequests()
    #expect(await daemon.cycle().isQuiet)
    // One list of metadata for each kind, and nothing else.
    let requests = here.cluster.takeRequests()
    #expect(
      requests.map(\.path).sorted() == [
        "/api/v1/namespaces/monitoring/secrets", "/api/v1/namespaces/monitoring/services",
        "/apis/apps/v1/namespaces/monitoring/statefulsets",
      ])
    #expect(
      requests.allSatisfy { $0.method == "GET" && $0.query.contains("sluice.dev%2Fenvironment%3Dprod") })
    await daemon.stop()
  }

  /// The first time nothing has our label: what others may have there is asked for by its name, some at once, and nothing of
  /// others is seen on the way.
  @Test func manyNewObjectsAreLookedFor() async throws {
    let here = try await ClusterWorld()
    let names = (0..<6).map { "agent-\($0)" }
    try here.cluster.make([
      "apiVersion": "v1", "kind": "Secret", "metadata": ["name": "other", "namespace": "monitoring"],
    ])
    try await here.push(
      Dictionary(uniqueKeysWithValues: names.map { ("\($0).yaml", ClusterWorld.agent($0)) }))
    let daemon = try await here.start()
    _ = here.cluster.takeRequests()
    #expect(await daemon.cycle().problemMessages == [])
    // A list of each kind, each object before it is planned, and once more before it is written.
    let requests = here.cluster.takeRequests().filter { $0.method == "GET" }
    #expect(requests.count == 3 + 2 * 4 * names.count)
    #expect(!requests.contains { $0.path.hasSuffix("/other") })
    let kinds: Set<Substring> = ["secrets", "services", "statefulsets"]
    let lists = requests.filter { kinds.contains($0.path.split(separator: "/").last ?? "") }
    #expect(lists.count == 3 && lists.allSatisfy { $0.query.contains("labelSelector") })
    #expect(await daemon.cycle().isQuiet)
    #expect(here.cluster.takeRequests().count == 3)
    await daemon.stop()
  }

  @Test func changesInGitArrive() async throws {
    let here = try await ClusterWorld()
    try await here.push(["agent.yaml": ClusterWorld.agent(image: "own:1")])
    let daemon = try await here.start()
    _ = await daemon.cycle()
    try await here.push(["agent.yaml": ClusterWorld.agent(image: "own:2")])
    let changed = await daemon.cycle()
    #expect(changed.clusterActions == ["update StatefulSet monitoring/agent"])
    #expect(
      changed.targets.flatMap(\.outcomes).flatMap(\.action.changes).map(\.summary) == [
        "StatefulSet agent: spec.template.spec.containers.grafana-agent.image"
      ])
    #expect(try await daemon.state.store.copies(named: nil).isEmpty)
    try here.world.folder.write("another-hush", to: "secrets/monitoring/db/password")
    let rotated = await daemon.cycle()
    #expect(
      rotated.targets.flatMap(\.outcomes).flatMap(\.action.changes).map(\.summary) == [
        "Secret agent-secrets: _secrets_monitoring_db_password (changed)"
      ])
    #expect(await daemon.cycle().isQuiet)
    try await here.push(["agent.yaml": nil, "other.yaml": ClusterWorld.agent("other")])
    let stopped = await daemon.cycle()
    #expect(stopped.targets.last?.pruneStop != nil)
    #expect(Set(here.cluster.objects) == Set(ClusterWorld.names() + ClusterWorld.names("other")))
    await daemon.stop()
  }

  @Test func whatLeavesGitIsDeletedWithACopy() async throws {
    let here = try await ClusterWorld()
    try await here.push(["agent.yaml": ClusterWorld.agent()])
    let daemon = try await here.start { $0.prune.isAllowed = true }
    _ = await daemon.cycle()
    try await here.push(["agent.yaml": nil])
    let pruned = await daemon.cycle()
    #expect(
      pruned.clusterActions == [
        "delete StatefulSet monitoring/agent", "delete Service monitoring/agent-operated",
        "delete Secret monitoring/agent-config", "delete Secret monitoring/agent-secrets",
      ])
    #expect(here.cluster.objects == [])
    #expect(try await daemon.state.store.copies(named: nil).count == 4)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }
}
