import Base
import Documents
import Manifests

/// The objects around the agents of one GrafanaAgent, each Secret before what mounts it (reference agent-operator.md
/// section 4).
public struct WorkloadObjects {
  /// What one role runs.
  struct Workload {
    let role: AgentRole
    let shard: Int
    let object: KubernetesObject
    let template: PodTemplate
  }

  let secrets: [KubernetesObject]
  let workloads: [Workload]
  private let service: KubernetesObject?
  let configurations: [(role: AgentRole, object: KubernetesObject)]

  /// All of them.
  public var objects: [KubernetesObject] { entries.map(\.object) }

  /// The same with the roles that those belong to that are made of a role's objects.
  var entries: [(object: KubernetesObject, role: AgentRole?)] {
    var entries: [(object: KubernetesObject, role: AgentRole?)] = secrets.map { ($0, nil) }
    for (role, configuration) in configurations {
      entries.append((configuration, role))
      if role == .metrics, let service { entries.append((service, nil)) }
      entries += workloads.filter { $0.role == role }.map { ($0.object, role) }
    }
    return entries
  }

  /// The objects around agents in static mode.
  /// - Parameters:
  ///   - documents: the configurations of the roles that have one, with their placeholders.
  ///   - values: everything that the hierarchy refers to.
  public init(
    _ hierarchy: AgentHierarchy, documents: [AgentRole: ConfigValue], values: [ValueReference: SecretValue]
  ) {
    self.init(
      hierarchy, mode: .agentStatic, configurations: documents.mapValues { .agent($0) }, values: values)
  }

  /// - Parameters:
  ///   - documents: the configurations of the roles that have one.
  ///   - former: those of the form that pods may still read.
  init(
    _ hierarchy: AgentHierarchy, mode: AgentMode, configurations documents: [AgentRole: RoleConfiguration],
    besides former: [AgentRole: RoleConfiguration] = [:], values: [ValueReference: SecretValue]
  ) {
    let builder = WorkloadBuilder(hierarchy, mode: mode)
    let roles = AgentRole.allCases.filter { documents[$0] != nil }
    secrets = [builder.secret(values)]
    configurations = roles.compactMap { role in
      documents[role].map { (role, builder.secret(configuration: $0, besides: former[role], of: role)) }
    }
    service = roles.contains(.metrics) ? builder.service() : nil
    workloads = roles.flatMap { builder.workloads($0) }
  }
}
