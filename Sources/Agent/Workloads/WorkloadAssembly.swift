import Base
import Manifests

/// Puts the manifests of one GrafanaAgent together.
struct WorkloadAssembly {
  let files: [AgentFile]
  /// Of the objects and of the configurations in them.
  let diagnostics: [Diagnostic]

  /// Nil where no manifests are asked for.
  init?(
    _ hierarchy: AgentHierarchy, _ parts: [RoleDocument], mode: AgentMode, layout: AgentLayout,
    lookup: ValueLookup
  ) {
    guard layout.kind == .kubernetes else { return nil }
    let agent = hierarchy.agent
    let collection = ReferenceCollection(hierarchy)
    let collected = CollectedValues(
      collection, secret: WorkloadNames(agent: agent.metadata.name).values, lookup: lookup)
    let objects = WorkloadObjects(
      hierarchy, mode: mode,
      configurations: Dictionary(
        parts.map { ($0.role, $0.configuration) }, uniquingKeysWith: { first, _ in first }),
      besides: parts.reduce(into: [:]) { $0[$1.role] = $1.formerConfiguration },
      values: collected.values)
    let configurations = parts.flatMap { part in
      let pods = objects.workloads.first { $0.role == part.role }
      return SidecarCheck(part, of: agent, variables: pods?.template.variables ?? []).diagnostics
    }
    diagnostics =
      configurations + collected.diagnostics
      + FileNameCheck.collisions(
        of: Set(collection.references), in: agent.reference, limit: Self.secretKeyLimit)
      + WorkloadCheck(hierarchy, objects).diagnostics + AlloyPodCheck.diagnostics(agent, mode)
    files = objects.entries.map { object, role in
      let part = parts.first { $0.role == role }
      return AgentFile(
        path: layout.manifest(object), content: .object(object),
        summary: part.map { "\(object.kind) of \($0.role.rawValue): \($0.summary)" } ?? object.kind,
        sources: part?.sources ?? [.init(reference: agent.reference, origin: agent.origin)])
    }
  }

  /// Kubernetes, apimachinery validation.go, `IsConfigMapKey`: the values are keys of a Secret.
  private static let secretKeyLimit = 253
}
