import Base
import Manifests

/// Renders and checks the document of each role of one GrafanaAgent.
struct RoleRendering {
  let hierarchy: AgentHierarchy
  let integrations: IntegrationSelection
  let layout: AgentLayout
  let mode: AgentMode
  let lookup: ValueLookup
  let jobs: JobCache

  /// Nil where the GrafanaAgent has nothing for the role.
  func document(_ role: AgentRole) -> RoleDocument? {
    switch role {
    case .metrics: metrics()
    case .logs: logs()
    case .integrationsDeployment: integrations(role, onAllNodes: false)
    case .integrationsDaemonSet: integrations(role, onAllNodes: true)
    }
  }

  private func metrics() -> RoleDocument? {
    if hierarchy.metrics.isEmpty { return nil }
    let rendering = self.rendering()
    let document = rendering.metricsDocument(hierarchy, dataDirectory: layout.memory(.metrics, shard: 0))
    return RoleDocument(
      role: .metrics, document: document, record: rendering.record,
      diagnostics: judged(document, rendering.record, check(metrics: document)),
      summary: hierarchy.metrics.map(\.instance.path).joined(separator: ", "),
      sources: hierarchy.sources(hierarchy.metrics.flatMap(\.sources)))
  }

  private func logs() -> RoleDocument? {
    if hierarchy.logs.isEmpty { return nil }
    let rendering = self.rendering()
    let document = rendering.logsDocument(hierarchy, dataDirectory: layout.memory(.logs, shard: 0))
    return RoleDocument(
      role: .logs, document: document, record: rendering.record,
      diagnostics: judged(
        document, rendering.record,
        LogsCheck(hierarchy, logs: document["logs"], takesPodLogs: true).diagnostics, takesPodLogs: true),
      summary: hierarchy.logs.map(\.instance.path).joined(separator: ", "),
      sources: hierarchy.sources(hierarchy.logs.flatMap(\.sources)))
  }

  private func integrations(_ role: AgentRole, onAllNodes: Bool) -> RoleDocument? {
    let selected = integrations.process(onAllNodes: onAllNodes)
    if selected.entries.isEmpty { return nil }
    let rendering = self.rendering()
    let configs = selected.entries.map { (name: $0.name, config: rendering.integration($0.integration)) }
    let document = rendering.integrationsDocument(
      hierarchy, integrations: configs, dataDirectory: layout.memory(role, shard: 0))
    let texts = zip(selected.entries, configs).flatMap { entry, config in
      TextCheck.check(config.config, of: .init(entry.integration), place: "spec.config") {
        entry.integration.spec.config.location(of: $0)
      }
    }
    return RoleDocument(
      role: role, document: document, record: rendering.record,
      diagnostics: judged(
        document, rendering.record,
        texts + selected.diagnostics + repeatedJobs() + check(metrics: document)
          + LogsCheck(hierarchy, logs: document["logs"], takesPodLogs: false).diagnostics,
        integrations: selected.entries.map { ($0.name, $0.integration) }),
      summary: selected.summary,
      sources: hierarchy.sources(
        hierarchy.metricsInstances.map(\.source) + hierarchy.logsInstances.map(\.source)
          + selected.entries.map { $0.integration.source }))
  }

  /// All findings about a document: those of the rules of manifests, and what a real agent would do with it.
  private func judged(
    _ document: ConfigValue, _ record: RenderingRecord, _ findings: [Diagnostic], takesPodLogs: Bool = false,
    integrations: [(name: String, integration: HierarchyMember<Integration>)] = []
  ) -> [Diagnostic] {
    let known = record.diagnostics + findings
    let judge = AgentJudge(
      // Jobs of monitors are judged by themselves.
      places: ManifestPlaces(
        hierarchy: hierarchy, integrations: integrations, takesMonitors: false, takesPodLogs: takesPodLogs),
      faulty: Set(known.filter { $0.severity == .error }.compactMap(\.subject)))
    return known + judge.errors(in: document)
  }

  private func rendering() -> Rendering {
    Rendering(placement: layout.placement, lookup: lookup, jobs: jobs)
  }

  private func check(metrics document: ConfigValue) -> [Diagnostic] {
    MetricsCheck(hierarchy, metrics: document["metrics"] ?? .mapping([:]), mode: mode).diagnostics
  }

  /// Upstream leaves additional jobs in the documents of integrations, so every such agent runs them once more.
  private func repeatedJobs() -> [Diagnostic] {
    let instances =
      hierarchy.metricsInstances.map { ($0.reference, $0.spec.additionalScrapeConfigs) }
      + hierarchy.logsInstances.map { ($0.reference, $0.spec.additionalScrapeConfigs) }
    return instances.compactMap { reference, selector in
      selector.map {
        Diagnostic(
          .warning, code: "repeated-jobs", subject: reference, at: $0.origin,
          "the jobs of additionalScrapeConfigs also run in the agents of integrations, as Grafana Agent Operator has it",
          remedy: "select the integrations from a GrafanaAgent of their own")
      }
    }
  }
}
