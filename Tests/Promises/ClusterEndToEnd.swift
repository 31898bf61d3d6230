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

  /// The first time nothing has our label: what others may have there is not asked for one by one.
  @Test func manyNewObjectsAreLookedForTogether() async throws {
    let here = try await ClusterWorld()
    let names = (0..<12).map { "agent-\($0)" }
    let kinds: Set<Substring> = ["secrets", "services", "statefulsets"]
    for name in names {
      try here.cluster.make([
        "apiVersion": "v1", "kind": "Secret",
        "metadata": ["name": .string("other-\(name)"), "namespace": "monitoring"],
      ])
    }
    try await here.push(
      Dictionary(uniqueKeysWithValues: names.map { ("\($0).yaml", ClusterWorld.agent($0)) }))
    let daemon = try await here.start()
    _ = here.cluster.takeRequests()
    #expect(await daemon.cycle().problemMessages == [])
    // Two lists of each kind before the first write, and each write looks at its own object.
    let requests = here.cluster.takeRequests()
    let first = requests.firstIndex { $0.method != "GET" } ?? 0
    let lists = requests[..<first].filter { kinds.contains($0.path.split(separator: "/").last ?? "") }
    #expect(lists.count == 6)
    #expect(requests.count(where: { $0.method == "GET" }) == 6 + 4 * names.count)
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
