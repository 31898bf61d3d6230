import Base
import Manifests

/// Parts of configurations with the settings of a GrafanaAgent that bear on them.
extension PodRendering {
  /// The settings of an agent that jobs depend on.
  public struct Surroundings {
    let settings: JobSettings
    let logs: LogsSubsystem

    /// - Parameters:
    ///   - agent: holds the references of the API server's credentials.
    ///   - logs: what is laid down for logs.
    public init(
      agent: ObjectReference, at origin: SourceLocation, apiServer: APIServer?, rules: JobRules,
      logs: LogsSubsystem, shards: Int
    ) {
      settings = JobSettings(
        rules: rules, shards: max(1, shards),
        discovery: .init(apiServer: apiServer, owner: .init(agent, at: origin)))
      self.logs = logs
    }
  }

  public func job(
    _ monitor: HierarchyMember<ServiceMonitor>, _ endpoint: MonitorEndpoint, index: Int,
    in agent: Surroundings
  ) -> ConfigValue { rendering.job(monitor, endpoint: endpoint, index: index, agent.settings) }

  public func job(
    _ monitor: HierarchyMember<PodMonitor>, _ endpoint: MonitorEndpoint, index: Int, in agent: Surroundings
  ) -> ConfigValue { rendering.job(monitor, endpoint: endpoint, index: index, agent.settings) }

  public func job(_ probe: HierarchyMember<Probe>, in agent: Surroundings) -> ConfigValue {
    rendering.job(probe, agent.settings)
  }

  public func job(_ podLogs: HierarchyMember<PodLogs>, in agent: Surroundings) -> ConfigValue {
    rendering.job(podLogs, agent.logs, by: agent.settings.discovery)
  }

  /// - Parameters:
  ///   - role: `endpoints`, `pod` or `ingress`.
  ///   - namespaces: empty for all.
  public func discovery(_ role: String, namespaces: [String], in agent: Surroundings) -> ConfigValue {
    rendering.discovery(role, in: namespaces, by: agent.settings.discovery)
  }

  public func logsInstance(
    _ found: AgentHierarchy.Logs, of agent: HierarchyMember<GrafanaAgent>
  ) -> ConfigValue { rendering.logsInstance(found, of: agent, takesPodLogs: true) }

  /// - Parameter owner: who holds the client's references.
  public func client(
    _ client: LogsClient, for agent: HierarchyMember<GrafanaAgent>, of owner: ObjectReference,
    at origin: SourceLocation
  ) -> ConfigValue { rendering.client(client, for: agent, of: .init(owner, at: origin)) }

  public func stage(_ stage: PipelineStage) -> ConfigValue { rendering.stage(stage) }
}
