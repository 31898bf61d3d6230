import Agent
import Apply
import Base
import Manifests
import Plan

/// What the repository wants in a cluster: the objects of all GrafanaAgents.
struct ClusterObjects: Sendable {
  private(set) var desired: [DesiredObject] = []
  /// GrafanaAgents whose objects may take what others have.
  private(set) var takingOver: Set<ObjectReference> = []
  private var objects: [ObjectKey: KubernetesObject] = [:]
  private let label: String

  /// - Parameters:
  ///   - agents: the manifests of the repository; their annotations count.
  ///   - label: the value that tells the environment's objects from those of others.
  ///   - digests: of the objects with that label.
  init(
    _ outputs: [AgentOutput], agents: [ManifestObject], owned: [ObjectKey: InventoryEntry], label: String,
    digests: OutputDigests
  ) {
    self.label = label
    let metadata = Dictionary(
      agents.filter { $0.reference.kind == GrafanaAgent.kind }.map { ($0.reference, $0.metadata) },
      uniquingKeysWith: { first, _ in first })
    for output in outputs {
      let agent = metadata[output.agent]
      if agent?.takesOver == true { takingOver.insert(output.agent) }
      for (object, digest) in zip(Self.objects(of: output), digests.digests(of: output)) {
        let name = object.clusterName
        objects[name.key] = object
        desired.append(
          DesiredObject(
            kind: .clusterObject, reference: output.agent, origin: output.origin, uid: name.uid,
            title: name.title, digest: digest, isSuspended: agent?.isReconcileDisabled ?? false,
            driftPolicy: agent?.onlyReportsDrift == true ? .report : .repair,
            isPruned: agent?.isPruned ?? true))
      }
    }
    keep(outputs, owned)
  }

  /// The objects of agents that are held back stay as they are: wanted, and not touched.
  private mutating func keep(_ outputs: [AgentOutput], _ owned: [ObjectKey: InventoryEntry]) {
    let kept = Set(outputs.filter { !$0.keptRoles.isEmpty }.map(\.agent))
    for entry in owned.values.sorted(by: { $0.key < $1.key })
    where kept.contains(entry.reference) && objects[entry.key] == nil {
      desired.append(
        DesiredObject(
          kind: .clusterObject, reference: entry.reference, origin: entry.origin, uid: entry.key.uid,
          title: entry.title, digest: entry.desiredDigest, isSuspended: true))
    }
  }

  /// The whole content of an object; nil where it is not wanted, or only kept.
  func body(of key: ObjectKey) -> SecretValue? {
    objects[key].map { $0.json(labelled: ClusterObserver.environmentLabel, label) }
  }

  /// Of the objects of an output, as they are sent.
  static func digests(of output: AgentOutput, label: String, key: [UInt8]) -> [Digest] {
    objects(of: output).map { object in
      object.json(labelled: ClusterObserver.environmentLabel, label).withBytes { Digest(of: $0, key: key) }
    }
  }

  static func objects(of output: AgentOutput) -> [KubernetesObject] {
    output.files.compactMap { file in
      if case .object(let object) = file.content { object } else { nil }
    }
  }
}
