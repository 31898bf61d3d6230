internal import Agent
internal import Base
internal import Documents
internal import Manifests

/// A case of `agent-operator` that is a stream of manifests: the Kubernetes objects that they give, and last what belongs
/// to the GrafanaAgents. What is odd about the manifests is not told: the case asks what is made of them.
struct StreamCase {
  private let hierarchies: [AgentHierarchy]
  private let values: [String: SecretValue]

  init(_ bytes: [UInt8]) throws(ConformanceSuite.Refusal) {
    let set = ManifestSet(stream: bytes, file: "input.yaml")
    let errors = set.diagnostics.filter { $0.severity == .error }.map(\.message)
    if !errors.isEmpty { throw ConformanceSuite.Refusal(errors.joined(separator: "\n")) }
    hierarchies = AgentHierarchy.all(in: set.items)
    values = set.items.reduce(into: [:]) { values, object in
      let place = "\(object.metadata.namespace)/\(object.metadata.name)"
      switch object.spec {
      case let secret as SecretManifest:
        for (key, value) in secret.values { values["/secrets/\(place)/\(key)"] = value }
      case let map as ConfigMapManifest:
        for (key, bytes) in map.binaryData { values["/configMaps/\(place)/\(key)"] = SecretValue(bytes) }
        for (key, text) in map.data {
          values["/configMaps/\(place)/\(key)"] = text.text.map { SecretValue($0) }
        }
      default: break
      }
    }
  }

  func documents() -> [JSON] {
    hierarchies.flatMap { hierarchy in
      objects(of: hierarchy).map { StoredForm.of($0, owner: hierarchy.agent.reference) }
    } + [
      ["resources": .array(resources.map { .string($0) }), "secrets": .array(secrets.map { .string($0) })]
    ]
  }

  // MARK: Objects

  private func objects(of hierarchy: AgentHierarchy) -> [KubernetesObject] {
    let values = self.values
    let rendering = PodRendering { reference in
      values[reference.storeKey].map { .found($0) } ?? .missing("", remedy: "")
    }
    var documents: [AgentRole: ConfigValue] = [:]
    if !hierarchy.metrics.isEmpty { documents[.metrics] = rendering.metricsDocument(hierarchy) }
    if !hierarchy.logs.isEmpty { documents[.logs] = rendering.logsDocument(hierarchy) }
    for (role, isEverywhere) in [
      (AgentRole.integrationsDeployment, false), (.integrationsDaemonSet, true),
    ] {
      let selected = hierarchy.integrations.filter { $0.spec.runsOnAllNodes == isEverywhere }
      if selected.isEmpty { continue }
      documents[role] = rendering.integrationsDocument(
        AgentHierarchy(
          agent: hierarchy.agent, metrics: hierarchy.metrics, logs: hierarchy.logs, integrations: selected))
    }
    let references = ReferenceCollection(hierarchy).references
    return WorkloadObjects(
      hierarchy, documents: documents,
      values: references.reduce(into: [:]) { $0[$1] = values[$1.storeKey] }
    ).objects
  }

  // MARK: What belongs to them

  private var resources: [String] {
    hierarchies.flatMap { hierarchy in
      var names = [name(hierarchy.agent)]
      names += hierarchy.metrics.map { name($0.instance) }
      names += hierarchy.integrations.map(name)
      names += hierarchy.logs.map { name($0.instance) }
      for found in hierarchy.metrics {
        names += found.serviceMonitors.map(name)
        names += found.podMonitors.map(name)
        names += found.probes.map(name)
      }
      for found in hierarchy.logs { names += found.podLogs.map(name) }
      return names
    }
  }

  private func name<Spec>(_ member: HierarchyMember<Spec>) -> String {
    "\(member.reference.kind)/\(member.metadata.name)"
  }

  /// Those that are there, since upstream keeps no others.
  private var secrets: [String] {
    hierarchies.flatMap { ReferenceCollection($0).references.map(\.storeKey) }.filter { values[$0] != nil }
  }
}
