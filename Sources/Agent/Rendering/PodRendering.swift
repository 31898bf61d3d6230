import Base
import Manifests

/// Renders configurations, and parts of them, as Grafana Agent Operator does for its pods: values lie where it mounts
/// them, placeholders stay, integrations keep the names that they were given.
public struct PodRendering {
  let rendering: Rendering

  public init(lookup: @escaping ValueLookup) { rendering = Rendering(placement: .mounted, lookup: lookup) }

  /// What was wrong so far.
  public var diagnostics: [Diagnostic] { rendering.record.diagnostics }

  public func metricsDocument(_ hierarchy: AgentHierarchy) -> ConfigValue {
    rendering.metricsDocument(hierarchy, dataDirectory: Self.dataDirectory)
  }

  public func logsDocument(_ hierarchy: AgentHierarchy) -> ConfigValue {
    rendering.logsDocument(hierarchy, dataDirectory: Self.dataDirectory)
  }

  /// With all integrations of the hierarchy, whatever process they belong to.
  public func integrationsDocument(_ hierarchy: AgentHierarchy) -> ConfigValue {
    rendering.integrationsDocument(
      hierarchy, integrations: hierarchy.integrations.map { ($0.spec.name, rendering.integration($0)) },
      dataDirectory: Self.dataDirectory)
  }

  public func externalLabels(_ agent: HierarchyMember<GrafanaAgent>, addsReplica: Bool) -> ConfigValue {
    .mapping(rendering.externalLabels(agent, addsReplica: addsReplica))
  }

  public func integration(_ integration: HierarchyMember<Integration>) -> ConfigValue {
    rendering.integration(integration)
  }

  /// - Parameter owner: who holds the part; references of it are looked up in the owner's namespace.
  public func remoteWrite(_ target: RemoteWrite, of owner: ObjectReference, at origin: SourceLocation)
    -> ConfigValue
  {
    rendering.remoteWrite(target, of: .init(owner, at: origin))
  }

  public func tls(_ settings: TLSSettings, of owner: ObjectReference, at origin: SourceLocation)
    -> ConfigValue
  {
    rendering.tls(settings, of: .init(owner, at: origin))
  }

  public func relabel(_ rule: RelabelRule) -> ConfigValue { rendering.relabel(rule) }

  /// Where the operator's pods have a volume for write-ahead logs (reference agent-operator.md section 3).
  static let dataDirectory = "/var/lib/grafana-agent/data"
}
