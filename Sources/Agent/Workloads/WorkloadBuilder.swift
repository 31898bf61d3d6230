import Base
import Documents
import Manifests
import Platform

/// Makes the objects around the agents of one GrafanaAgent, each by itself.
struct WorkloadBuilder {
  let hierarchy: AgentHierarchy
  let names: WorkloadNames
  private let mode: AgentMode
  private let pods: PodSettings

  /// - Parameter mode: what the pods run.
  init(_ hierarchy: AgentHierarchy, mode: AgentMode) {
    self.hierarchy = hierarchy
    self.mode = mode
    names = WorkloadNames(agent: hierarchy.agent.metadata.name)
    pods = hierarchy.agent.spec.pods
  }

  private var metadata: ObjectMetadata { hierarchy.agent.metadata }
  private var shards: Int { hierarchy.agent.spec.metrics.shards }

  // MARK: Secrets

  /// The values of all roles.
  func secret(_ values: [ValueReference: SecretValue]) -> KubernetesObject {
    secret(
      names.values,
      values.reduce(into: [:]) { data, entry in data[entry.key.fileName] = entry.value.withBytes { $0 } })
  }

  /// A configuration; the sidecar unpacks a long one.
  /// - Parameter former: for pods that do not run the new form yet, as far as there is room for it: a pod of the former
  ///   workload that starts again has no other.
  func secret(
    configuration: RoleConfiguration, besides former: RoleConfiguration?, of role: AgentRole
  ) -> KubernetesObject {
    var data = [configuration.fileName: Self.packed(configuration)]
    if let former {
      let bytes = Self.packed(former)
      let size = data.values.reduce(bytes.count) { $0 + $1.count }
      if size <= WorkloadCheck.secretLimit { data[former.fileName] = bytes }
    }
    return secret(names.configuration(role), data)
  }

  private static func packed(_ configuration: RoleConfiguration) -> [UInt8] {
    configuration.text(nil).withBytes { bytes in
      bytes.count > longestPlainConfiguration ? (try? Gzip.compress(bytes)) ?? bytes : bytes
    }
  }

  private func secret(_ name: String, _ data: [String: [UInt8]]) -> KubernetesObject {
    KubernetesObject(
      .secret, name, in: metadata.namespace, labels: ObjectLabels.object(of: names.agent),
      ["data": .mapping(data.mapValues { .hidden(SecretValue(Base64.encode($0))) })])
  }

  /// In bytes, as upstream has it.
  private static let longestPlainConfiguration = 100 * 1024

  // MARK: Service

  /// Over the pods of all roles, as upstream's selector has it.
  func service() -> KubernetesObject {
    let port = pods.portName ?? AgentContainers.defaultPortName
    return KubernetesObject(
      .service, names.service, in: metadata.namespace,
      labels: ObjectLabels.object(of: names.agent).merging([
        ObjectLabels.name: names.agent, "operated-agent": "true",
      ]) { first, _ in first },
      [
        "spec": .mapping([
          "clusterIP": .text("None"),
          "ports": .list([
            .mapping([
              "name": .text(port), "port": .number(JSONNumber(AgentContainers.port)),
              "protocol": .text("TCP"),
              "targetPort": .text(port),
            ])
          ]),
          "selector": .mapping([
            "app.kubernetes.io/name": .text("grafana-agent"), ObjectLabels.name: .text(names.agent),
          ]),
        ])
      ])
  }

  // MARK: Workloads

  func workloads(_ role: AgentRole) -> [WorkloadObjects.Workload] {
    (0..<(role == .metrics ? shards : 1)).map { shard in
      let name = names.workload(role, shard: shard)
      let template = PodTemplate(
        hierarchy.agent, mode: mode, configuration: names.configuration(role),
        options(role, of: name, shard: shard))
      return WorkloadObjects.Workload(
        role: role, shard: shard, object: workload(role, name, template), template: template)
    }
  }

  private func options(_ role: AgentRole, of workload: String, shard: Int) -> PodOptions {
    switch role {
    case .metrics: .metrics(of: workload, shard: shard, shards: shards, storage: pods.storage)
    case .logs: .logs
    case .integrationsDeployment, .integrationsDaemonSet:
      .integrations(
        hierarchy.integrations.filter { $0.spec.runsOnAllNodes == role.runsOnAllNodes }, of: workload,
        names: names, shards: shards,
        isPrivileged: role == .integrationsDaemonSet && metadata.runsIntegrationsPrivileged)
    }
  }

  private func workload(_ role: AgentRole, _ name: String, _ template: PodTemplate) -> KubernetesObject {
    let rolling = ConfigValue.mapping(["type": .text("RollingUpdate")])
    let kind: KubernetesObject.Kind
    var spec: [String: ConfigValue] = [
      "selector": .mapping(["matchLabels": .mapping(template.selector.mapValues { .text($0) })]),
      "template": template.value,
    ]
    switch role {
    case .metrics:
      kind = .statefulSet
      spec["updateStrategy"] = rolling
      spec["serviceName"] = .text(names.service)
      spec["replicas"] = .number(JSONNumber(hierarchy.agent.spec.metrics.replicas))
      spec["podManagementPolicy"] = .text("Parallel")
      if case .claim(let claim)? = pods.storage {
        spec["volumeClaimTemplates"] = .list([self.claim(claim, of: name)])
      }
    case .logs, .integrationsDaemonSet:
      kind = .daemonSet
      spec["updateStrategy"] = rolling
    case .integrationsDeployment:
      kind = .deployment
      spec["strategy"] = rolling
    }
    let labels = template.labels.filter { $0.key != ObjectLabels.version }
    return KubernetesObject(
      kind, name, in: metadata.namespace,
      labels: labels.merging(ObjectLabels.object(of: names.agent)) { _, own in own },
      annotations: ObjectLabels.annotations(of: metadata), ["spec": .mapping(spec)])
  }

  private func claim(_ claim: VolumeClaim, of workload: String) -> ConfigValue {
    var metadata = ConfigMapping()
    metadata.set("name", text: claim.name ?? WorkloadNames.memory(of: workload))
    metadata.set("labels", map: claim.labels)
    metadata.set("annotations", map: claim.annotations)
    var spec = ConfigValue.members(of: claim.spec)
    if spec["accessModes"] == nil { spec["accessModes"] = .list([.text("ReadWriteOnce")]) }
    return .mapping([
      "apiVersion": .text("v1"), "kind": .text("PersistentVolumeClaim"), "metadata": metadata.value,
      "spec": .mapping(spec),
    ])
  }
}
