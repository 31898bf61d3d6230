import Base
import Manifests

/// Tells addresses of running agents for which there is no configuration.
enum ProcessCheck {
  /// - Parameter kept: roles whose last configurations stay, which may be those that are meant.
  static func warnings(
    _ agent: HierarchyMember<GrafanaAgent>, _ parts: [RoleDocument], kept: Set<AgentRole>,
    layout: AgentSettings.Layout
  ) -> [Diagnostic] {
    let folders = agent.spec.processes.addresses.keys.sorted()
    if folders.isEmpty { return [] }
    if layout == .kubernetes {
      return [
        warning(
          agent, "is not used: in pods config-reloader asks the agent to read its configuration",
          remedy: "remove it, or choose --agent-layout files")
      ]
    }
    let written = parts.flatMap { part in
      (0..<(part.role == .metrics ? agent.spec.metrics.shards : 1)).map { part.role.directory(shard: $0) }
    }
    return folders.filter { folder in
      !written.contains(folder) && !kept.contains { $0.owns(directory: folder) }
    }.map {
      warning(
        agent, "has an address for \($0), for which there is no configuration",
        remedy: written.isEmpty ? "remove it" : "write one of \(written.joined(separator: ", "))")
    }
  }

  private static func warning(
    _ agent: HierarchyMember<GrafanaAgent>, _ problem: String, remedy: String
  ) -> Diagnostic {
    Diagnostic(
      .warning, code: "unused-address", subject: agent.reference, at: agent.origin,
      "annotation \(ObjectMetadata.agentsAnnotation) \(problem)", remedy: remedy)
  }
}
