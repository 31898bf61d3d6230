import Base
import Documents
import Foundation
import Plan
import Platform
import Reconcile
import Report
import TestSupport
import Testing

/// What others do to objects in a cluster, and what they have there.
@Suite struct ClusterOwnershipEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let workload = "StatefulSet/monitoring/agent"

  private func converged(
    _ here: ClusterWorld, _ change: (inout EnvironmentSettings) -> Void = { _ in }
  ) async throws -> Daemon {
    try await here.push(["agent.yaml": ClusterWorld.agent()])
    let daemon = try await here.start(change)
    _ = await daemon.cycle()
    _ = here.cluster.takeRequests()
    return daemon
  }

  @Test func anEditIsFoundToldAndRepaired() async throws {
    let here = try await ClusterWorld()
    let daemon = try await converged(here)
    try here.cluster.edit(Self.workload) {
      $0.merging(patch: [
        "spec": ["replicas": 7], "metadata": ["annotations": ["theirs": "stays"]], "status": ["replicas": 7],
      ])
    }
    let repaired = await daemon.cycle()
    let outcome = try #require(
      repaired.targets.flatMap(\.outcomes).first { $0.action.key.kind == .clusterObject })
    #expect(outcome.action.verb == .repair && outcome.isSuccess)
    #expect(outcome.action.reason.hasPrefix("edited in the cluster by kubectl-edit at 2026-01-01T"))
    #expect(outcome.action.changes.map(\.summary) == ["StatefulSet agent: spec.replicas"])
    let after = try #require(here.cluster.object(Self.workload))
    #expect(after["spec"]?["replicas"] == 1)
    #expect(after["metadata"]?["annotations"]?["theirs"] == "stays")
    // The copy is what was there.
    let copy = try #require(try await daemon.state.store.copies(named: nil).first)
    let body = try #require(try await daemon.state.store.body(ofCopy: copy.id))
    #expect(try JSONParser.parse(body)["spec"]?["replicas"] == 7)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  @Test func fieldsOfOthersAreNoDrift() async throws {
    let here = try await ClusterWorld()
    let daemon = try await converged(here)
    try here.cluster.edit(Self.workload, as: "kube-controller-manager", subresource: "status") {
      $0.merging(patch: ["status": ["readyReplicas": 1]])
    }
    try here.cluster.edit(Self.workload, as: "webhook") {
      $0.merging(patch: ["metadata": ["annotations": ["injected": "yes"]]])
    }
    #expect(await daemon.cycle().isQuiet)
    #expect(!here.cluster.takeRequests().contains { $0.method != "GET" })
    await daemon.stop()
  }

  @Test func aDeletedOrRemovedThingComesBack() async throws {
    let here = try await ClusterWorld()
    let daemon = try await converged(here)
    try here.cluster.delete("Secret/monitoring/agent-config")
    try here.cluster.edit("Service/monitoring/agent-operated") {
      $0.merging(patch: ["metadata": ["labels": ["sluice.dev/environment": .null]]])
    }
    here.cluster.forgetManagers(of: Self.workload)
    let repaired = await daemon.cycle()
    #expect(repaired.counts.repaired == 3)
    #expect(repaired.targets.flatMap(\.outcomes).map(\.action.reason).contains("deleted in the cluster"))
    #expect(here.cluster.objects == ClusterWorld.names())
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  private static let foreign: JSON = [
    "apiVersion": "v1", "kind": "Service",
    "metadata": ["name": "agent-operated", "namespace": "monitoring", "labels": ["whose": "theirs"]],
    "spec": ["clusterIP": "None", "ports": [["name": "theirs", "port": 1, "protocol": "TCP"]]],
  ]

  @Test func whatIsSomebodyElsesStaysUntilItIsAskedFor() async throws {
    let here = try await ClusterWorld()
    try here.cluster.make(Self.foreign, as: "helm")
    let before = here.cluster.object("Service/monitoring/agent-operated")
    try await here.push(["agent.yaml": ClusterWorld.agent(), "other.yaml": ClusterWorld.agent("other")])
    let daemon = try await here.start()
    let refused = await daemon.cycle()
    #expect(
      refused.findings.map(\.message) == [
        "Service monitoring/agent-operated is there already and was not made from here: helm did; nothing of this "
          + "agent is written"
      ])
    #expect(refused.findings.first?.location?.file == "agent.yaml")
    #expect(here.cluster.object("Service/monitoring/agent-operated") == before)
    // The other agent goes on.
    #expect(
      here.cluster.objects == (ClusterWorld.names("other") + ["Service/monitoring/agent-operated"]).sorted())

    try await here.push(["agent.yaml": ClusterWorld.agent(annotations: "sluice.dev/adopt: enabled")])
    let adopted = await daemon.cycle()
    #expect(adopted.problemMessages == [])
    #expect(
      here.cluster.objects == (ClusterWorld.names("other") + ClusterWorld.names()).sorted())
    let taken = try #require(here.cluster.object("Service/monitoring/agent-operated"))
    #expect(taken["metadata"]?["labels"]?["whose"] == "theirs")
    #expect(
      try await daemon.state.store.copies(named: nil).map(\.copy.title) == [
        "Service monitoring/agent-operated"
      ])
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  @Test func aFieldThatIsSomebodyElsesIsToldByName() async throws {
    let here = try await ClusterWorld()
    try await here.push(["agent.yaml": ClusterWorld.agent()])
    let daemon = try await here.start()
    _ = await daemon.cycle()
    try here.cluster.edit(Self.workload, as: "policy-engine") {
      $0.merging(patch: ["metadata": ["annotations": ["team": "theirs"]]])
    }
    #expect(await daemon.cycle().isQuiet)
    try await here.push(["agent.yaml": ClusterWorld.agent(annotations: "team: ours")])
    let refused = await daemon.cycle()
    // A plan says so too.
    #expect(
      refused.targets.flatMap(\.outcomes).flatMap(\.action.changes).contains {
        $0.summary.hasPrefix(
          "StatefulSet monitoring/agent: not written while .metadata.annotations.team belongs to field manager "
            + "\"policy-engine\"")
      })
    #expect(refused.failureMessages.count == 1)
    #expect(
      refused.failureMessages.first?.hasPrefix(
        "cluster object/\(Self.workload): StatefulSet monitoring/agent is not written: .metadata.annotations.team "
          + "belongs to field manager \"policy-engine\" using apps/v1 at 2026-01-01T") == true)
    #expect(here.cluster.object(Self.workload)?["metadata"]?["annotations"]?["team"] == "theirs")
    try await here.push([
      "agent.yaml": ClusterWorld.agent(annotations: "team: ours, sluice.dev/adopt: enabled")
    ])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(here.cluster.object(Self.workload)?["metadata"]?["annotations"]?["team"] == "ours")
    #expect(
      try await daemon.state.store.copies(named: nil).map(\.copy.title) == ["StatefulSet monitoring/agent"])
    await daemon.stop()
  }

  @Test func annotationsOnlyTellAndLeave() async throws {
    let here = try await ClusterWorld()
    let agent = ClusterWorld.agent(annotations: "sluice.dev/drift: report, sluice.dev/prune: disabled")
    try await here.push(["agent.yaml": agent])
    let daemon = try await here.start { $0.prune.isAllowed = true }
    _ = await daemon.cycle()
    try here.cluster.edit(Self.workload) { $0.merging(patch: ["spec": ["replicas": 7]]) }
    let told = await daemon.cycle()
    #expect(told.clusterActions == ["report StatefulSet monitoring/agent"])
    #expect(here.cluster.object(Self.workload)?["spec"]?["replicas"] == 7)
    try await here.push(["agent.yaml": nil])
    let left = await daemon.cycle()
    #expect(Set(left.clusterActions) == Set(ClusterWorld.titles.map { "forget \($0)" }))
    #expect(here.cluster.objects == ClusterWorld.names())
    await daemon.stop()
  }

  @Test func anotherObjectOfTheNameIsNotDeleted() async throws {
    let here = try await ClusterWorld()
    let daemon = try await converged(here) { $0.prune.isAllowed = true }
    try here.cluster.delete("Service/monitoring/agent-operated")
    try here.cluster.make(Self.foreign, as: "helm")
    try await here.push(["agent.yaml": nil])
    let pruned = await daemon.cycle()
    #expect(here.cluster.objects == ["Service/monitoring/agent-operated"])
    #expect(
      pruned.findings.map(\.message) == [
        "cluster object \"Service monitoring/agent-operated\" is no longer in Git, and the cluster says that it is "
          + "managed by helm: it stays, and is no longer looked after from here"
      ])
    await daemon.stop()
  }

  @Test func whatCannotChangeIsToldAndNothingIsDeleted() async throws {
    let here = try await ClusterWorld()
    let daemon = try await converged(here)
    let storage = """
        storage:
          volumeClaimTemplate:
            spec: {resources: {requests: {storage: 1Gi}}}
        metrics:
      """
    try await here.push([
      "agent.yaml": ClusterWorld.agent().replacing("  metrics:", with: storage)
    ])
    let refused = await daemon.cycle()
    #expect(refused.failureMessages.count == 1)
    #expect(refused.failureMessages.first?.contains("updates to statefulset spec") == true)
    let remedies = refused.targets.flatMap(\.outcomes).compactMap { outcome in
      if case .failed(let failure) = outcome.result { failure.remedy } else { nil }
    }
    #expect(remedies.first?.hasPrefix("undo the change in Git, or delete the object by hand") == true)
    #expect(here.cluster.objects == ClusterWorld.names())
    // It is not sent again with every cycle.
    _ = here.cluster.takeRequests()
    _ = await daemon.cycle()
    #expect(here.cluster.takeRequests().allSatisfy { !$0.isWrite })
    // What the remedy says works at once.
    try here.cluster.delete(Self.workload)
    #expect(await daemon.cycle().failureMessages.isEmpty)
    #expect(here.cluster.objects == ClusterWorld.names())
    await daemon.stop()
  }

  @Test func anOwnerThatWouldTakeItsObjectsAlongIsTold() async throws {
    let here = try await ClusterWorld()
    let daemon = try await converged(here)
    try here.cluster.edit(Self.workload, as: "operator") {
      $0.merging(patch: [
        "metadata": [
          "ownerReferences": [
            [
              "apiVersion": "monitoring.grafana.com/v1alpha1", "kind": "GrafanaAgent", "name": "agent",
              "uid": "u",
            ]
          ]
        ]
      ])
    }
    let warnings = await daemon.cycle().findings.map(\.message)
    #expect(
      warnings == [
        "StatefulSet monitoring/agent names GrafanaAgent agent as its owner: Kubernetes deletes it, and its pods, together "
          + "with that"
      ])
    await daemon.stop()
  }

  @Test func aCopyComesBack() async throws {
    let here = try await ClusterWorld()
    let daemon = try await converged(here) { $0.prune.isAllowed = true }
    try await here.push(["agent.yaml": nil])
    _ = await daemon.cycle()
    #expect(here.cluster.objects == [])
    let secret = try #require(
      try await daemon.state.store.copies(named: nil).first {
        $0.copy.title == "Secret monitoring/agent-secrets"
      })
    let restored = try await daemon.reconciler.restore(copy: secret.id)
    #expect(restored.replacedCopy == nil && restored.manifest == nil && restored.isWhole)
    #expect(here.cluster.objects == ["Secret/monitoring/agent-secrets"])
    let object = try #require(here.cluster.object("Secret/monitoring/agent-secrets"))
    #expect(
      object["data"]?["_secrets_monitoring_db_password"]?.stringValue
        == Base64.encode(Array(ClusterWorld.password.utf8)))
    // Nobody looks after it, so nobody deletes it either.
    _ = await daemon.cycle()
    #expect(here.cluster.objects == ["Secret/monitoring/agent-secrets"])
    // A revert takes it as it is.
    try await here.push(["agent.yaml": ClusterWorld.agent()])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(here.cluster.objects == ClusterWorld.names())
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  @Test func aCopyOfADriftComesBackForACycle() async throws {
    let here = try await ClusterWorld()
    let daemon = try await converged(here)
    try here.cluster.edit(Self.workload) { $0.merging(patch: ["spec": ["replicas": 7]]) }
    _ = await daemon.cycle()
    let copy = try #require(try await daemon.state.store.copies(named: nil).first)
    let restored = try await daemon.reconciler.restore(copy: copy.id)
    #expect(restored.replacedCopy != nil && restored.manifest?.file == "agent.yaml")
    #expect(here.cluster.object(Self.workload)?["spec"]?["replicas"] == 7)
    let after = await daemon.cycle()
    #expect(after.counts.repaired == 1)
    #expect(here.cluster.object(Self.workload)?["spec"]?["replicas"] == 1)
    #expect(after.targets.flatMap(\.outcomes).first?.action.reason.contains("sluice restore") == true)
    await daemon.stop()
  }
}
