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
  init(
    _ outputs: [AgentOutput], agents: [ManifestObject], owned: [ObjectKey: InventoryEntry], label: String,
    digests: inout ClusterDigests, key: [UInt8]
  ) {
    self.label = label
    let metadata = Dictionary(
      agents.filter { $0.reference.kind == GrafanaAgent.kind }.map { ($0.reference, $0.metadata) },
      uniquingKeysWith: { first, _ in first })
    digests.keep(only: outputs)
    for output in outputs {
      let agent = metadata[output.agent]
      if agent?.takesOver == true { takingOver.insert(output.agent) }
      let found = digests.digests(of: output) { Digest(of: bytes(of: $0), key: key) }
      for (object, digest) in zip(Self.objects(of: output), found) {
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

  private func bytes(of object: KubernetesObject) -> [UInt8] {
    object.json(labelled: ClusterObserver.environmentLabel, label).withBytes { $0 }
  }

  static func objects(of output: AgentOutput) -> [KubernetesObject] {
    output.files.compactMap { file in
      if case .object(let object) = file.content { object } else { nil }
    }
  }
}

/// The digests of objects, taken once for each rendering: the text of an object is made for it and dropped.
struct ClusterDigests: Sendable {
  private var known: [ObjectReference: (number: Int, digests: [Digest])] = [:]

  mutating func keep(only outputs: [AgentOutput]) {
    let agents = Set(outputs.map(\.agent))
    known = known.filter { agents.contains($0.key) }
  }

  /// In the order of the objects.
  mutating func digests(of output: AgentOutput, _ digest: (KubernetesObject) -> Digest) -> [Digest] {
    if let found = known[output.agent], found.number == output.number { return found.digests }
    let digests = ClusterObjects.objects(of: output).map(digest)
    known[output.agent] = (output.number, digests)
    return digests
  }
}
