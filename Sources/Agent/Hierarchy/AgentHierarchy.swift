import Base
import Manifests

/// A GrafanaAgent with everything that its selectors find, each list by namespace and name, since upstream's order is
/// not defined (reference agent-operator.md section 0).
public struct AgentHierarchy: Sendable {
  /// A MetricsInstance with what its selectors find.
  public struct Metrics: Sendable {
    public let instance: HierarchyMember<MetricsInstance>
    public let serviceMonitors: [HierarchyMember<ServiceMonitor>]
    /// Those that the GrafanaAgent forbids for the files that they name.
    let skippedMonitors: [HierarchyMember<ServiceMonitor>]
    public let podMonitors: [HierarchyMember<PodMonitor>]
    public let probes: [HierarchyMember<Probe>]

    public init(
      instance: HierarchyMember<MetricsInstance>, serviceMonitors: [HierarchyMember<ServiceMonitor>] = [],
      podMonitors: [HierarchyMember<PodMonitor>] = [], probes: [HierarchyMember<Probe>] = []
    ) {
      self.init(
        instance: instance, serviceMonitors: serviceMonitors, skippedMonitors: [], podMonitors: podMonitors,
        probes: probes)
    }

    private init(
      instance: HierarchyMember<MetricsInstance>, serviceMonitors: [HierarchyMember<ServiceMonitor>],
      skippedMonitors: [HierarchyMember<ServiceMonitor>], podMonitors: [HierarchyMember<PodMonitor>],
      probes: [HierarchyMember<Probe>]
    ) {
      self.instance = instance
      self.serviceMonitors = serviceMonitors
      self.skippedMonitors = skippedMonitors
      self.podMonitors = podMonitors
      self.probes = probes
    }

    /// Without the ServiceMonitors that name files on the agent's machine, each as a whole (reference section 2).
    var withoutFiles: Metrics {
      Metrics(
        instance: instance, serviceMonitors: serviceMonitors.filter { !$0.spec.namesFiles },
        skippedMonitors: serviceMonitors.filter { $0.spec.namesFiles }, podMonitors: podMonitors,
        probes: probes)
    }
  }

  /// A LogsInstance with what its selector finds.
  public struct Logs: Sendable {
    public let instance: HierarchyMember<LogsInstance>
    public let podLogs: [HierarchyMember<PodLogs>]

    public init(instance: HierarchyMember<LogsInstance>, podLogs: [HierarchyMember<PodLogs>] = []) {
      self.instance = instance
      self.podLogs = podLogs
    }
  }

  public let agent: HierarchyMember<GrafanaAgent>
  public let metrics: [Metrics]
  public let logs: [Logs]
  public let integrations: [HierarchyMember<Integration>]
  /// All Namespace manifests where labels of namespaces decided what is selected; otherwise none.
  private(set) var namespaces: [HierarchyMember<NamespaceManifest>] = []
  private(set) var unknownNamespaces: [UnknownNamespace] = []

  public init(
    agent: HierarchyMember<GrafanaAgent>, metrics: [Metrics] = [], logs: [Logs] = [],
    integrations: [HierarchyMember<Integration>] = []
  ) {
    self.agent = agent
    self.metrics = metrics
    self.logs = logs
    self.integrations = integrations
  }

  /// The same with what is known of the namespaces whose labels its selectors ask for.
  func with(
    namespaces: [HierarchyMember<NamespaceManifest>], unknownNamespaces: [UnknownNamespace]
  ) -> AgentHierarchy {
    var copy = self
    copy.namespaces = namespaces
    copy.unknownNamespaces = unknownNamespaces
    return copy
  }

  var metricsInstances: [HierarchyMember<MetricsInstance>] { metrics.map(\.instance) }
  var logsInstances: [HierarchyMember<LogsInstance>] { logs.map(\.instance) }
}

extension AgentHierarchy {
  /// Those of all GrafanaAgents among the objects, by namespace and name.
  public static func all(in objects: [ManifestObject]) -> [AgentHierarchy] {
    let finder = HierarchyFinder(objects)
    return finder.agents.map(finder.hierarchy)
  }
}
